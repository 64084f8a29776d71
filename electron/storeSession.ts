import fs from 'node:fs/promises';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../shared/errors.ts';
import type { DigesterView, StoreView } from '../shared/ipc.ts';
import type { BackendChoice, Settings } from '../shared/settings.ts';
import { isActive, type UploadView } from '../shared/upload.ts';
import { errnoOf } from './atomicFile.ts';
import type { UploadChange } from './engine/uploads/changeFeed.ts';
import type { Engine, Manager } from './ipc/engineTypes.ts';
import type { Log } from './log.ts';

/** Which store to open, and whether a folder that is none yet may become one. */
export interface StoreTarget {
  readonly root: string;
  /** `whenEmpty` never turns somebody's folder, or the place of a disk that is not there, into a store unasked. */
  readonly creation: 'never' | 'whenEmpty' | 'always';
}

export interface StoreSessionOptions {
  readonly engine: Pick<Engine, 'openManager'>;
  readonly workerScript: URL;
  readonly settings: () => Settings;
  readonly onUploads: (change: UploadChange) => void;
  readonly onStore: () => void;
  readonly log: Log;
}

/** How often free space is looked up while bytes move, in ms. */
const FREE_SPACE_MS = 5000;

const NO_CHANGE: UploadChange = { uploads: [], removed: [], progress: [] };

/**
 * The store that the app has open: at most one, with its upload manager. Opening and closing happen one after the
 * other; trouble with a store is a state that people see (`view`), not an exception.
 */
export class StoreSession {
  readonly #options: StoreSessionOptions;
  readonly #freeSpaceTimer: NodeJS.Timeout;
  #target: StoreTarget;
  #state: StoreView['state'] = { kind: 'opening' };
  #freeBytes: number | null = null;
  #manager: Manager | null = null;
  #unsubscribe: () => void = () => undefined;
  #digester: DigesterView = { backend: '', algorithms: [] };
  #turn: Promise<void> = Promise.resolve();
  #ended = false;
  #closedCleanly = true;

  constructor(target: StoreTarget, options: StoreSessionOptions) {
    this.#target = target;
    this.#options = options;
    this.#freeSpaceTimer = setInterval(() => {
      if (this.uploads().some((upload) => isActive(upload.status))) void this.#lookUpFreeSpace();
    }, FREE_SPACE_MS);
    this.#freeSpaceTimer.unref();
  }

  view(): StoreView {
    return { root: this.#target.root, freeBytes: this.#freeBytes, state: this.#state };
  }

  uploads(): readonly UploadView[] {
    return this.#manager?.list() ?? [];
  }

  /** Empty until a store has been open. */
  digester(): DigesterView {
    return this.#digester;
  }

  /** @throws LayerliftError `STORE_CLOSED` while no store is open. */
  manager(): Manager {
    if (this.#manager !== null) return this.#manager;
    throw new LayerliftError('STORE_CLOSED', 'no store is open', { root: this.#target.root });
  }

  /** The manager if a store is open, else null. */
  managerOrNull(): Manager | null {
    return this.#manager;
  }

  /** False once a store could not bring all its uploads to rest when it was closed. */
  get closedCleanly(): boolean {
    return this.#closedCleanly;
  }

  /** Resolves when nothing is being opened or closed. */
  settled(): Promise<void> {
    return this.#turn;
  }

  /** Opens the store of `target`, or of the target before; whatever was open is closed first. */
  open(target: StoreTarget = this.#target): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#ended) return;
      await this.#release();
      this.#target = target;
      this.#become({ kind: 'opening' });
      try {
        await this.#openManager(target);
        this.#become({ kind: 'open' });
        void this.#lookUpFreeSpace();
      } catch (error) {
        this.#options.log(`cannot open the store ${target.root}`, error);
        this.#become({ kind: 'closed', error: toErrorInfo(error) });
      }
    });
  }

  /** Pauses everything and releases the store, for good. */
  close(): Promise<void> {
    clearInterval(this.#freeSpaceTimer);
    return this.#inTurn(async () => {
      this.#ended = true;
      await this.#release();
      // Not pushed: the window goes away now, and what it shows is how things were left.
      this.#state = { kind: 'closed', error: closedByQuit(this.#target.root) };
    });
  }

  async #openManager(target: StoreTarget): Promise<void> {
    const { concurrency, rateLimit, rateTimetable, resumeBySelf, verifyExisting, digester } = this.#options.settings();
    const create = target.creation === 'always' || (target.creation === 'whenEmpty' && (await isUnused(target.root)));
    if (target.creation === 'never' && (await isUnused(target.root))) {
      throw new LayerliftError('STORE_MISSING', 'nothing is where the store was', { root: target.root });
    }
    const { workerScript } = this.#options;
    const manager = await this.#options.engine.openManager({
      root: target.root,
      create,
      concurrency,
      rateLimit,
      rateTimetable,
      resumeBySelf,
      verifyExisting,
      digester,
      workerScript,
    });
    this.#manager = manager;
    this.#digester = manager.digester;
    this.#unsubscribe = manager.subscribe((change) => this.#changed(change));
    this.#options.onUploads({ ...NO_CHANGE, uploads: manager.list() });
    // A setting may have changed while the store was opened.
    this.followSettings();
  }

  /** Lets the store that is open, if one is, go by the settings as they are now. */
  followSettings(): void {
    const { concurrency, rateLimit, rateTimetable, verifyExisting, digester } = this.#options.settings();
    this.#manager?.setConcurrency(concurrency);
    this.#manager?.setRateLimit(rateLimit);
    this.#manager?.setRateTimetable(rateTimetable);
    this.#manager?.setVerifyExisting(verifyExisting);
    void this.#setDigester(digester);
  }

  async #setDigester(choice: BackendChoice): Promise<void> {
    const manager = this.#manager;
    if (manager === null) return;
    try {
      await manager.setDigester(choice);
    } catch (error) {
      this.#options.log(`cannot hash with ${choice}`, error);
    }
    if (manager !== this.#manager || manager.digester.backend === this.#digester.backend) return;
    this.#digester = manager.digester;
    this.#options.onStore();
  }

  #changed(change: UploadChange): void {
    this.#options.onUploads(change);
    if (change.uploads.length > 0 || change.removed.length > 0) void this.#lookUpFreeSpace();
  }

  async #release(): Promise<void> {
    const manager = this.#manager;
    if (manager === null) return;
    try {
      // Still subscribed: people see their uploads being paused.
      await manager.close();
    } catch (error) {
      this.#closedCleanly = false;
      this.#options.log('the store did not close cleanly', error);
    }
    this.#unsubscribe();
    this.#manager = null;
    this.#freeBytes = null;
    // When the app ends, the list stays as it is on screen.
    if (!this.#ended) this.#options.onUploads({ ...NO_CHANGE, removed: manager.list().map(({ id }) => id) });
  }

  #become(state: StoreView['state']): void {
    this.#state = state;
    this.#options.onStore();
  }

  async #lookUpFreeSpace(): Promise<void> {
    const manager = this.#manager;
    if (manager === null) return;
    const freeBytes = await manager.freeBytes().catch((error: unknown) => {
      this.#options.log('cannot tell the free space', error);
      return null;
    });
    if (manager !== this.#manager || freeBytes === this.#freeBytes) return;
    this.#freeBytes = freeBytes;
    this.#options.onStore();
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const run = this.#turn.then(work);
    // Whoever asked hears of a failure; the next in turn is not held up by it.
    this.#turn = run.catch(() => undefined);
    return run;
  }
}

/** True for a folder that is missing or has nothing in it. What cannot be read is not taken for empty. */
async function isUnused(root: string): Promise<boolean> {
  try {
    return (await fs.readdir(root)).length === 0;
  } catch (error) {
    return errnoOf(error) === 'ENOENT';
  }
}

function closedByQuit(root: string): ErrorInfo {
  return toErrorInfo(new LayerliftError('STORE_CLOSED', 'the app is closing', { root }));
}
