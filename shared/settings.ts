import type { LanguageChoice } from './language.ts';
import type { RateTimetable } from './rateTimetable.ts';
import type { StoreProfile } from './stores.ts';

/** What a person can set. Stored in `settings.json` of the user's data folder. */
export interface Settings {
  /** The folder of the store that opens at the next start; empty before one was chosen. */
  readonly store: string;
  /** The stores at hand, as they were added. */
  readonly stores: readonly StoreProfile[];
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
  /** What hashes. */
  readonly digester: BackendChoice;
  readonly theme: 'system' | 'light' | 'dark';
  /** `more` draws lines and texts stronger, also where the system does not ask for it. */
  readonly contrast: 'system' | 'more';
  /** `reduce` moves nothing on screen, also where the system does not ask for it. */
  readonly motion: 'system' | 'reduce';
  /** How much larger than designed everything is shown: one of `ZOOMS`. */
  readonly zoom: number;
  readonly language: LanguageChoice;
  /** Show the app among the system's status icons. */
  readonly tray: boolean;
  /** Tell of finished uploads and of trouble while the window is not looked at. */
  readonly notifications: boolean;
  /** Keep the computer from sleeping while bytes move. */
  readonly keepAwake: boolean;
  /** Ask before the app ends while uploads move. */
  readonly askBeforeQuit: boolean;
  /** The folder whose files are added by themselves; empty for none. */
  readonly watchFolder: string;
  /** The repository that they are added to; empty while none is named: then they wait. */
  readonly watchRepository: string;
  /** Seconds that a file of it must stay as it is before it is added. */
  readonly watchQuiet: number;
}

/**
 * What may hash: the fastest that is right; the system's own library, and a word where it cannot; or hash-wasm, which
 * runs everywhere.
 */
export const BACKEND_CHOICES = ['auto', 'native', 'hash-wasm'] as const;

export type BackendChoice = (typeof BACKEND_CHOICES)[number];

export const CONCURRENCY_MAX = 8;

/** Bytes a second; slower is no use for layers. */
export const RATE_LIMIT_MIN = 100_000;

/** Bytes a second; no disk is faster. */
export const RATE_LIMIT_MAX = 1_000_000_000_000;

/** The steps of the zoom. */
export const ZOOMS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

/** The next step of the zoom up or down; the last one stays. */
export function nextZoom(zoom: number, direction: 'in' | 'out'): number {
  const next = direction === 'in' ? ZOOMS.find((step) => step > zoom) : ZOOMS.findLast((step) => step < zoom);
  return next ?? zoom;
}

export const DEFAULT_SETTINGS: Settings = {
  store: '',
  stores: [],
  repository: '',
  finishBySelf: false,
  resumeBySelf: false,
  concurrency: 2,
  rateLimit: 0,
  rateTimetable: { on: false, rules: [] },
  verifyExisting: false,
  digester: 'auto',
  theme: 'system',
  contrast: 'system',
  motion: 'system',
  zoom: 1,
  language: 'system',
  tray: true,
  notifications: true,
  keepAwake: true,
  askBeforeQuit: true,
  watchFolder: '',
  watchRepository: '',
  watchQuiet: 10,
};
