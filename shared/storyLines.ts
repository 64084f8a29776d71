import type { Language } from './language.ts';
import type { Story, StoryEvent } from './story.ts';
import { describeStoryEventInGerman, describeStoryGapsInGerman } from './storyWords.de.ts';
import { describeStoryEvent, describeStoryGaps, type StoryWords } from './storyWords.ts';
import { visible } from './visible.ts';

interface Teller {
  event(event: StoryEvent): StoryWords;
  gaps(story: Story): readonly string[];
}

const TELLERS: { readonly [language in Language]: Teller } = {
  en: { event: describeStoryEvent, gaps: describeStoryGaps },
  de: { event: describeStoryEventInGerman, gaps: describeStoryGapsInGerman },
};

/** A line an event, with its time in RFC 3339, then what is missing: what is copied, and what a terminal shows. */
export function storyLines(story: Story, language: Language): readonly string[] {
  const { event: tell, gaps } = TELLERS[language];
  const lines = story.events.map((event) => {
    const { title, text } = tell(event);
    return visible(`${new Date(event.at).toISOString()}  ${text === '' ? title : `${title}. ${text}`}`);
  });
  return [...lines, ...gaps(story)];
}
