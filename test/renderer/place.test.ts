// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { createBridge } from '../../renderer/bridge.ts';
import { createApp } from '../../renderer/start.tsx';
import type { AddDialog } from '../../renderer/state/appState.ts';
import { keepPlace } from '../../renderer/state/place.ts';
import { connectStore } from '../../renderer/state/store.ts';
import { NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import type { Candidate } from '../../shared/ipc.ts';
import { createFakeApi } from './harness/fakeApi.ts';
import { candidate, digestOf, errorInfo, idOf, upload } from './harness/fixtures.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A window's storage, with room for so many characters. */
function storageOf(room = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem(key: string, value: string) {
      if (value.length > room) throw new DOMException('no room', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
  };
}

const interrupted = upload({ n: 1, status: { kind: 'interrupted' } });
const snapshot = { uploads: [interrupted, upload({ n: 2 })], notices: [errorInfo('SETTINGS_DAMAGED')] };

/** An open sheet with one file that was dropped on a repository. */
function sheetOf(candidates: readonly Candidate[]): AddDialog {
  const repositories = new Map([['a', 'library/a']]);
  return { kind: 'add', candidates, latest: ['a'], leftOut: NOTHING_LEFT_OUT, repository: null, repositories };
}

/** One page of the window after the one before it was left, from its first moment to the first snapshot. */
async function load(storage: ReturnType<typeof storageOf>) {
  window.dispatchEvent(new Event('pagehide'));
  const app = createApp(createBridge(createFakeApi(snapshot)));
  const cameBack = keepPlace(app.store, storage);
  stops.push(connectStore(app.store, app.bridge, { cameBack }));
  while (app.store.getState().mirror === null) await Promise.resolve();
  return { store: app.store, cameBack };
}

const MORE = {
  sort: { key: 'size', descending: true },
  current: idOf(2),
  anchor: idOf(1),
  selected: new Set([idOf(1), idOf(2)]),
  historyOutcome: 'failed',
  currentPast: 'a line',
  currentLayer: digestOf('a'),
  repositoryQuery: 'llama',
  scrolled: new Map([['history', 520]]),
  draft: {
    repository: 'library/typed',
    finishBySelf: true,
    dropped: new Set(['b']),
    digests: new Map([['a', 'sha256:1']]),
    repositories: new Map(),
    outcomes: new Map(),
  },
} as const;

test('a page that loads anew takes up where the one before was', async () => {
  const storage = storageOf();
  const { store, cameBack } = await load(storage);
  expect(cameBack).toBe(false);
  store.setState({
    page: { kind: 'repository', name: 'ml/llama-70b', tab: 'uploads' },
    query: 'llama',
    ...MORE,
    inspector: true,
    inspectorTab: 'folder',
    dialog: sheetOf([candidate('a')]),
  });
  const again = await load(storage);
  expect(again.cameBack).toBe(true);
  expect(again.store.getState()).toMatchObject({
    page: { kind: 'repository', name: 'ml/llama-70b', tab: 'uploads' },
    query: 'llama',
    ...MORE,
    scrolledBefore: MORE.scrolled,
    inspector: true,
    inspectorTab: 'folder',
    dialog: sheetOf([candidate('a')]),
  });
});

test('where the page before was scrolled to counts until the first step elsewhere', async () => {
  const storage = storageOf();
  const { store } = await load(storage);
  store.setState({ scrolled: new Map([['history', 520]]) });
  const again = await load(storage);
  again.store.setState({ query: 'x' });
  expect(again.store.getState().scrolledBefore.get('history')).toBe(520);
  again.store.setState({ page: { kind: 'settings' } });
  expect(again.store.getState().scrolledBefore.size).toBe(0);
});

test('what is said at start is said once, and stays away when it was put away', async () => {
  const storage = storageOf();
  const { store } = await load(storage);
  expect(store.getState().notices).toHaveLength(1);
  expect(store.getState().interrupted).toEqual([idOf(1)]);
  const second = await load(storage);
  expect(second.store.getState().notices).toHaveLength(1);
  expect(second.store.getState().interrupted).toEqual([idOf(1)]);
  second.store.setState({ notices: [], interrupted: [] });
  const third = await load(storage);
  expect(third.store.getState()).toMatchObject({ notices: [], interrupted: [] });
});

test('a storage that is damaged or full costs the place at most', async () => {
  const storage = storageOf(2000);
  storage.items.set('place.page', '{"page":');
  const { store, cameBack } = await load(storage);
  expect(cameBack).toBe(false);
  const candidates = Array.from({ length: 100 }, () => candidate('a'));
  store.setState({ query: 'x', dialog: sheetOf(candidates) });
  const again = await load(storage);
  expect(again.store.getState()).toMatchObject({ query: 'x', dialog: null });
});
