import type { UpdateView } from '../../shared/about.ts';
import { LayerliftError } from '../../shared/errors.ts';
import type { Log } from '../log.ts';

/** What brings updates: a feed, and an installer of this platform. */
export interface UpdateSource {
  /** The version that the feed has and that is newer than this one; null when there is none. */
  check(): Promise<string | null>;
  /** Downloads and verifies what `check` found. `onFraction` gets numbers between 0 and 1. */
  download(onFraction: (fraction: number) => void): Promise<void>;
  /** Ends the app, installs, and starts it again. Never resolves; rejects where nothing could be installed. */
  install(): Promise<never>;
}

export interface UpdatesOptions {
  /** Loaded when it is first asked for; null when the release names no feed. */
  readonly source: (() => Promise<UpdateSource>) | null;
  /**
   * Brings every upload to rest, with a checkpoint, and ends the app's work. False when not everything could be: then
   * nothing is installed. Rejects while the app goes on as it was.
   */
  readonly comeToRest: () => Promise<boolean>;
  /** Starts the app again: its work has ended, and nothing was installed. */
  readonly restart: () => void;
  readonly onChange: (view: UpdateView) => void;
  readonly log: Log;
}

/**
 * Updates, at a person's word. Nothing is looked for unasked, and nothing is installed while a byte is at risk: first
 * all uploads are at rest, then the installer runs.
 */
export class Updates {
  readonly #options: UpdatesOptions;
  #view: UpdateView;
  #source: Promise<UpdateSource> | null = null;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#view = { kind: options.source === null ? 'none' : 'idle' };
  }

  get view(): UpdateView {
    return this.#view;
  }

  /**
   * Asks the feed, and downloads what is newer. Resolves when that has ended, in whatever way: the view says how.
   * Does nothing while an update is on its way.
   * @throws LayerliftError `UPDATE_UNAVAILABLE` without a feed.
   */
  async check(): Promise<void> {
    const { source } = this.#options;
    if (source === null) throw new LayerliftError('UPDATE_UNAVAILABLE', 'this build has no feed of updates');
    if (!['idle', 'current', 'failed'].includes(this.#view.kind)) return;
    this.#become({ kind: 'checking' });
    try {
      this.#source ??= source();
      const updater = await this.#source;
      const version = await updater.check();
      if (version === null) return this.#become({ kind: 'current' });
      this.#become({ kind: 'downloading', version, fraction: 0 });
      await updater.download((fraction) => this.#become({ kind: 'downloading', version, fraction }));
      this.#become({ kind: 'ready', version });
    } catch (error) {
      this.#fail(error);
    }
  }

  /**
   * Brings everything to rest, then installs what was downloaded.
   * @throws LayerliftError `UPDATE_UNAVAILABLE` when nothing has been.
   */
  async install(): Promise<void> {
    const { comeToRest, restart, log } = this.#options;
    if (this.#view.kind !== 'ready' || this.#source === null) {
      throw new LayerliftError('UPDATE_UNAVAILABLE', 'no update has been downloaded', { state: this.#view.kind });
    }
    const { version } = this.#view;
    const updater = await this.#source;
    this.#become({ kind: 'installing', version });
    try {
      if (await comeToRest()) await updater.install().catch((error: unknown) => log('the update was refused', error));
      else log(`the update to ${version} was not installed, because not all uploads came to rest`);
    } catch (error) {
      return this.#fail(error);
    }
    restart();
  }

  #fail(error: unknown): void {
    this.#options.log('the update failed', error);
    this.#become({ kind: 'failed' });
  }

  #become(view: UpdateView): void {
    this.#view = view;
    this.#options.onChange(view);
  }
}
