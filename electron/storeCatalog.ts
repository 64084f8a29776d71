import type { CatalogView, LayerPage, RepositoryView, VerificationView } from '../shared/catalog.ts';
import type { Digest } from '../shared/digest.ts';
import { type ErrorInfo, hasCode, LayerliftError, toErrorInfo } from '../shared/errors.ts';
import type { CatalogState } from '../shared/ipc.ts';
import type { RepositoryName } from '../shared/names.ts';
import type { RepositoryChange } from './engine/catalog/catalogJob.ts';
import { CatalogThread } from './engine/catalog/catalogThread.ts';
import type { Log } from './log.ts';

/** What the window is told of the catalog; what is absent is as it was. */
export interface CatalogChange {
  readonly repositories?: readonly RepositoryView[];
  readonly gone?: readonly RepositoryName[];
  readonly view?: CatalogView;
  readonly verifications?: readonly VerificationView[];
}

export interface StoreCatalogOptions {
  readonly root: string;
  /** The catalog thread's script. */
  readonly script: URL;
  readonly onChange: (change: CatalogChange) => void;
  readonly log: Log;
}

/** Verifications that are remembered; the oldest that has ended gives way. */
const VERIFICATIONS_MAX = 50;

/** Verifications that may wait for their turn: far more than anybody asks for by hand. */
const WAITING_MAX = 500;

/**
 * The repositories of the store that is open, and the verifications of their blobs. Trouble with reading is a state
 * that people see (`state`), not an exception.
 */
export class StoreCatalog {
  readonly #options: StoreCatalogOptions;
  readonly #thread: CatalogThread;
  readonly #repositories = new Map<RepositoryName, RepositoryView>();
  readonly #verifications = new Map<Digest, VerificationView>();
  readonly #stopping = new Map<Digest, AbortController>();
  #view: CatalogView = { state: 'off', error: null };
  #reading: Promise<void> | null = null;
  /** One blob at a time: a disk reads one file faster than two. */
  #hashing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: StoreCatalogOptions) {
    this.#options = options;
    this.#thread = new CatalogThread(options.script, { root: options.root }, (error) => this.#fail(error));
  }

  state(): CatalogState {
    return {
      catalog: this.#view,
      repositories: [...this.#repositories.values()],
      verifications: [...this.#verifications.values()],
    };
  }

  /**
   * Reads one repository again, or all of them; resolves when that is done, whatever came of it. After a failure all are
   * read: of the others nothing certain is known then.
   */
  async refresh(name: RepositoryName | null): Promise<void> {
    if (this.#closed) return;
    if (name === null || this.#view.state === 'off') {
      this.#reading ??= this.#readAll().finally(() => {
        this.#reading = null;
      });
      return await this.#reading;
    }
    try {
      await this.#thread.read(name, (change) => this.#take(change));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** As `Catalog.layers`, of a store that has been read. */
  async layers(name: RepositoryName, from: number): Promise<LayerPage> {
    if (this.#view.state === 'off') await this.refresh(null);
    return await this.#thread.layers(name, from);
  }

  /**
   * Hashes a blob again, when those before it are through. How it ends is told as a change.
   * @throws LayerliftError `IPC_ARGUMENT` when too many wait.
   */
  verify(digest: Digest): void {
    if (this.#stopping.has(digest) || this.#closed) return;
    if (this.#stopping.size >= WAITING_MAX) throw new LayerliftError('IPC_ARGUMENT', 'too many wait', { at: 'digest' });
    const stopping = new AbortController();
    this.#stopping.set(digest, stopping);
    this.#verifications.delete(digest);
    this.#show(digest, { kind: 'waiting' });
    this.#hashing = this.#hashing.then(() => this.#verify(digest, stopping.signal));
  }

  /** Stops a verification; nothing is left of it. */
  stopVerifying(digest: Digest): void {
    this.#stopping.get(digest)?.abort();
    if (this.#verifications.get(digest)?.state.kind !== 'waiting') return;
    this.#stopping.delete(digest);
    this.#drop(digest);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const stopping of this.#stopping.values()) stopping.abort();
    await this.#thread.close();
    await this.#reading;
    await this.#hashing;
  }

  async #readAll(): Promise<void> {
    this.#become({ state: 'reading', error: null });
    try {
      await this.#thread.readAll((change) => this.#take(change));
      this.#become({ state: 'read', error: null });
    } catch (error) {
      this.#fail(error);
    }
  }

  async #verify(digest: Digest, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const running = (done: number, total: number): void => this.#show(digest, { kind: 'running', done, total });
    try {
      const actual = await this.#thread.hash(digest, running, signal);
      const at = Date.now();
      this.#show(digest, actual === digest ? { kind: 'intact', at } : { kind: 'corrupt', actual, at });
    } catch (error) {
      if (hasCode(error, 'CANCELLED')) this.#drop(digest);
      else this.#show(digest, { kind: 'failed', error: toErrorInfo(error) });
    } finally {
      this.#stopping.delete(digest);
    }
  }

  #take(change: RepositoryChange): void {
    if ('gone' in change) {
      this.#repositories.delete(change.gone);
      this.#tell({ gone: [change.gone] });
    } else {
      this.#repositories.set(change.name, change);
      this.#tell({ repositories: [change] });
    }
  }

  #show(digest: Digest, state: VerificationView['state']): void {
    this.#verifications.set(digest, { digest, state });
    for (const [old, { state: its }] of this.#verifications) {
      if (this.#verifications.size <= VERIFICATIONS_MAX) break;
      if (its.kind !== 'waiting' && its.kind !== 'running') this.#verifications.delete(old);
    }
    this.#tell({ verifications: this.state().verifications });
  }

  #drop(digest: Digest): void {
    this.#verifications.delete(digest);
    this.#tell({ verifications: this.state().verifications });
  }

  #fail(error: unknown): void {
    if (this.#closed || (this.#view.state === 'off' && hasCode(error, 'WORKER_DIED'))) return;
    const info: ErrorInfo = toErrorInfo(error);
    // A thread that died took what it knew with it, and the next one begins with nothing.
    if (info.code === 'WORKER_DIED') this.#forgetAll();
    this.#options.log(`cannot read the repositories of ${this.#options.root}`, error);
    this.#become({ state: 'off', error: info });
  }

  #forgetAll(): void {
    const gone = [...this.#repositories.keys()];
    this.#repositories.clear();
    this.#tell({ gone });
  }

  #become(view: CatalogView): void {
    this.#view = view;
    this.#tell({ view });
  }

  #tell(change: CatalogChange): void {
    if (!this.#closed) this.#options.onChange(change);
  }
}
