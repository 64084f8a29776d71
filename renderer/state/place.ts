import type { AppState } from './appState.ts';
import type { AppStore } from './store.ts';

/** Where a person is in the window: what a page that loads anew takes up again. */
const PARTS = [
  'page',
  'pageBefore',
  'query',
  'sort',
  'current',
  'anchor',
  'selected',
  'historyOutcome',
  'currentPast',
  'currentLayer',
  'repositoryQuery',
  'scrolled',
  'dialog',
  'draft',
  'inspector',
  'inspectorTab',
  'notices',
  'interrupted',
] as const satisfies readonly (keyof AppState)[];
type Part = (typeof PARTS)[number];

type PlaceStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Each part is kept by itself: thousands of selected uploads are not written again with every step. */
const keyOf = (part: Part): string => `place.${part}`;

/** How long a change may wait until it is kept, ms: thousands of selected uploads are written when they are painted. */
const KEPT_WITHIN_MS = 100;

/**
 * Takes up the place of the page before this one, if the same window had one, and keeps the storage in step from then
 * on, a moment behind; at once when the page is left. It lives as long as the window: a page that crashed or was
 * reloaded comes back to it, a new start begins anew.
 * @returns whether there was a page before.
 */
export function keepPlace(store: AppStore, storage: PlaceStorage): boolean {
  const before = read(storage);
  if (before !== null) store.setState({ ...before, scrolledBefore: before.scrolled ?? new Map() });
  for (const part of PARTS) write(storage, part, store.getState()[part]);
  const changed = new Set<Part>();
  const keep = (): void => {
    for (const part of changed) write(storage, part, store.getState()[part]);
    changed.clear();
  };
  window.addEventListener('pagehide', keep);
  store.subscribe((state, previous) => {
    const isFirst = changed.size === 0;
    for (const part of PARTS) if (state[part] !== previous[part]) changed.add(part);
    if (isFirst && changed.size > 0) setTimeout(keep, KEPT_WITHIN_MS);
    // What comes after the first step elsewhere is not where the page before was.
    if (state.page !== previous.page && state.scrolledBefore.size > 0) store.setState({ scrolledBefore: new Map() });
  });
  return before !== null;
}

function read(storage: PlaceStorage): Partial<AppState> | null {
  const found = PARTS.flatMap((part) => {
    const text = storage.getItem(keyOf(part));
    if (text === null) return [];
    try {
      return [[part, JSON.parse(text, withCollections)] as const];
    } catch {
      return [];
    }
  });
  return found.length === 0 ? null : (Object.fromEntries(found) as Partial<AppState>);
}

/** JSON has no maps and sets: each is written as its entries. */
function withoutCollections(_key: string, value: unknown): unknown {
  if (value instanceof Map) return { entriesOfMap: [...value] };
  return value instanceof Set ? { membersOfSet: [...value] } : value;
}

function withCollections(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('entriesOfMap' in value && Array.isArray(value.entriesOfMap)) {
    return new Map(value.entriesOfMap as [unknown, unknown][]);
  }
  return 'membersOfSet' in value && Array.isArray(value.membersOfSet) ? new Set(value.membersOfSet) : value;
}

function write(storage: PlaceStorage, part: Part, value: AppState[Part]): void {
  try {
    storage.setItem(keyOf(part), JSON.stringify(value, withoutCollections));
  } catch {
    // Thousands of files on an open sheet may be too much for it: the place without them is better than one of before.
    storage.removeItem(keyOf(part));
  }
}
