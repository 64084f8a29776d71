import { expect, test } from 'vitest';
import { german } from '../../renderer/strings/de.ts';
import { english } from '../../renderer/strings/en.ts';
import { LANGUAGES } from '../../shared/language.ts';
import { storyLines } from '../../shared/storyLines.ts';
import { errorInfo, storyOf, upload } from './harness/fixtures.ts';

const CATALOGUES = { en: english, de: german };

test.each(LANGUAGES)('a story as text says in %s what the window shows, with the time of each event', (language) => {
  const story = storyOf(upload(), { unreadable: 3, error: errorInfo('STORY_DAMAGED') });
  const { event: describe, gaps } = CATALOGUES[language].story;
  const shown = story.events.map((event) => {
    const { title, text } = describe(event);
    return `${new Date(event.at).toISOString()}  ${text === '' ? title : `${title}. ${text}`}`;
  });
  expect(storyLines(story, language)).toEqual([...shown, ...gaps(story)]);
});

test('a story as text speaks each language, in the same lines', () => {
  const story = storyOf(upload());
  const [en, de] = LANGUAGES.map((language) => storyLines(story, language));
  expect(en?.length).toBe(de?.length);
  expect(en?.[2]).toContain('Killed while it moved');
  expect(de?.[2]).toContain('Mitten in der Übertragung beendet');
  expect(en?.map((line) => line.slice(0, 24))).toEqual(de?.map((line) => line.slice(0, 24)));
});

test('a name that reverses text does not reverse the lines', () => {
  const [line] = storyLines(
    { ...storyOf(upload()), events: [{ type: 'attached', at: 0, source: '/data/\u202egnp.tar' }] },
    'de',
  );
  expect(line).not.toContain('\u202e');
});
