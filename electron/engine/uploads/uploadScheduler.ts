import { LayerliftError } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { BackendChoice } from '../../../shared/settings.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import { standingOf } from '../layers/standing.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { JobRunner } from './jobRunner.ts';
import type { ManagedUpload, StopIntent } from './managedUpload.ts';
import { MoveQueues } from './moveQueues.ts';
import { assertStoreThere } from './openStore.ts';
import type { Stories } from './stories.ts';
import { DISCARD, type MoveJob, SMALL_LAYER_BYTES } from './transferJob.ts';
import { finishJob, type JobSettings, moveJob, verifyJob, wholeJob } from './uploadJobs.ts';
import { UploadQueue } from './uploadQueue.ts';

/** Finishes are short and mostly wait for the disk. */
const FINISHES_AT_ONCE = 4;

/** What the scheduler works with. */
export interface SchedulerParts {
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly runner: JobRunner;
  readonly stories: Stories;
  readonly jobs: JobSettings;
  /** Uploads that move at the same time. */
  readonly concurrency: number;
  /** The place of an upload in the queue: the lowest starts first. */
  readonly rankOf: (id: UploadId) => number;
}

/**
 * Decides what is worked on and when: which job an upload needs next, whether there is a place for it, and how one
 * under way is stopped. Whether a person may ask for it is decided before (`UploadManager`).
 */
export class UploadScheduler {
  readonly #parts: SchedulerParts;
  readonly #moves: MoveQueues;
  readonly #finishes: UploadQueue<UploadId>;
  #jobs: JobSettings;
  #closed = false;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#jobs = parts.jobs;
    this.#moves = new MoveQueues(parts.concurrency, parts.rankOf);
    this.#finishes = new UploadQueue(FINISHES_AT_ONCE, parts.rankOf);
  }

  set concurrency(limit: number) {
    this.#moves.concurrency = limit;
  }

  /** True when nothing is started any more. */
  get isClosed(): boolean {
    return this.#closed;
  }

  get digester(): BackendChoice {
    return this.#jobs.digester;
  }

  /** For jobs that begin from now on. */
  set digester(digester: BackendChoice) {
    this.#jobs = { ...this.#jobs, digester };
  }

  /** For jobs that begin from now on. */
  set verifyExisting(verifyExisting: boolean) {
    this.#jobs = { ...this.#jobs, verifyExisting };
  }

  queueMove(upload: ManagedUpload): void {
    if (this.#closed) return;
    const isSmall = upload.source !== null && upload.source.size <= SMALL_LAYER_BYTES;
    this.#moves.add(upload.ref.id, isSmall, async () => {
      await this.#move(upload);
      upload.finishWish = null;
      this.finishIfWanted(upload);
    });
  }

  async #move(upload: ManagedUpload): Promise<void> {
    const { runner } = this.#parts;
    const move = (): MoveJob => moveJob(this.#jobs, upload);
    if (!upload.isPlanned) return await runner.run(upload, move());
    // What waits can still be changed; what is being stored cannot.
    runner.show(upload, { type: 'moving' });
    await runner.run(upload, wholeJob(this.#jobs, upload), move);
  }

  /** Finishes an upload that has all its bytes and is to finish by itself: its move did not know of that in time. */
  finishIfWanted(upload: ManagedUpload): void {
    const { status, finishBySelf } = upload.view;
    if (upload.job === null && status.kind === 'ready' && finishBySelf) this.queueFinish(upload);
  }

  queueVerify(upload: ManagedUpload): void {
    if (this.#closed) return;
    this.#moves.add(upload.ref.id, false, () => this.#parts.runner.run(upload, verifyJob(this.#jobs, upload)));
  }

  queueFinish(upload: ManagedUpload): void {
    this.#parts.runner.show(upload, { type: 'finishing' });
    if (this.#closed) return;
    this.#finishes.add(upload.ref.id, () => this.#parts.runner.run(upload, finishJob(this.#jobs, upload)));
  }

  /** To be called when uploads have other places in the queue than before. */
  reordered(): void {
    this.#moves.reordered();
    this.#finishes.reordered();
  }

  /** Takes an upload out of the queue; false when it does not wait for a place. */
  unqueue(id: UploadId): boolean {
    return this.#moves.remove(id);
  }

  /** Gives an upload that waits a place of its own, beyond the limit if need be. */
  startNow(id: UploadId): void {
    this.#moves.startNow(id);
  }

  /** Starts nothing any more, not even what is on its way here. */
  close(): void {
    this.#closed = true;
    this.#moves.clear();
    this.#finishes.clear();
  }

  /**
   * Puts an upload that rests back to work: to move what is missing, or to finish.
   * @param by who asked for it, as its story tells
   * @param turn settles when it may take its place in the queue.
   */
  async goOn(upload: ManagedUpload, by: 'person' | 'self', turn: Promise<void>): Promise<void> {
    const { driver, runner, stories } = this.#parts;
    await assertStoreThere(driver, this.#jobs.root);
    const standing = upload.isPlanned ? 'open' : await standingOf(driver, upload.ref);
    if (standing === 'retired') return await runner.settleRetired(upload);
    if (standing === 'finishing') return this.queueFinish(upload);
    const { offset, checkpointed, size, finishBySelf } = upload.view;
    if (offset === size && checkpointed === size && (await this.settle(upload))) {
      if (finishBySelf || upload.finishAsked) this.queueFinish(upload);
      return;
    }
    if (upload.source === null) throw new LayerliftError('SOURCE_NOT_FOUND', 'no source is known', { path: '' });
    await runner.save(upload, { phase: { kind: 'moving' } });
    await turn;
    // At once: what is shown as waiting can be taken out of the queue.
    runner.show(upload, { type: 'enqueued' });
    if (!upload.isPlanned) stories.note(upload.view, { type: 'resumed', by });
    this.queueMove(upload);
  }

  /** Takes the digest of a complete upload from its checkpoint; false when there is none at the end. */
  async settle(upload: ManagedUpload): Promise<boolean> {
    const { store, runner } = this.#parts;
    const digest = await store.digestOf(upload.ref);
    if (digest === null) return false;
    await runner.enter(upload, { type: 'complete', digest }, { kind: 'complete', mismatch: null });
    return true;
  }

  /** Stops the job that works on an upload, if one does; resolves when it has ended and all that follows is on disk. */
  async stop(upload: ManagedUpload, intent: StopIntent): Promise<void> {
    const { job } = upload;
    if (job === null) return;
    // What a person asked for outlives the end of the app.
    job.intent = intent === 'quit' ? (job.intent ?? intent) : intent;
    if (intent !== 'quit') {
      this.#parts.runner.show(upload, { type: intent === 'cancel' ? 'cancelAsked' : 'pauseAsked' });
    }
    job.stopping.abort(intent === 'cancel' ? DISCARD : undefined);
    await job.ended;
  }
}
