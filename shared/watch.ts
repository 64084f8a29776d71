import type { ErrorInfo } from './errors.ts';

/** Seconds that a file must stay as it is before it is added. */
export const QUIET_MIN = 1;
export const QUIET_MAX = 3600;

/** A file that the watched folder has and that could not be added. */
export interface RefusedFile {
  /** Untrusted text. */
  readonly name: string;
  readonly error: ErrorInfo;
}

/** The watched folder as the window shows it. */
export interface WatchView {
  readonly state:
    | { readonly kind: 'off' }
    | { readonly kind: 'watching' }
    /** The folder is not there; it is looked for until it is back. */
    | { readonly kind: 'missing' }
    /** No repository has been named for what is in it. */
    | { readonly kind: 'noRepository' }
    /** No store is open. */
    | { readonly kind: 'noStore' }
    | { readonly kind: 'trouble'; readonly error: ErrorInfo };
  /** Files that are still changing, or wait for what `state` says. */
  readonly waiting: number;
  /** Files added since the app was started. */
  readonly added: number;
  /** The last few that could not be added; they are tried again. */
  readonly refused: readonly RefusedFile[];
}

export const WATCH_OFF: WatchView = { state: { kind: 'off' }, waiting: 0, added: 0, refused: [] };
