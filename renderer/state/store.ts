import { createStore, type StoreApi } from 'zustand/vanilla';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Bridge } from '../bridge.ts';
import { en } from '../strings/en.ts';
import { type AppState, INITIAL_STATE, type Notice } from './appState.ts';
import { connect, type Scheduler } from './connect.ts';
import type { Mirror } from './mirror.ts';

export type AppStore = StoreApi<AppState>;

/** Older notices give way: a wall of them helps nobody. */
const NOTICES_MAX = 4;

/** Adds a notice; the same words are not said twice. */
export function notify(store: AppStore, words: Pick<Notice, 'title' | 'text'>): void {
  store.setState(({ notices }) => {
    const others = notices.filter((notice) => notice.title !== words.title || notice.text !== words.text);
    const key = Math.max(0, ...notices.map((notice) => notice.key)) + 1;
    return { notices: [...others, { key, ...words }].slice(-NOTICES_MAX) };
  });
}

function notifyInfo(store: AppStore, info: ErrorInfo): void {
  const { title, remedy } = en.explain(info);
  notify(store, { title, text: remedy });
}

/** Says a thrown failure in words. */
export function notifyError(store: AppStore, error: unknown): void {
  notifyInfo(store, toErrorInfo(error));
}

/** Uploads that were interrupted before the window heard of them: by the end of an earlier process. */
function foundInterrupted(mirror: Mirror, before: Mirror | null): readonly UploadId[] {
  if (before?.uploads === mirror.uploads) return [];
  const isNew = (id: UploadId): boolean => before?.uploads.has(id) !== true;
  return mirror.order.filter((id) => mirror.uploads.get(id)?.status.kind === 'interrupted' && isNew(id));
}

/** Whether the page that is open shows a repository of a store that is not the one any more. */
function isAnotherStore(mirror: Mirror, { mirror: before, page }: AppState): boolean {
  return before !== null && before.store.root !== mirror.store.root && page.kind === 'repository';
}

/** The change that a newer mirror makes. Interrupted uploads may come with the snapshot or once the store is open. */
function withMirror(state: AppState, mirror: Mirror): Partial<AppState> {
  const found = foundInterrupted(mirror, state.mirror);
  return {
    mirror,
    ...(found.length > 0 && { interrupted: [...state.interrupted, ...found] }),
    ...(isAnotherStore(mirror, state) && { page: INITIAL_STATE.page, query: '' }),
  };
}

/** Makes the window's store. It stays empty until it is connected. */
export function createAppStore(): AppStore {
  return createStore<AppState>(() => INITIAL_STATE);
}

export interface ConnectOptions {
  readonly schedule?: Scheduler;
  /** The page before this one has said already what is said at start. */
  readonly cameBack?: boolean;
}

/** Feeds the store from main until the returned disposer is called. */
export function connectStore(store: AppStore, bridge: Bridge, options: ConnectOptions = {}): () => void {
  const { schedule, cameBack = false } = options;
  return connect(
    bridge,
    {
      started(mirror: Mirror, notices: readonly ErrorInfo[]) {
        const first = store.getState().mirror === null;
        const known = first && cameBack;
        store.setState((state) => ({ ...(known ? { mirror } : withMirror(state, mirror)), failure: null }));
        if (first && !known) for (const notice of notices) notifyInfo(store, notice);
      },
      updated: (mirror) => store.setState((state) => withMirror(state, mirror)),
      failed: (failure) => store.setState({ failure }),
    },
    schedule,
  );
}
