import fs from 'node:fs/promises';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../shared/errors.ts';
import type { CatalogState, DigesterView, StoreView } from '../shared/ipc.ts';
import type { BackendChoice, Settings } from '../shared/settings.ts';
import { isActive, type UploadView } from '../shared/upload.ts';
import { errnoOf } from './atomicFile.ts';
import type { UploadChange } from './engine/uploads/changeFeed.ts';
import { isStoreThere, probeStore } from './engine/uploads/probeStore.ts';
import type { Engine, Manager } from './ipc/engineTypes.ts';
import type { Log } from './log.ts';
import { repeat } from './repeat.ts';
import { type CatalogChange, StoreCatalog } from './storeCatalog.ts';

/** Which store to open, and whether a folder that is none yet may become one. */
export interface StoreTarget {
  readonly root: string;
  /** `whenEmpty` never turns somebody's folder, or the place of a disk that is not there, into a store unasked. */
  readonly creation: 'never' | 'whenEmpty' | 'always';
}

export interface StoreSessionOptions {
  readonly engine: Pick<Engine, 'openManager'>;
  readonly workerScript: URL;
  readonly catalogScript: URL;
  readonly settings: () => Settings;
  readonly onUploads: (change: UploadChange) => void;
  readonly onStore: () => void;
  readonly onCatalog: (change: CatalogChange) => void;
  readonly log: Log;
  /** Settles when a start has nothing more to hurry for; what people do not see before waits for it. */
  readonly calm: () => Promise<void>;
  /** ms between looks at the store's folder; every 5 s unless told otherwise. */
  readonly lookMs?: number;
}

/** How often the store's folder is looked at, in ms: for free space while bytes move, and for a disk that comes back. */
const LOOK_MS = 5000;

const NO_CATALOG: CatalogState = { catalog: { state: 'off', error: null }, repositories: [], verifications: [] };

const NO_CHANGE: UploadChange = { uploads: [], removed: [], progress: [] };

/**
 * The store that the app has open: at most one, with its upload manager. Opening and closing happen one after the
 * other; trouble with a store is a state that people see (`view`), not an exception.
 */
export class StoreSession {
  readonly #options: StoreSessionOptions;
  readonly #stopLooking: () => void;
  #target: StoreTarget;
  #state: StoreView['state'] = { kind: 'opening' };
  #freeBytes: number | null = null;
  #away = false;
  #manager: Manager | null = null;
  #catalog: StoreCatalog | null = null;
  #unsubscribe: () => void = () => undefined;
  #digester: DigesterView = { backend: '', algorithms: [] };
  #turn: Promise<void> = Promise.resolve();
  #ended = false;
  #closedCleanly = true;

  constructor(target: StoreTarget, options: StoreSessionOptions) {
    this.#target = target;
    this.#options = options;
    this.#stopLooking = repeat(() => this.#look(), options.lookMs ?? LOOK_MS);
  }

  view(): StoreView {
    const away = this.#away ? { away: true as const } : {};
    return { root: this.#target.root, freeBytes: this.#freeBytes, state: this.#state, ...away };
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

  /** @throws LayerliftError `STORE_CLOSED` while no store is open. */
  catalog(): StoreCatalog {
    if (this.#catalog !== null) return this.#catalog;
    throw new LayerliftError('STORE_CLOSED', 'no store is open', { root: this.#target.root });
  }

  /** What is known of the repositories; nothing while no store is open. */
  catalogState(): CatalogState {
    return this.#catalog?.state() ?? NO_CATALOG;
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
        void this.#readCatalog();
      } catch (error) {
        this.#options.log(`cannot open the store ${target.root}`, error);
        this.#become({ kind: 'closed', error: toErrorInfo(error) });
      }
    });
  }

  /** Pauses everything and releases the store, for good. */
  close(): Promise<void> {
    this.#stopLooking();
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
    const { catalogScript, onCatalog: onChange, log } = this.#options;
    this.#catalog = new StoreCatalog({ root: target.root, script: catalogScript, onChange, log });
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
    await this.#options.calm();
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

  async #readCatalog(): Promise<void> {
    await this.#options.calm();
    await this.#catalog?.refresh(null);
  }

  #changed(change: UploadChange): void {
    this.#options.onUploads(change);
    if (change.uploads.length > 0 || change.removed.length > 0) void this.#lookUpFreeSpace();
    const finished = change.uploads.filter(({ status }) => status.kind === 'finished');
    for (const name of new Set(finished.map(({ repository }) => repository))) void this.#catalog?.refresh(name);
  }

  async #release(): Promise<void> {
    const manager = this.#manager;
    if (manager === null) return;
    await this.#releaseCatalog();
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
    this.#away = false;
    // When the app ends, the list stays as it is on screen.
    if (!this.#ended) this.#options.onUploads({ ...NO_CHANGE, removed: manager.list().map(({ id }) => id) });
  }

  async #releaseCatalog(): Promise<void> {
    const catalog = this.#catalog;
    if (catalog === null) return;
    await catalog.close();
    this.#catalog = null;
    if (this.#ended) return;
    const gone = catalog.state().repositories.map(({ name }) => name);
    const { catalog: view, verifications } = NO_CATALOG;
    this.#options.onCatalog({ gone, view, verifications });
  }

  #become(state: StoreView['state']): void {
    this.#state = state;
    this.#options.onStore();
  }

  /** Looks at the folder: a store that was missing and is there again is opened, one that is open may have gone. */
  async #look(): Promise<void> {
    await (this.#manager === null ? this.#comeBack() : this.#lookAtOpen(this.#manager));
  }

  async #comeBack(): Promise<void> {
    const { root } = this.#target;
    const isMissing = (): boolean => this.#state.kind === 'closed' && this.#state.error.code === 'STORE_MISSING';
    if (root === '' || !isMissing() || (await probeStore(root)).error !== null) return;
    // Meanwhile a person may have chosen another one.
    if (isMissing() && this.#target.root === root) await this.open({ root, creation: 'never' });
  }

  async #lookAtOpen(manager: Manager): Promise<void> {
    const away = !(await isStoreThere(this.#target.root));
    if (manager !== this.#manager) return;
    if (away !== this.#away) {
      this.#away = away;
      if (away) this.#freeBytes = null;
      this.#options.onStore();
      // Whatever happened to it elsewhere is seen again.
      if (!away) void this.#catalog?.refresh(null);
    }
    const moves = this.uploads().some((upload) => isActive(upload.status));
    if (!away && (moves || this.#freeBytes === null)) await this.#lookUpFreeSpace();
  }

  async #lookUpFreeSpace(): Promise<void> {
    const manager = this.#manager;
    if (manager === null || this.#away) return;
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
