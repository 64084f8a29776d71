// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { WATCH_OFF, type WatchView } from '../../shared/watch.ts';
import { createFakeApi } from './harness/fakeApi.ts';
import { errorInfo } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

const settings = { ...DEFAULT_SETTINGS, watchFolder: '/srv/incoming', watchRepository: 'library/in' };
const WATCHING: WatchView = { ...WATCH_OFF, state: { kind: 'watching' } };

async function show(watch: WatchView, over: Partial<typeof settings> = {}) {
  const api = createFakeApi({ settings: { ...settings, ...over }, watch });
  const app = await renderApp(api);
  close = app.close;
  act(() => app.store.setState({ page: { kind: 'settings' } }));
  return { api, sheet: screen.getByRole('main', { name: 'Settings' }) };
}
const state = () => screen.getByRole('region', { name: 'State of the watched folder' });

describe('the watched folder in the settings', () => {
  test('is chosen first; what belongs to it comes then', async () => {
    const { api, sheet } = await show(WATCH_OFF, { watchFolder: '' });
    expect(within(sheet).queryByLabelText('Quiet time')).toBeNull();
    expect(within(sheet).queryByRole('button', { name: 'Stop watching' })).toBeNull();
    const [, choose] = within(sheet).getAllByRole('button', { name: 'Choose folder…' });
    fireEvent.click(choose ?? sheet);
    expect(api.calls.at(-1)).toEqual(['watch:choose']);
  });

  test('is stopped by a button', async () => {
    const { api, sheet } = await show(WATCHING);
    fireEvent.click(within(sheet).getByRole('button', { name: 'Stop watching' }));
    expect(api.calls.at(-1)).toEqual(['watch:stop']);
  });

  test('has a repository that takes effect when it is right, and says what is wrong', async () => {
    const { api, sheet } = await show(WATCHING);
    const field = within(sheet).getByLabelText<HTMLInputElement>('Its repository');
    fireEvent.change(field, { target: { value: 'Library' } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(sheet.textContent).toContain('A repository name has no capital letters');
    fireEvent.blur(field);
    expect(field.value).toBe('library/in');
    expect(sheet.textContent).not.toContain('capital letters');
    fireEvent.change(field, { target: { value: ' games/assets ' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(api.calls.at(-1)).toEqual(['settings:change', { watchRepository: 'games/assets' }]);
  });

  test.each(['0', '3601', '1.5', 'x', ''])('takes no quiet time of %j seconds', async (text) => {
    const { api, sheet } = await show(WATCHING);
    const before = api.calls.length;
    const field = within(sheet).getByLabelText<HTMLInputElement>('Quiet time');
    fireEvent.change(field, { target: { value: text } });
    expect(field.getAttribute('aria-invalid')).toBe('true');
    fireEvent.blur(field);
    expect(field.value).toBe('10');
    expect(api.calls).toHaveLength(before);
  });

  test.each<[Partial<WatchView>, string]>([
    [{ waiting: 2, added: 1 }, 'Watching, 2 files still changing · 1 file added'],
    [{ state: { kind: 'missing' } }, 'The folder is not there'],
    [{ state: { kind: 'noRepository' }, waiting: 3 }, '3 files waiting: name a repository'],
    [{ state: { kind: 'noStore' }, waiting: 1 }, '1 file waiting for the store'],
    [
      { state: { kind: 'trouble', error: errorInfo('SOURCE_UNREADABLE', { kind: 'folder' }) } },
      'This folder cannot be read',
    ],
    [
      { refused: [{ name: 'evil\u202e.tar', error: errorInfo('SOURCE_IO') }] },
      'evil[U+202E].tarReading the source failed',
    ],
  ])('says how it is doing: %j', async (part, words) => {
    await show({ ...WATCHING, ...part });
    expect(state().textContent).toContain(words);
  });
});

describe('the watched folder at the foot', () => {
  test('is named, says when it is not well, and leads to the settings', async () => {
    const api = createFakeApi({ settings, watch: WATCHING });
    const app = await renderApp(api);
    close = app.close;
    fireEvent.click(screen.getByRole('button', { name: 'Watching incoming' }));
    expect(screen.getByRole('main', { name: 'Settings' })).toBeDefined();
    act(() => api.push({ watch: { ...WATCHING, state: { kind: 'missing' } } }));
    expect(await screen.findByRole('button', { name: 'incoming is not watched', hidden: true })).toBeDefined();
  });

  test('is not there when no folder is watched', async () => {
    const app = await renderApp(createFakeApi());
    close = app.close;
    expect(screen.queryByRole('button', { name: /watch/i })).toBeNull();
  });
});
