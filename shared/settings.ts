import type { RateTimetable } from './rateTimetable.ts';

/** What a person can set. Stored in `settings.json` of the user's data folder. */
export interface Settings {
  /** The store's folder. */
  readonly store: string;
  /** The repository that the add sheet offers; empty before the first upload. */
  readonly repository: string;
  readonly finishBySelf: boolean;
  /** Resume interrupted uploads at start without asking. */
  readonly resumeBySelf: boolean;
  /** Uploads that move at the same time: 1 to 8. */
  readonly concurrency: number;
  /** Bytes a second that all uploads together may move; 0 is no limit. */
  readonly rateLimit: number;
  /** Other limits at other times of the week. */
  readonly rateTimetable: RateTimetable;
  /** Hash a blob that the store has already before it is kept, and replace it when it is corrupt. */
  readonly verifyExisting: boolean;
  readonly theme: 'system' | 'light' | 'dark';
}

export const CONCURRENCY_MAX = 8;

/** Bytes a second; slower is no use for layers. */
export const RATE_LIMIT_MIN = 100_000;

/** Bytes a second; no disk is faster. */
export const RATE_LIMIT_MAX = 1_000_000_000_000;

export const DEFAULT_SETTINGS: Settings = {
  store: '',
  repository: '',
  finishBySelf: false,
  resumeBySelf: false,
  concurrency: 2,
  rateLimit: 0,
  rateTimetable: { on: false, rules: [] },
  verifyExisting: false,
  theme: 'system',
};
