import { basename, join, resolve } from 'node:path';
import { ALGORITHMS, algorithmOf, type Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { UploadDetails } from '../../../shared/inspection.ts';
import type { DigesterView, HistoryEntry } from '../../../shared/ipc.ts';
import type { UploadId } from '../../../shared/names.ts';
import { purgeTimeOf } from '../../../shared/startedAt.ts';
import type { Story } from '../../../shared/story.ts';
import { allowedCommands, isEnded, type UploadCommand, type UploadView } from '../../../shared/upload.ts';
import { loadDigesterFactory } from '../digest/backend.ts';
import { UNKNOWN_STATE } from '../layers/inspectUpload.ts';
import { LayerStore } from '../layers/layerStore.ts';
import { pathFor } from '../layers/paths.ts';
import { standingOf } from '../layers/standing.ts';
import type { UploadRecord } from '../layers/uploadRecord.ts';
import { ChangeFeed, type UploadChange } from './changeFeed.ts';
import { freeBytesAt } from './diskSpace.ts';
import { History } from './history.ts';
import { inspectDetails } from './inspectDetails.ts';
import { JobRunner } from './jobRunner.ts';
import { ManagedUpload, type StopIntent } from './managedUpload.ts';
import type { ManagerOptions, NewUpload } from './managerOptions.ts';
import { assertStoreThere, type OpenStore, openStore } from './openStore.ts';
import { RateLimit } from './rateLimit.ts';
import { goesOnBySelf, recoverStore } from './recovery.ts';
import { identifySource } from './source.ts';
import { Stories } from './stories.ts';
import { TransferPool } from './transferPool.ts';
import { TroubleWatch } from './troubleWatch.ts';
import { finishJob, type JobSettings, moveJob, verifyJob } from './uploadJobs.ts';
import { UploadQueue } from './uploadQueue.ts';

/** Finishes are short and mostly wait for the disk. */
const FINISHES_AT_ONCE = 4;

const TROUBLE_LOOK_MS = 5000;

/**
 * The uploads of one store: what is known of them, and every command that a person can give them. Main's truth, of
 * which the window is a mirror. Commands resolve when they have taken effect, and are refused with `UPLOAD_UNKNOWN`
 * or `UPLOAD_STATE`.
 */
export class UploadManager {
  readonly digester: DigesterView;
  readonly #opened: OpenStore;
  readonly #store: LayerStore;
  readonly #rateLimit = new RateLimit();
  readonly #pool: TransferPool;
  readonly #history: History;
  readonly #stories: Stories;
  readonly #feed = new ChangeFeed();
  readonly #runner: JobRunner;
  readonly #moves: UploadQueue<UploadId>;
  readonly #finishes = new UploadQueue<UploadId>(FINISHES_AT_ONCE);
  readonly #uploads = new Map<UploadId, ManagedUpload>();
  readonly #clock: () => number;
  #jobs: JobSettings;
  readonly #watch: TroubleWatch | null;

  private constructor(
    opened: OpenStore,
    store: LayerStore,
    history: History,
    backend: string,
    options: ManagerOptions,
  ) {
    this.#opened = opened;
    this.#store = store;
    this.#history = history;
    this.#clock = options.clock ?? Date.now;
    this.#jobs = { root: opened.root, verifyExisting: options.verifyExisting ?? false };
    this.setRateLimit(options.rateLimit ?? 0);
    this.#pool = new TransferPool(options.workerScript, { rateLimit: this.#rateLimit.shared });
    this.#moves = new UploadQueue(options.concurrency);
    this.digester = { backend, algorithms: ALGORITHMS };
    const { root, driver } = opened;
    this.#stories = new Stories({ root, driver, history, clock: this.#clock });
    this.#runner = new JobRunner({
      root,
      driver,
      store,
      pool: this.#pool,
      history,
      stories: this.#stories,
      feed: this.#feed,
      clock: this.#clock,
    });
    const { troubleLookMs = TROUBLE_LOOK_MS } = options;
    const uploads = (): Iterable<ManagedUpload> => this.#uploads.values();
    const watched = { root, driver, uploads, resume: (id: UploadId) => this.resume(id, 'self') };
    this.#watch = troubleLookMs === null ? null : new TroubleWatch(watched, troubleLookMs);
  }

  /** Opens the store, brings it to rest, finds its uploads. Errors as `openStore`. */
  static async open(options: ManagerOptions): Promise<UploadManager> {
    const opened = await openStore(options.root, options.create);
    try {
      const factory = await loadDigesterFactory();
      const clock = options.clock ?? Date.now;
      const store = new LayerStore(opened.driver, factory, clock);
      const history = await History.load(opened.driver);
      const uploads = await recoverStore({ driver: opened.driver, store, history, clock });
      const manager = new UploadManager(opened, store, history, factory.backend, options);
      for (const upload of uploads) manager.#uploads.set(upload.ref.id, upload);
      manager.#stories.begin(uploads);
      if (options.resumeBySelf) await manager.#resumeInterrupted();
      return manager;
    } catch (error) {
      await opened.close();
      throw error;
    }
  }

  list(): readonly UploadView[] {
    return [...this.#uploads.values()].map((upload) => upload.view);
  }

  /** Tells of changes in batches, at most ten a second. Returns the disposer. */
  subscribe(listener: (change: UploadChange) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /** Begins an upload and puts it into the queue. When it resolves, the upload survives a crash. */
  async add({ sourcePath, repository, expected, finishBySelf }: NewUpload): Promise<UploadView> {
    const source = await identifySource(sourcePath);
    await assertStoreThere(this.#opened.driver, this.#opened.root);
    const name = basename(source.path);
    const phase = { kind: 'moving' } as const;
    const createdAt = this.#clock();
    const record = { repository, name, source, expected, finishBySelf, createdAt, phase };
    const ref = await this.#store.begin(record);
    const state = { ...UNKNOWN_STATE, record, purgeAt: purgeTimeOf(createdAt) };
    const upload = new ManagedUpload(ref, state, { status: { kind: 'queued' } });
    this.#uploads.set(ref.id, upload);
    this.#feed.changed(upload);
    this.#queueMove(upload);
    return upload.view;
  }

  async pause(id: UploadId): Promise<void> {
    const upload = this.#commanded(id, 'pause');
    if (!this.#moves.remove(id)) return await this.#stop(upload, 'pause');
    const paused = { kind: 'paused', reason: 'person', error: null } as const;
    await upload.inTurn(() => this.#runner.enter(upload, { type: 'paused', reason: 'person', error: null }, paused));
  }

  /**
   * Puts an upload back to work where it stopped. One that has all its bytes on record needs no source any more, and
   * one that was on its way out goes on with its finish. Its story tells whether a person asked for it.
   */
  async resume(id: UploadId, by: 'person' | 'self' = 'person'): Promise<void> {
    await this.#inTurn(id, 'resume', (upload) => this.#goOn(upload, by));
  }

  /**
   * Starts to finish; how it ends is a change of state.
   * @throws LayerliftError `UPLOAD_INCOMPLETE` for a found upload without an expected digest: nobody knows then
   * whether its bytes are all there.
   */
  async finish(id: UploadId): Promise<void> {
    await this.#inTurn(id, 'finish', async (upload) => {
      const { status, expected } = upload.view;
      if (status.kind === 'found' && expected === null) {
        throw new LayerliftError('UPLOAD_INCOMPLETE', 'no digest is expected', { id, reason: 'digest-needed' });
      }
      upload.finishAsked = true;
      this.#queueFinish(upload);
    });
  }

  async cancel(id: UploadId): Promise<void> {
    const upload = this.#commanded(id, 'cancel');
    if (upload.job !== null) return await this.#stop(upload, 'cancel');
    await upload.inTurn(async () => {
      this.#commanded(id, 'cancel');
      this.#moves.remove(id);
      if (upload.job !== null) return await this.#stop(upload, 'cancel');
      this.#runner.show(upload, { type: 'cancelAsked' });
      await this.#runner.discard(upload);
    });
  }

  /** Starts hashing all data again; how it ends is a change of state. */
  async verify(id: UploadId): Promise<void> {
    await this.#inTurn(id, 'verify', async (upload) => {
      this.#runner.show(upload, { type: 'verifying', done: 0, total: upload.view.offset });
      this.#moves.add(id, () => this.#runner.run(upload, verifyJob(this.#jobs, upload)));
    });
  }

  /**
   * Dates an upload that rests to now, so that a registry leaves it alone for another 168 hours. Errors as
   * `LayerStore.renew`.
   */
  async renew(id: UploadId): Promise<void> {
    await this.#inTurn(id, 'renew', async (upload) => {
      await assertStoreThere(this.#opened.driver, this.#opened.root);
      const until = await this.#store.renew(upload.ref);
      upload.date(until);
      this.#feed.changed(upload);
      this.#stories.note(upload.view, { type: 'renewed', until });
    });
  }

  /** Sets, corrects or drops the expected digest. A mismatch with what the bytes have ends when it matches. */
  async setExpected(id: UploadId, expected: Digest | null): Promise<void> {
    await this.#inTurn(id, 'setExpected', async (upload) => {
      upload.finishAsked = false;
      await this.#decide(upload, { expected });
      this.#stories.note(upload.view, { type: 'expected', digest: expected });
      const { status } = upload.view;
      if (status.kind !== 'mismatch') return this.#feed.changed(upload);
      const { actual } = status;
      if (expected !== null && expected !== actual && algorithmOf(expected) === algorithmOf(actual)) {
        const phase = { kind: 'complete', mismatch: actual } as const;
        return await this.#runner.enter(upload, { type: 'mismatch', expected, actual }, phase);
      }
      if (await this.#settle(upload)) return;
      throw new LayerliftError('UPLOAD_INCOMPLETE', 'no checkpoint at the end', { id });
    });
  }

  /** Decides whether an upload finishes without asking as soon as all its bytes are there. */
  async setFinishBySelf(id: UploadId, finishBySelf: boolean): Promise<void> {
    const upload = this.#known(id);
    if (upload.job !== null || isEnded(upload.view.status)) {
      const { kind } = upload.view.status;
      throw new LayerliftError('UPLOAD_STATE', 'not in this state', { id, command: 'setFinishBySelf', state: kind });
    }
    if (upload.view.finishBySelf === finishBySelf) return;
    await this.#decide(upload, { finishBySelf });
    this.#feed.changed(upload);
  }

  /** Points an upload at a source; every byte that it has is compared before one is appended. */
  async attach(id: UploadId, sourcePath: string): Promise<void> {
    await this.#inTurn(id, 'attach', async (upload) => {
      upload.candidate = await identifySource(sourcePath);
      this.#stories.note(upload.view, { type: 'attached', source: upload.candidate.path });
      this.#runner.show(upload, { type: 'enqueued' });
      this.#queueMove(upload);
    });
  }

  /** Takes ended uploads off the list. */
  dismiss(ids: readonly UploadId[]): void {
    for (const id of ids) {
      const upload = this.#uploads.get(id);
      if (upload === undefined || !isEnded(upload.view.status)) continue;
      this.#uploads.delete(id);
      this.#feed.removed(id);
    }
  }

  /** The upload under way from this file, if there is one. */
  duplicateOf(sourcePath: string): UploadId | null {
    for (const { view } of this.#uploads.values()) {
      if (view.source?.path === resolve(sourcePath) && !isEnded(view.status)) return view.id;
    }
    return null;
  }

  setConcurrency(limit: number): void {
    this.#moves.concurrency = limit;
  }

  /** Limits what all uploads together move, in bytes a second, from now on; 0 is no limit. */
  setRateLimit(bytesPerSecond: number): void {
    this.#rateLimit.bytesPerSecond = bytesPerSecond;
  }

  /** As in `ManagerOptions`; for uploads that begin to move or to finish from now on. */
  setVerifyExisting(verifyExisting: boolean): void {
    this.#jobs = { ...this.#jobs, verifyExisting };
  }

  /** Newest first. */
  async history(): Promise<readonly HistoryEntry[]> {
    return this.#history.list();
  }

  /**
   * Everything that lies on disk of an upload, as it is at this moment. Reads only, takes no lock and no turn: it may
   * be asked for at any time, also while bytes move.
   */
  async inspect(id: UploadId): Promise<UploadDetails> {
    const { ref, view, source } = this.#known(id);
    return await inspectDetails({ ...this.#opened, clock: this.#clock }, { ref, status: view.status, source });
  }

  /** What happened to an upload, also to one that has ended and is off the list. */
  async story(id: UploadId): Promise<Story> {
    return await this.#stories.read(id, this.#uploads.get(id)?.view ?? null);
  }

  /** Absolute path of the blob when finished, of the upload's folder otherwise. */
  async locate(id: UploadId): Promise<string> {
    const { ref, view } = this.#known(id);
    const path = view.status.kind === 'finished' ? view.status.blobPath : pathFor({ kind: 'upload', ...ref });
    return join(this.#opened.root, path);
  }

  /** Bytes that are free where the store lies; null when the system does not tell. */
  async freeBytes(): Promise<number | null> {
    return await freeBytesAt(this.#opened.root);
  }

  /** Pauses everything with a checkpoint, and lets go of the store. */
  async close(): Promise<void> {
    await this.#watch?.close();
    this.#moves.clear();
    this.#finishes.clear();
    const active = [...this.#uploads.values()];
    await Promise.all(active.map((upload) => (upload.job === null ? undefined : this.#stop(upload, 'quit'))));
    await this.#pool.close();
    this.#feed.flush();
    await this.#stories.settled();
    await this.#opened.close();
  }

  #known(id: UploadId): ManagedUpload {
    const upload = this.#uploads.get(id);
    if (upload === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
    return upload;
  }

  #commanded(id: UploadId, command: UploadCommand): ManagedUpload {
    const upload = this.#known(id);
    const { status } = upload.view;
    if (allowedCommands(status).includes(command)) return upload;
    throw new LayerliftError('UPLOAD_STATE', 'not in this state', { id, command, state: status.kind });
  }

  /** Runs a command when those before it on the same upload are through, if it still makes sense then. */
  #inTurn(id: UploadId, command: UploadCommand, work: (upload: ManagedUpload) => Promise<void>): Promise<void> {
    return this.#known(id).inTurn(async () => work(this.#commanded(id, command)));
  }

  #queueMove(upload: ManagedUpload): void {
    this.#moves.add(upload.ref.id, () => this.#runner.run(upload, moveJob(this.#jobs, upload)));
  }

  /** A record would make a found upload ours, before its source is proven or it is finished. */
  async #decide(
    upload: ManagedUpload,
    changes: Partial<Pick<UploadRecord, 'expected' | 'finishBySelf'>>,
  ): Promise<void> {
    if (upload.view.status.kind === 'found') upload.decide(changes);
    else await this.#runner.save(upload, changes);
  }

  #queueFinish(upload: ManagedUpload): void {
    this.#runner.show(upload, { type: 'finishing' });
    this.#finishes.add(upload.ref.id, () => this.#runner.run(upload, finishJob(this.#jobs, upload)));
  }

  async #goOn(upload: ManagedUpload, by: 'person' | 'self'): Promise<void> {
    const { root, driver } = this.#opened;
    await assertStoreThere(driver, root);
    const standing = await standingOf(driver, upload.ref);
    if (standing === 'retired') return await this.#runner.settleRetired(upload);
    if (standing === 'finishing') return this.#queueFinish(upload);
    const { offset, checkpointed, size, finishBySelf } = upload.view;
    if (offset === size && checkpointed === size && (await this.#settle(upload))) {
      if (finishBySelf || upload.finishAsked) this.#queueFinish(upload);
      return;
    }
    if (upload.source === null) throw new LayerliftError('SOURCE_NOT_FOUND', 'no source is known', { path: '' });
    await this.#runner.enter(upload, { type: 'enqueued' }, { kind: 'moving' });
    this.#stories.note(upload.view, { type: 'resumed', by });
    this.#queueMove(upload);
  }

  /** Takes the digest of a complete upload from its checkpoint; false when there is none at the end. */
  async #settle(upload: ManagedUpload): Promise<boolean> {
    const digest = await this.#store.digestOf(upload.ref);
    if (digest === null) return false;
    await this.#runner.enter(upload, { type: 'complete', digest }, { kind: 'complete', mismatch: null });
    return true;
  }

  async #stop(upload: ManagedUpload, intent: StopIntent): Promise<void> {
    const { job } = upload;
    if (job === null) return;
    // What a person asked for outlives the end of the app.
    job.intent = intent === 'quit' ? (job.intent ?? intent) : intent;
    if (intent !== 'quit') this.#runner.show(upload, { type: intent === 'pause' ? 'pauseAsked' : 'cancelAsked' });
    job.stopping.abort();
    await job.ended;
  }

  async #resumeInterrupted(): Promise<void> {
    for (const upload of this.#uploads.values()) {
      const next = goesOnBySelf(upload);
      if (next === 'resume') await this.resume(upload.ref.id, 'self');
      else if (next === 'finish') this.#queueFinish(upload);
    }
  }
}
