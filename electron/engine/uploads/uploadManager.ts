import { join } from 'node:path';
import { ALGORITHMS, type Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { UploadDetails } from '../../../shared/inspection.ts';
import type { DigesterView, HistoryEntry } from '../../../shared/ipc.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { QueueMove } from '../../../shared/queueOrder.ts';
import type { RateTimetable } from '../../../shared/rateTimetable.ts';
import type { BackendChoice } from '../../../shared/settings.ts';
import type { Story } from '../../../shared/story.ts';
import type { UploadView } from '../../../shared/upload.ts';
import { loadDigesterFactory } from '../digest/backend.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import { pathFor } from '../layers/paths.ts';
import { AskedOrder } from './askedOrder.ts';
import { beginUpload } from './beginUpload.ts';
import type { ChangeFeed, UploadChange } from './changeFeed.ts';
import { freeBytesAt } from './diskSpace.ts';
import type { History } from './history.ts';
import { inspectDetails } from './inspectDetails.ts';
import type { JobRunner } from './jobRunner.ts';
import type { LimitKeeper } from './limitKeeper.ts';
import type { ManagerOptions, NewUpload } from './managerOptions.ts';
import { putTogether } from './managerParts.ts';
import type { OpenStore } from './openStore.ts';
import type { Plans } from './plans.ts';
import { openRecovered, type RecoveredStore } from './recoveredStore.ts';
import { goesOnBySelf } from './recovery.ts';
import { restQueued } from './restQueued.ts';
import type { Stories } from './stories.ts';
import type { TransferPool } from './transferPool.ts';
import type { TroubleWatch } from './troubleWatch.ts';
import type { UploadDecisions } from './uploadDecisions.ts';
import type { UploadRoster } from './uploadRoster.ts';
import type { UploadScheduler } from './uploadScheduler.ts';

/**
 * The uploads of one store: what is known of them, and every command that a person can give them. Main's truth, of
 * which the window is a mirror. Commands resolve when they have taken effect, and are refused with `UPLOAD_UNKNOWN`
 * or `UPLOAD_STATE`. What is worked on and when is the scheduler's.
 */
export class UploadManager {
  readonly #opened: OpenStore;
  readonly #store: LayerStore;
  readonly #history: History;
  readonly #plans: Plans;
  readonly #roster: UploadRoster;
  readonly #feed: ChangeFeed;
  readonly #stories: Stories;
  readonly #limit: LimitKeeper;
  readonly #pool: TransferPool;
  readonly #runner: JobRunner;
  readonly #scheduler: UploadScheduler;
  readonly #decisions: UploadDecisions;
  readonly #watch: TroubleWatch | null;
  readonly #clock: () => number;
  /** ms since the epoch; no two uploads that this manager begins have the same moment. */
  #lastCreated = 0;
  readonly #asked = new AskedOrder();
  #digester: DigesterView = { backend: '', algorithms: ALGORITHMS };

  private constructor(recovered: RecoveredStore, options: ManagerOptions, clock: () => number) {
    this.#opened = recovered.opened;
    this.#store = recovered.store;
    this.#history = recovered.history;
    this.#plans = recovered.plans;
    this.#roster = recovered.roster;
    this.#clock = clock;
    const parts = putTogether(recovered, options, clock, (id) => this.#goOn(id, 'resume', 'self'));
    this.#feed = parts.feed;
    this.#stories = parts.stories;
    this.#limit = parts.limit;
    this.#pool = parts.pool;
    this.#runner = parts.runner;
    this.#scheduler = parts.scheduler;
    this.#decisions = parts.decisions;
    this.#watch = parts.watch;
    for (const upload of this.#roster.all()) upload.retryBy(this.#watch?.retryOf(upload) ?? null);
  }

  /** Opens the store, brings it to rest, finds its uploads. Errors as `openStore`. */
  static async open(options: ManagerOptions): Promise<UploadManager> {
    const clock = options.clock ?? Date.now;
    const recovered = await openRecovered(options, clock);
    try {
      const manager = new UploadManager(recovered, options, clock);
      manager.#stories.begin(recovered.uploads);
      if (options.resumeBySelf) await manager.#resumeInterrupted();
      return manager;
    } catch (error) {
      await recovered.opened.close();
      throw error;
    }
  }

  /**
   * What hashes uploads that begin to move, to finish or to be verified now. Its back end has no name before
   * `setDigester` has been called.
   */
  get digester(): DigesterView {
    return this.#digester;
  }

  /**
   * Gets ready for an upload that is about to be added: starting a thread that tests its digests takes 0.1 s. Resolves
   * when it is ready.
   */
  async prepare(): Promise<void> {
    if (!this.#scheduler.isClosed) await this.#pool.prepare(this.#scheduler.digester);
  }

  /** In the order of the queue. */
  list(): readonly UploadView[] {
    return this.#roster.views();
  }

  /** Tells of changes in batches, at most ten a second. Returns the disposer. */
  subscribe(listener: (change: UploadChange) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /**
   * Begins an upload and puts it into the queue. When it resolves, the upload survives a crash. Several that begin at
   * the same time stand in the queue in the order in which they were asked for, also after a restart.
   */
  async add(wanted: NewUpload): Promise<UploadView> {
    this.#lastCreated = Math.max(this.#clock(), this.#lastCreated + 1);
    const place = this.#asked.enter();
    try {
      const upload = await beginUpload({ ...this.#opened, store: this.#store, plans: this.#plans }, wanted, {
        createdAt: this.#lastCreated,
        now: this.#clock(),
      });
      await place.reached;
      this.#roster.add(upload);
      this.#feed.changed(upload);
      this.#scheduler.queueMove(upload);
      return upload.view;
    } finally {
      place.leave();
    }
  }

  /** @param reason `sleep` tells that nobody asked: the computer goes to sleep. */
  async pause(id: UploadId, reason: 'person' | 'sleep' = 'person'): Promise<void> {
    const upload = this.#roster.commanded(id, 'pause');
    if (!this.#scheduler.unqueue(id)) return await this.#scheduler.stop(upload, reason === 'sleep' ? 'sleep' : 'pause');
    const paused = { kind: 'paused', reason, error: null } as const;
    await upload.inTurn(() => this.#runner.enter(upload, { type: 'paused', reason, error: null }, paused));
  }

  /**
   * Puts an upload back to work where it stopped. One that has all its bytes on record needs no source any more, and
   * one that was on its way out goes on with its finish.
   */
  async resume(id: UploadId): Promise<void> {
    this.#watch?.tryFor(id);
    await this.#goOn(id, 'resume', 'person');
  }

  /** Leaves an upload that trouble has paused alone until a person resumes it, or the app starts anew. */
  async stopRetrying(id: UploadId): Promise<void> {
    await this.#roster.inTurn(id, 'stopRetrying', async (upload) => {
      this.#watch?.giveUp(id);
      if (upload.retryBy(null)) this.#feed.changed(upload);
    });
  }

  /** Starts to move an upload that waits or rests, also when all places are taken. Errors as `resume`. */
  async startNow(id: UploadId): Promise<void> {
    await this.#goOn(id, 'startNow', 'person', () => this.#scheduler.startNow(id));
  }

  /**
   * Changes the order in which uploads stand and start, as `moveInOrder` says. It holds at once; resolves when it is
   * kept. Rejects with the failure of the write that could not keep it.
   */
  async move(move: QueueMove): Promise<void> {
    if (!this.#roster.move(move)) return;
    this.#scheduler.reordered();
    this.#feed.reordered(move);
    await this.#roster.saveOrder();
  }

  /**
   * Starts to finish; how it ends is a change of state.
   * @throws LayerliftError `UPLOAD_INCOMPLETE` for a found upload without an expected digest: nobody knows then
   * whether its bytes are all there.
   */
  async finish(id: UploadId): Promise<void> {
    await this.#roster.inTurn(id, 'finish', async (upload) => {
      const { status, expected } = upload.view;
      if (status.kind === 'found' && expected === null) {
        throw new LayerliftError('UPLOAD_INCOMPLETE', 'no digest is expected', { id, reason: 'digest-needed' });
      }
      upload.finishAsked = true;
      this.#scheduler.queueFinish(upload);
    });
  }

  async cancel(id: UploadId): Promise<void> {
    const upload = this.#roster.commanded(id, 'cancel');
    if (upload.job !== null) return await this.#scheduler.stop(upload, 'cancel');
    await upload.inTurn(async () => {
      this.#roster.commanded(id, 'cancel');
      this.#scheduler.unqueue(id);
      if (upload.job !== null) return await this.#scheduler.stop(upload, 'cancel');
      this.#runner.show(upload, { type: 'cancelAsked' });
      await this.#runner.discard(upload);
    });
  }

  /** Starts hashing all data again; how it ends is a change of state. */
  async verify(id: UploadId): Promise<void> {
    await this.#roster.inTurn(id, 'verify', async (upload) => {
      this.#runner.show(upload, { type: 'verifying', done: 0, total: upload.view.offset });
      this.#scheduler.queueVerify(upload);
    });
  }

  /** As `UploadDecisions.renew`. */
  async renew(id: UploadId): Promise<void> {
    await this.#decisions.renew(id);
  }

  /** As `UploadDecisions.setExpected`. */
  async setExpected(id: UploadId, expected: Digest | null): Promise<void> {
    await this.#decisions.setExpected(id, expected);
  }

  /** As `UploadDecisions.setFinishBySelf`. */
  async setFinishBySelf(id: UploadId, finishBySelf: boolean): Promise<void> {
    await this.#decisions.setFinishBySelf(id, finishBySelf);
  }

  /** As `UploadDecisions.attach`. */
  async attach(id: UploadId, sourcePath: string): Promise<void> {
    await this.#decisions.attach(id, sourcePath);
  }

  /** Takes ended uploads off the list. */
  dismiss(ids: readonly UploadId[]): void {
    for (const id of ids) if (this.#roster.removeEnded(id)) this.#feed.removed(id);
  }

  /** The upload under way from this file, if there is one. */
  duplicateOf(sourcePath: string): UploadId | null {
    return this.#roster.duplicateOf(sourcePath);
  }

  setConcurrency(limit: number): void {
    this.#scheduler.concurrency = limit;
  }

  /** Limits what all uploads together move, in bytes a second, from now on; 0 is no limit. */
  setRateLimit(rateLimit: number): void {
    this.#limit.change({ rateLimit });
  }

  /** Decides when another limit holds than that of `setRateLimit`. */
  setRateTimetable(rateTimetable: RateTimetable): void {
    this.#limit.change({ rateTimetable });
  }

  /** As in `ManagerOptions`; for uploads that begin to move or to finish from now on. */
  setVerifyExisting(verifyExisting: boolean): void {
    this.#scheduler.verifyExisting = verifyExisting;
  }

  /**
   * As in `ManagerOptions`; for uploads that begin to move, to finish or to be verified from now on. Resolves when it is
   * known what hashes.
   */
  async setDigester(digester: BackendChoice): Promise<void> {
    this.#scheduler.digester = digester;
    const { backend } = await loadDigesterFactory(digester);
    if (this.#scheduler.digester === digester) this.#digester = { backend, algorithms: ALGORITHMS };
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
    const { ref, view, source, isPlanned } = this.#roster.known(id);
    const { status } = view;
    return await inspectDetails({ ...this.#opened, clock: this.#clock }, { ref, status, source, isPlanned });
  }

  /** What happened to an upload, also to one that has ended and is off the list. */
  async story(id: UploadId): Promise<Story> {
    return await this.#stories.read(id, this.#roster.find(id)?.view ?? null);
  }

  /** Absolute path of the blob when finished, of the upload's folder otherwise; of what there is before there is one. */
  async locate(id: UploadId): Promise<string> {
    const { ref, view, isPlanned } = this.#roster.known(id);
    const folder = isPlanned ? pathFor({ kind: 'plans' }) : pathFor({ kind: 'upload', ...ref });
    const path = view.status.kind === 'finished' ? view.status.blobPath : folder;
    return join(this.#opened.root, path);
  }

  /** Bytes that are free where the store lies; null when the system does not tell. */
  async freeBytes(): Promise<number | null> {
    return await freeBytesAt(this.#opened.root);
  }

  /** Pauses everything with a checkpoint, and lets go of the store. */
  async close(): Promise<void> {
    this.#limit.close();
    await this.#watch?.close();
    this.#scheduler.close();
    const uploads = [...this.#roster.all()];
    await Promise.all(uploads.map((upload) => this.#scheduler.stop(upload, 'quit')));
    await restQueued(uploads, this.#runner);
    await this.#pool.close();
    this.#feed.flush();
    await this.#stories.settled();
    // What cannot be deleted now is at the next end.
    await this.#plans.tidy().catch(() => undefined);
    await this.#opened.close();
  }

  /** Of several uploads that are put to work together, those that were named first come first. */
  async #goOn(
    id: UploadId,
    command: 'resume' | 'startNow',
    by: 'person' | 'self',
    then: () => void = () => undefined,
  ): Promise<void> {
    const place = this.#asked.enter();
    try {
      await this.#roster.inTurn(id, command, async (upload) => {
        if (upload.view.status.kind !== 'queued') await this.#scheduler.goOn(upload, by, place.reached);
        then();
      });
    } finally {
      place.leave();
    }
  }

  async #resumeInterrupted(): Promise<void> {
    for (const upload of this.#roster.inOrder()) {
      const next = goesOnBySelf(upload);
      if (next === 'resume') await this.#goOn(upload.ref.id, 'resume', 'self');
      else if (next === 'finish') this.#scheduler.queueFinish(upload);
    }
  }
}
