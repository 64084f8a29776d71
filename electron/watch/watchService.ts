import { toErrorInfo } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import { WATCH_OFF, type WatchView } from '../../shared/watch.ts';
import { FolderWatch, type FolderWatchOptions } from './folderWatch.ts';
import { WatchLedger } from './watchLedger.ts';

export interface WatchServiceOptions extends Pick<FolderWatchOptions, 'add' | 'log' | 'lookMs'> {
  /** Where the ledger is kept. */
  readonly profile: string;
  readonly settings: () => Settings;
  readonly onView: (view: WatchView) => void;
}

/** The watched folder of the settings, if they name one: it follows them, and owns ledger and watch. */
export class WatchService {
  readonly #options: WatchServiceOptions;
  #turn: Promise<void> = Promise.resolve();
  #ledger: WatchLedger | null = null;
  #watch: FolderWatch | null = null;
  #watched = '';
  #view: WatchView = WATCH_OFF;
  #ended = false;

  constructor(options: WatchServiceOptions) {
    this.#options = options;
  }

  get view(): WatchView {
    return this.#view;
  }

  /** Goes by the settings as they are now; what waited for another store or repository is tried again. */
  follow(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#follow());
    return this.#turn;
  }

  /** Resolves when nothing is added any more. */
  close(): Promise<void> {
    this.#ended = true;
    this.#turn = this.#turn.then(async () => {
      await this.#watch?.close();
      await this.#ledger?.close();
    });
    return this.#turn;
  }

  async #follow(): Promise<void> {
    if (this.#ended) return;
    const { settings, profile, log, ...options } = this.#options;
    const { watchFolder: folder, watchQuiet } = settings();
    const wanted = folder === '' ? '' : `${watchQuiet} ${folder}`;
    if (wanted === this.#watched) return this.#watch?.again();
    await this.#watch?.close();
    this.#watch = null;
    this.#watched = wanted;
    this.#become(WATCH_OFF);
    if (folder === '') return;
    try {
      this.#ledger ??= await WatchLedger.open(profile);
      const onView = (view: WatchView): void => this.#become(view);
      const quietMs = watchQuiet * 1000;
      this.#watch = new FolderWatch({ ...options, folder, quietMs, ledger: this.#ledger, log, onView });
    } catch (error) {
      log('cannot watch the folder', error);
      this.#watched = '';
      this.#become({ ...WATCH_OFF, state: { kind: 'trouble', error: toErrorInfo(error) } });
    }
  }

  #become(view: WatchView): void {
    if (view === this.#view) return;
    this.#view = view;
    this.#options.onView(view);
  }
}
