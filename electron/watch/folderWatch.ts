import type { BigIntStats } from 'node:fs';
import { lstat, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import { type RefusedFile, WATCH_OFF, type WatchView } from '../../shared/watch.ts';
import { collectFiles } from '../intake/collectFiles.ts';
import { orAborted } from '../intake/orAborted.ts';
import type { Log } from '../log.ts';
import { Alarm } from './alarm.ts';
import { watchChanges } from './changes.ts';
import { openForWriting } from './openForWriting.ts';
import { QuietFiles } from './quietFiles.ts';
import { type FileIdentity, identityOf, type WatchLedger } from './watchLedger.ts';

/** What became of a file: it is an upload now, or it cannot be one yet for a reason that is not its own. */
export type Taken = 'added' | 'noRepository' | 'noStore' | 'busy';

export interface FolderWatchOptions {
  readonly folder: string;
  /** ms */
  readonly quietMs: number;
  readonly ledger: WatchLedger;
  /** Makes an upload of a file. Throws when the file itself cannot be one. */
  readonly add: (file: string) => Promise<Taken>;
  readonly onView: (view: WatchView) => void;
  readonly log: Log;
  /** How often the whole folder is looked at though nothing was reported, ms. */
  readonly lookMs?: number;
}

const LOOK_MS = 15_000;

/** How often it is made sure that the folder is there, and is the same, ms. */
const ROOT_MS = 3000;

/** Files that change are looked at this often, ms. */
const STEP_MS = 1000;

const REFUSED_MAX = 5;

/**
 * Watches a folder and adds the files in it and below once they are quiet: unchanged in size and time for a while, and
 * not open for writing as far as can be told. Each file once, as the ledger says. Reports of the system only wake it;
 * what it adds it has looked at itself, so a report that is missed costs time and never a file.
 */
export class FolderWatch {
  readonly #options: FolderWatchOptions;
  readonly #stopping = new AbortController();
  readonly #alarm = new Alarm();
  readonly #quiet: QuietFiles;
  readonly #refused = new Map<string, RefusedFile & { readonly state: string }>();
  readonly #loop: Promise<void>;
  #root = '';
  #endWatching: () => Promise<void> = async () => undefined;
  /** The whole folder has to be looked at. */
  #stale = true;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #view: WatchView = WATCH_OFF;

  constructor(options: FolderWatchOptions) {
    this.#options = options;
    this.#quiet = new QuietFiles(options.quietMs);
    this.#loop = this.#run();
  }

  get view(): WatchView {
    return this.#view;
  }

  /** Something outside has changed, such as the repository: what waits is tried again. */
  again(): void {
    this.#stale = true;
    this.#alarm.ring();
  }

  /** Resolves when nothing is added any more. */
  async close(): Promise<void> {
    this.#stopping.abort(new LayerliftError('CANCELLED', 'the folder is watched no more'));
    this.#alarm.ring();
    await this.#loop;
    await this.#endWatching();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { lookMs = LOOK_MS, quietMs, log, folder } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#step();
      } catch (error) {
        if (signal.aborted) return;
        log(`cannot look at the watched folder ${folder}`, error);
        this.#become({ state: { kind: 'trouble', error: toErrorInfo(error) } });
      }
      const isWaiting = this.#quiet.size > 0 && this.#view.state.kind === 'watching';
      await this.#alarm.sleep(isWaiting ? Math.min(STEP_MS, quietMs / 2, lookMs) : Math.min(ROOT_MS, lookMs));
    }
  }

  async #step(): Promise<void> {
    const { folder, lookMs = LOOK_MS } = this.#options;
    const root = await orAborted(rootOf(folder), this.#stopping.signal);
    if (root === null) {
      this.#root = '';
      this.#quiet.clear();
      await this.#endWatching();
      this.#endWatching = async () => undefined;
      return this.#become({ state: { kind: 'missing' }, waiting: 0 });
    }
    // A folder that was away may be another one now, or lie on another disk.
    if (root !== this.#root) await this.#watch(root);
    const isDue = performance.now() - this.#lookedAt >= lookMs;
    await this.#take(this.#stale || isDue ? await this.#lookAtAll() : this.#quiet.paths);
  }

  async #watch(root: string): Promise<void> {
    await this.#endWatching();
    const { folder, log } = this.#options;
    this.#root = root;
    this.#stale = true;
    this.#endWatching = watchChanges(
      folder,
      () => this.again(),
      (error) => log(`not everything in ${folder} is watched; it is looked at now and then`, error),
    );
  }

  async #lookAtAll(): Promise<readonly string[]> {
    const { folder } = this.#options;
    // What changes meanwhile is news again.
    this.#stale = false;
    this.#lookedAt = performance.now();
    const { files } = await collectFiles([folder], { signal: this.#stopping.signal });
    const own = files.find((file) => file.path === folder);
    if (own?.error != null) throw new LayerliftError(own.error.code, own.error.message, own.error.details);
    const known = new Set(files.map((file) => file.path));
    for (const gone of this.#quiet.paths.filter((file) => !known.has(file))) this.#quiet.forget(gone);
    for (const gone of [...this.#refused.keys()].filter((file) => !known.has(file))) this.#refused.delete(gone);
    for (const { path: file, error } of files) if (error !== null) this.#refuse(file, error.code, error);
    return files.filter(({ error }) => error === null).map((file) => file.path);
  }

  async #take(files: readonly string[]): Promise<void> {
    const { signal } = this.#stopping;
    const { ledger } = this.#options;
    const ready = new Map<string, FileIdentity>();
    for (const file of files) {
      signal.throwIfAborted();
      const stats = await orAborted(statsOf(file), signal);
      const identity = stats === null ? null : identityOf(file, stats);
      // An empty file is one that somebody is about to write.
      if (stats === null || identity === null || stats.size === 0n || ledger.has(identity)) this.#quiet.forget(file);
      else if (this.#quiet.look({ path: file, state: identity.byName }, performance.now())) ready.set(file, identity);
    }
    const kind = await this.#add(ready);
    this.#become({ state: { kind }, waiting: this.#quiet.size, refused: this.#lastRefused() });
  }

  /** @returns what the watch waits for, if it is something outside of the files. */
  async #add(ready: ReadonlyMap<string, FileIdentity>): Promise<'watching' | 'noRepository' | 'noStore'> {
    const { signal } = this.#stopping;
    const { ledger, add, folder } = this.#options;
    const growing = await openForWriting(new Set(ready.keys()));
    for (const [file, identity] of ready) {
      signal.throwIfAborted();
      if (growing.has(file)) {
        this.#quiet.disturb(file, performance.now());
        continue;
      }
      try {
        await assertInside(file, folder);
        const taken = await add(file);
        if (taken === 'noRepository' || taken === 'noStore') return taken;
        if (taken === 'busy') continue;
        await ledger.add(identity);
        this.#quiet.forget(file);
        this.#refused.delete(file);
        this.#become({ added: this.#view.added + 1, waiting: this.#quiet.size });
      } catch (error) {
        if (signal.aborted) throw error;
        this.#refuse(file, identity.byName, toErrorInfo(error));
      }
    }
    return 'watching';
  }

  /** @param state as long as it is the same, the log is told once. */
  #refuse(file: string, state: string, error: ErrorInfo): void {
    if (this.#refused.get(file)?.state !== state) this.#options.log(`cannot add ${file} of the watched folder`, error);
    this.#refused.delete(file);
    this.#refused.set(file, { name: path.basename(file), error, state });
    // It is looked at again with all the others.
    this.#quiet.forget(file);
  }

  #lastRefused(): readonly RefusedFile[] {
    return [...this.#refused.values()].slice(-REFUSED_MAX).map(({ name, error }) => ({ name, error }));
  }

  #become(part: Partial<WatchView>): void {
    const next = { ...this.#view, ...part };
    if (JSON.stringify(next) === JSON.stringify(this.#view)) return;
    this.#view = next;
    this.#options.onView(next);
  }
}

/** Which folder it is; null when there is none. */
async function rootOf(folder: string): Promise<string | null> {
  const stats = await stat(folder, { bigint: true }).catch(() => null);
  return stats?.isDirectory() ? `${stats.dev}:${stats.ino}` : null;
}

async function statsOf(file: string): Promise<BigIntStats | null> {
  const stats = await lstat(file, { bigint: true }).catch(() => null);
  return stats?.isFile() ? stats : null;
}

/**
 * A folder on the way may have become a link since it was looked at.
 * @throws LayerliftError `SOURCE_NOT_FOUND`.
 */
async function assertInside(file: string, folder: string): Promise<void> {
  const [real, root] = await Promise.all([realpath(file).catch(() => ''), realpath(folder).catch(() => '')]);
  if (root !== '' && real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) return;
  throw new LayerliftError('SOURCE_NOT_FOUND', 'the file is not in the watched folder', { path: file });
}
