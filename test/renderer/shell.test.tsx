// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { announcement } from '../../renderer/shell/Announcer.tsx';
import { fromErrorInfo } from '../../shared/errors.ts';
import { createFakeApi, EMPTY_SNAPSHOT, type FakeApi } from './harness/fakeApi.ts';
import { digestOf, errorInfo, idOf, MB, upload } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function show(api: FakeApi) {
  const app = await renderApp(api);
  close = app.close;
  return app;
}

const closed = (code: Parameters<typeof errorInfo>[0], root = '/media/disk') => ({
  root,
  freeBytes: null,
  state: { kind: 'closed' as const, error: errorInfo(code, { path: root }) },
});

describe('after a crash', () => {
  const interrupted = (n: number) =>
    upload({ n, offset: 100 * MB, checkpointed: 62 * MB, status: { kind: 'interrupted' } });

  test('the banner says what a resume costs, resumes all, and goes', async () => {
    const api = createFakeApi({ uploads: [interrupted(1), interrupted(2)] });
    await show(api);
    const banner = screen.getByRole('region', { name: /was stopped while 2 uploads were moving. Nothing is lost./ });
    expect(banner.textContent).toContain('Resuming both re-hashes at most 76.0 MB.');
    fireEvent.click(within(banner).getByRole('button', { name: 'Resume both' }));
    expect(api.calls.at(-1)).toEqual(['uploads:resume', [idOf(1), idOf(2)]]);
    act(() => api.push({ uploads: [upload({ n: 1 }), upload({ n: 2 })] }));
    await waitFor(() => expect(screen.queryByRole('region', { name: /was stopped/ })).toBeNull());
  });

  test('it can be put away', async () => {
    await show(createFakeApi({ uploads: [interrupted(1)] }));
    fireEvent.click(screen.getByRole('button', { name: 'Not now' }));
    expect(screen.queryByRole('region', { name: /was stopped/ })).toBeNull();
  });
});

describe('a store that is not open', () => {
  test('says why and offers the ways on', async () => {
    const api = createFakeApi({ store: closed('STORE_MISSING') });
    await show(api);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('The store’s folder is not there');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(api.calls.at(-1)).toEqual(['store:open', false]);
    fireEvent.click(screen.getByRole('button', { name: 'Create store here' }));
    expect(api.calls.at(-1)).toEqual(['store:open', true]);
    fireEvent.click(screen.getByRole('button', { name: 'Choose another folder…' }));
    expect(api.calls.at(-1)).toEqual(['store:choose']);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add layers' }).disabled).toBe(true);
  });

  test('offers to create one only where that makes sense', async () => {
    await show(createFakeApi({ store: closed('STORE_LOCKED') }));
    expect(screen.queryByRole('button', { name: 'Create store here' })).toBeNull();
  });

  test('at the first start it asks for a folder', async () => {
    await show(createFakeApi({ store: closed('STORE_MISSING', '') }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Where should the layers go?');
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

describe('the rest of the window', () => {
  test('an empty list teaches', async () => {
    const api = createFakeApi();
    await show(api);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Drop layers here');
    fireEvent.click(screen.getByRole('button', { name: 'Choose files…' }));
    expect(api.calls.at(-1)).toEqual(['files:choose']);
  });

  test('search narrows the list, and says so when nothing is left', async () => {
    await show(createFakeApi({ uploads: [upload({ n: 1, name: 'one.tar' }), upload({ n: 2, name: 'two.tar' })] }));
    const search = screen.getByLabelText<HTMLInputElement>('Search uploads');
    fireEvent.change(search, { target: { value: 'two' } });
    expect(screen.getAllByRole('row')).toHaveLength(1);
    fireEvent.change(search, { target: { value: 'three' } });
    expect(screen.getByText('No upload matches “three”')).toBeDefined();
    fireEvent.keyDown(search, { key: 'Escape' });
    expect(screen.getAllByRole('row')).toHaveLength(2);
  });

  test('shortcuts reach everything, but not through a dialog', async () => {
    const api = createFakeApi();
    const { store } = await show(api);
    fireEvent.keyDown(window, { key: 'f', ctrlKey: true });
    expect(document.activeElement).toBe(screen.getByLabelText('Search uploads'));
    fireEvent.keyDown(window, { key: ',', ctrlKey: true });
    expect(screen.getByRole('heading', { name: 'Settings' })).toBeDefined();
    fireEvent.keyDown(window, { key: ',', ctrlKey: true });
    expect(screen.queryByRole('heading', { name: 'Settings' })).toBeNull();
    act(() => store.setState({ dialog: { kind: 'confirmReset' } }));
    const calls = api.calls.length;
    fireEvent.keyDown(window, { key: 'o', ctrlKey: true });
    expect(api.calls).toHaveLength(calls);
  });

  test('settings take effect at once', async () => {
    const api = createFakeApi();
    await show(api);
    fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    fireEvent.change(screen.getByLabelText('Uploads at a time', { selector: 'main *' }), { target: { value: '4' } });
    expect(api.calls.at(-1)).toEqual(['settings:change', { concurrency: 4 }]);
    fireEvent.click(screen.getByLabelText('Resume interrupted uploads at start'));
    expect(api.calls.at(-1)).toEqual(['settings:change', { resumeBySelf: true }]);
    fireEvent.click(screen.getByLabelText('Dark'));
    expect(api.calls.at(-1)).toEqual(['settings:change', { theme: 'dark' }]);
    act(() => api.push({ settings: { ...EMPTY_SNAPSHOT.settings, theme: 'dark' } }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
  });

  test('a setting shows its choice while main saves it and after', async () => {
    const api = createFakeApi();
    await show(api);
    fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    const isOn = () => screen.getByLabelText<HTMLInputElement>('Check layers that the store has already').checked;
    fireEvent.click(screen.getByLabelText('Check layers that the store has already'));
    expect(isOn()).toBe(true);
    // Main has answered by now and tells of the change later.
    await act(async () => undefined);
    expect(isOn()).toBe(true);
    act(() => api.push({ settings: { ...EMPTY_SNAPSHOT.settings, verifyExisting: true } }));
    await waitFor(() => expect(isOn()).toBe(true));
    // From here on main's word counts again.
    act(() => api.push({ settings: EMPTY_SNAPSHOT.settings }));
    await waitFor(() => expect(isOn()).toBe(false));
  });

  test('a setting that cannot be saved goes back and says why; other choices stay', async () => {
    const api = createFakeApi(
      {},
      {
        'settings:change': (change) => {
          if (change.theme === undefined) throw fromErrorInfo(errorInfo('PERMISSION_DENIED'));
          return { ...EMPTY_SNAPSHOT.settings, ...change };
        },
      },
    );
    await show(api);
    fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
    fireEvent.click(screen.getByLabelText('Dark'));
    fireEvent.click(screen.getByLabelText('Resume interrupted uploads at start'));
    expect(screen.getByLabelText<HTMLInputElement>('Resume interrupted uploads at start').checked).toBe(true);
    const page = screen.getByRole('main', { name: 'Settings' });
    const alert = await within(page).findByRole('alert');
    expect(alert.textContent).toContain('The setting could not be saved. The store does not allow this.');
    expect(screen.getByLabelText<HTMLInputElement>('Resume interrupted uploads at start').checked).toBe(false);
    expect(screen.getByLabelText<HTMLInputElement>('Dark').checked).toBe(true);
    fireEvent.change(within(page).getByLabelText('Uploads at a time'), { target: { value: '3' } });
    expect(within(page).queryByRole('alert')).toBeNull();
  });

  test('history is asked for and shown newest first', async () => {
    const entry = (n: number, at: number) => ({
      id: idOf(n),
      repository: 'a/b',
      name: `past-${n}.tar`,
      size: 5 * MB,
      outcome: 'finished' as const,
      digest: digestOf('a'),
      at,
      note: '',
    });
    await show(createFakeApi({}, { 'history:list': () => [entry(1, 1000), entry(2, 2000)] }));
    fireEvent.click(screen.getByRole('button', { name: 'History' }));
    const rows = await screen.findAllByRole('row');
    expect(rows.map((row) => row.textContent?.slice(0, 10))).toEqual(['past-2.tar', 'past-1.tar']);
  });

  test('history is narrowed by how uploads ended and by what is searched for, the words of a failure included', async () => {
    const entry = (n: number, outcome: 'finished' | 'cancelled' | 'failed') => ({
      id: idOf(n),
      repository: 'a/b',
      name: `past-${n}.tar`,
      size: 5 * MB,
      outcome,
      digest: null,
      at: n,
      note: '',
      ...(outcome === 'failed' && { error: errorInfo('UPLOAD_DAMAGED') }),
    });
    const entries = [entry(1, 'finished'), entry(2, 'failed'), entry(3, 'cancelled'), entry(4, 'finished')];
    await show(createFakeApi({}, { 'history:list': () => entries }));
    fireEvent.click(screen.getByRole('button', { name: 'History' }));
    await screen.findAllByRole('row');
    const shown = () => screen.queryAllByRole('row').map((row) => row.textContent?.slice(0, 6));
    fireEvent.click(screen.getByLabelText('Finished 2'));
    expect(shown()).toEqual(['past-4', 'past-1']);
    fireEvent.click(screen.getByLabelText('Failed 1'));
    expect(shown()).toEqual(['past-2']);
    expect(screen.getByRole('row').textContent).toContain('damaged');
    fireEvent.change(screen.getByRole('textbox', { name: 'Search history' }), { target: { value: 'DAMAGED' } });
    expect(shown()).toEqual(['past-2']);
    fireEvent.click(screen.getByLabelText('Cancelled 0'));
    expect(screen.getByText('Nothing in the history matches “DAMAGED”')).toBeDefined();
  });

  test('Clear finished takes ended uploads off the list', async () => {
    const finished = { kind: 'finished', digest: digestOf('a'), blobPath: '/b', finishMs: 2, at: 0 } as const;
    const api = createFakeApi({ uploads: [upload({ n: 1, status: finished }), upload({ n: 2 })] });
    await show(api);
    fireEvent.click(screen.getByRole('button', { name: 'Clear finished' }));
    expect(api.calls.at(-1)).toEqual(['uploads:dismiss', [idOf(1)]]);
  });
});

describe('announcements', () => {
  const list = (...uploads: readonly ReturnType<typeof upload>[]) => new Map(uploads.map((entry) => [entry.id, entry]));
  const ready = { kind: 'ready', digest: digestOf('a') } as const;

  test('are made for states that matter, not for progress', () => {
    const before = list(upload({ n: 1, name: 'a.tar' }));
    expect(announcement(before, list(upload({ n: 1, name: 'a.tar', offset: 1 })))).toBe('');
    expect(announcement(before, list(upload({ n: 1, name: 'a.tar', status: ready })))).toBe('a.tar: Ready to finish');
  });

  test('are summed up when many come at once', () => {
    const numbers = [1, 2, 3, 4, 5];
    const before = list(...numbers.map((n) => upload({ n })));
    expect(announcement(before, list(...numbers.map((n) => upload({ n, status: ready }))))).toBe(
      '5 uploads changed their state',
    );
  });
});
