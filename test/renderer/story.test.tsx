// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { Story } from '../../shared/story.ts';
import { describeStoryEvent } from '../../shared/storyWords.ts';
import type { UploadView } from '../../shared/upload.ts';
import { createFakeApi, EMPTY_SNAPSHOT, type FakeApi } from './harness/fakeApi.ts';
import { DAY, digestOf, errorInfo, GB, idOf, storyOf, upload } from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function showStory(view: UploadView, story: Story): Promise<FakeApi> {
  const api = createFakeApi({ uploads: [view] }, { 'uploads:story': () => story });
  const app = await renderApp(api);
  close = app.close;
  await screen.findAllByRole('row');
  act(() => rowOf(view.id).focus());
  fireEvent.keyDown(rowOf(view.id), { key: 'i' });
  fireEvent.click(screen.getByRole('tab', { name: 'Story' }));
  return api;
}

describe('the story of an upload', () => {
  test('is told in order, with the day where it changes, and copied as text and as JSON', async () => {
    const view = upload({ name: 'a.tar' });
    const api = await showStory(view, storyOf(view));
    const list = await screen.findByRole('list', { name: 'Story of a.tar' });
    const items = within(list).getAllByRole('listitem');
    expect(items.map((item) => item.querySelector('.story-title')?.textContent)).toEqual([
      'Added',
      'Bytes began to move',
      'Killed while it moved',
      'Resumed',
      'Recovered from the checkpoint at 6.16 GB',
      'Stopped: The store’s disk is full',
      'Went on by itself',
      'Paused',
    ]);
    const days = items.map((item) => item.querySelector('.story-day')?.textContent?.trim() ?? '');
    expect(days.filter((day) => day !== '')).toHaveLength(2);
    expect(items[4]?.textContent).toContain('Re-hashed 38.0 MB in 0.2 s');
    fireEvent.click(screen.getByRole('button', { name: 'Copy as text' }));
    fireEvent.click(screen.getByRole('button', { name: 'Copy as JSON' }));
    await screen.findAllByText('Story copied');
    expect(api.calls.filter(([name]) => name === 'uploads:copyStory')).toEqual([
      ['uploads:copyStory', view.id, { kind: 'text', language: 'en' }],
      ['uploads:copyStory', view.id, { kind: 'json' }],
    ]);
  });

  test('is copied as text in the language of the window, and as JSON in none', async () => {
    const view = upload({ name: 'a.tar' });
    const api = createFakeApi(
      { uploads: [view], settings: { ...EMPTY_SNAPSHOT.settings, language: 'de' } },
      { 'uploads:story': () => storyOf(view) },
    );
    const app = await renderApp(api);
    close = app.close;
    await app.commands.copyStory(view.id, 'text');
    await app.commands.copyStory(view.id, 'json');
    expect(api.calls.filter(([name]) => name === 'uploads:copyStory')).toEqual([
      ['uploads:copyStory', view.id, { kind: 'text', language: 'de' }],
      ['uploads:copyStory', view.id, { kind: 'json' }],
    ]);
  });

  test('says what is missing of it, and shows what there is', async () => {
    const view = upload();
    await showStory(view, storyOf(view, { unreadable: 3, error: errorInfo('STORY_DAMAGED') }));
    const note = await screen.findByText(/3 lines of it cannot be read/);
    expect(note.textContent).toContain('The story of this upload cannot be read');
    expect(screen.getByRole('list', { name: /^Story of/ }).children).toHaveLength(8);
  });

  test('shows paths of others without obeying them', async () => {
    const view = upload();
    const events = [{ type: 'attached', at: DAY, source: '/data/\u202egnp.tar' }] as const;
    await showStory(view, { id: view.id, events, unreadable: 0, error: null });
    const list = await screen.findByRole('list', { name: /^Story of/ });
    expect(list.textContent).toContain('gnp.tar');
    expect(list.textContent).not.toContain('\u202e');
  });

  test('opens from a line of history by key and by button, and gives the focus back', async () => {
    const entry = {
      id: idOf(9),
      repository: 'library/a',
      name: 'old.tar',
      size: GB,
      outcome: 'finished',
      at: DAY,
    } as const;
    const api = createFakeApi({}, { 'history:list': () => [{ ...entry, digest: digestOf('a'), note: '' }] });
    const app = await renderApp(api);
    close = app.close;
    fireEvent.click(screen.getByRole('button', { name: 'History' }));
    const row = await screen.findByRole('row', { name: 'old.tar' });
    act(() => row.focus());
    fireEvent.keyDown(row, { key: 'Enter' });
    await screen.findByRole('list', { name: 'Story of old.tar' });
    expect(api.calls).toContainEqual(['uploads:story', entry.id]);
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    fireEvent.click(within(row).getByRole('button', { name: 'Story of old.tar' }));
    expect(screen.getByRole('dialog', { name: 'Story' })).toBeDefined();
  });
});

describe('an event of a story in words', () => {
  test.each([
    [
      { type: 'finished', at: 0, digest: digestOf('a'), size: GB, ms: 3.4, rehashed: 0 },
      'Verified and finished in 3 ms with 0 B re-read',
    ],
    [
      { type: 'finished', at: 0, digest: digestOf('a'), size: GB, ms: null, rehashed: null },
      'Finished at the next start',
    ],
    [{ type: 'opened', at: 0, from: 0, offset: GB, rehashed: GB, copiedTwice: 0, ms: 900 }, 'Recovered from the start'],
    [{ type: 'paused', at: 0, reason: 'quit', offset: 0, checkpointed: 0 }, 'Paused because the app was closed'],
    [{ type: 'verified', at: 0, digest: digestOf('a'), offset: GB, ms: 1 }, 'Hashed again as a whole'],
  ] as const)('%j', (event, title) => {
    expect(describeStoryEvent(event).title).toBe(title);
  });
});
