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
  /** Hash a blob that the store has already before it is kept, and replace it when it is corrupt. */
  readonly verifyExisting: boolean;
  readonly theme: 'system' | 'light' | 'dark';
}

export const CONCURRENCY_MAX = 8;

export const DEFAULT_SETTINGS: Settings = {
  store: '',
  repository: '',
  finishBySelf: false,
  resumeBySelf: false,
  concurrency: 2,
  verifyExisting: false,
  theme: 'system',
};
