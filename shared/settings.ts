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
  readonly theme: 'system' | 'light' | 'dark';
}

export const CONCURRENCY_MAX = 8;

export const DEFAULT_SETTINGS: Settings = {
  store: '',
  repository: '',
  finishBySelf: false,
  resumeBySelf: false,
  concurrency: 2,
  theme: 'system',
};
