import { createContext, useContext, useMemo } from 'react';
import { useStore } from 'zustand';
import type { UploadId } from '../../shared/names.ts';
import type { UploadView } from '../../shared/upload.ts';
import type { Bridge } from '../bridge.ts';
import type { AppState } from './appState.ts';
import type { Commands } from './commands.ts';
import { type Mirror, withLive } from './mirror.ts';
import type { SpeedHistory } from './speedHistory.ts';
import type { AppStore } from './store.ts';

/** What components reach for: the store, the commands, and the bridge for the rare question. */
export interface App {
  readonly store: AppStore;
  readonly commands: Commands;
  readonly bridge: Bridge;
  readonly speeds: SpeedHistory;
}

export const AppContext = createContext<App | null>(null);

export function useAppContext(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('AppContext is missing');
  return app;
}

/** Selects from the store; `select` must return the same identity for the same state. */
export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(useAppContext().store, select);
}

/** Selects from the mirror, or `fallback` before the first snapshot. */
export function useMirror<T>(select: (mirror: Mirror) => T, fallback: T): T {
  return useApp((state) => (state.mirror === null ? fallback : select(state.mirror)));
}

export interface LiveUpload {
  readonly upload: UploadView;
  readonly bytesPerSecond: number;
  readonly etaMs: number | null;
}

/** One upload with its newest numbers; a component that uses it renders only when that upload changes. */
export function useUpload(id: UploadId): LiveUpload | null {
  const upload = useApp((state) => state.mirror?.uploads.get(id));
  const tick = useApp((state) => state.mirror?.live.get(id));
  return useMemo(() => {
    if (upload === undefined) return null;
    return {
      upload: withLive(upload, tick),
      bytesPerSecond: tick?.bytesPerSecond ?? 0,
      etaMs: tick?.etaMs ?? null,
    };
  }, [upload, tick]);
}
