import type { AppState } from './appState.ts';
import type { AppStore } from './store.ts';

/** Where a person is in the window: what a page that loads anew takes up again. */
type Place = Pick<
  AppState,
  | 'page'
  | 'pageBefore'
  | 'query'
  | 'sort'
  | 'current'
  | 'dialog'
  | 'inspector'
  | 'inspectorTab'
  | 'notices'
  | 'interrupted'
>;

const KEY = 'place';

function placeOf(state: AppState): Place {
  const { page, pageBefore, query, sort, current, dialog, inspector, inspectorTab, notices, interrupted } = state;
  return { page, pageBefore, query, sort, current, dialog, inspector, inspectorTab, notices, interrupted };
}

/**
 * Takes up the place of the page before this one, if the same window had one, and keeps the storage in step from then
 * on. It lives as long as the window: a page that crashed or was reloaded comes back to it, a new start begins anew.
 * @returns whether there was a page before.
 */
export function keepPlace(store: AppStore, storage: Pick<Storage, 'getItem' | 'setItem'>): boolean {
  const before = read(storage);
  if (before !== null) store.setState(before);
  let saved = placeOf(store.getState());
  store.subscribe((state) => {
    const place = placeOf(state);
    const keys = Object.keys(place) as readonly (keyof Place)[];
    if (keys.every((key) => place[key] === saved[key])) return;
    saved = place;
    write(storage, place);
  });
  return before !== null;
}

function read(storage: Pick<Storage, 'getItem'>): Place | null {
  try {
    return JSON.parse(storage.getItem(KEY) ?? 'null', withMaps) as Place | null;
  } catch {
    return null;
  }
}

/** JSON has no maps: each is written as its entries. */
function withoutMaps(_key: string, value: unknown): unknown {
  return value instanceof Map ? { entriesOfMap: [...value] } : value;
}

function withMaps(_key: string, value: unknown): unknown {
  const isMap = typeof value === 'object' && value !== null && 'entriesOfMap' in value;
  return isMap && Array.isArray(value.entriesOfMap) ? new Map(value.entriesOfMap as [unknown, unknown][]) : value;
}

function write(storage: Pick<Storage, 'setItem'>, place: Place): void {
  try {
    storage.setItem(KEY, JSON.stringify(place, withoutMaps));
  } catch {
    // Thousands of files on an open sheet may be too much for it: the place without them is better than none.
    if (place.dialog !== null) write(storage, { ...place, dialog: null });
  }
}
