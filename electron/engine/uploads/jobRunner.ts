import { type ErrorInfo, hasCode, toErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import type { Retry } from '../../../shared/upload.ts';
import { settleTrash, writeRecord } from '../layers/finishing.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import { pathFor } from '../layers/paths.ts';
import { standingOf } from '../layers/standing.ts';
import type { RecordedPhase, UploadRecord } from '../layers/uploadRecord.ts';
import { assertUploadThere } from '../layers/uploadThere.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { ChangeFeed } from './changeFeed.ts';
import { roomFor, withSpace } from './diskSpace.ts';
import { type History, noteOf } from './history.ts';
import type { ManagedUpload, StopIntent } from './managedUpload.ts';
import { assertStoreThere } from './openStore.ts';
import { beginPlanned, isPlansPhase, recordStored } from './plannedUploads.ts';
import type { Plans } from './plans.ts';
import { finishedEnd, settleRetired } from './recovery.ts';
import type { Stories } from './stories.ts';
import { noteOfEvent } from './storyEvents.ts';
import type { TransferEvent, TransferJob, TransferResult } from './transferJob.ts';
import type { TransferPool } from './transferPool.ts';
import { eventOfFailure, type UploadEvent } from './uploadState.ts';

/** What a job of an upload needs of its surroundings. */
export interface JobSurroundings {
  /** Absolute path of the store. */
  readonly root: string;
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly pool: TransferPool;
  readonly history: History;
  readonly stories: Stories;
  readonly plans: Plans;
  readonly feed: ChangeFeed;
  readonly clock: () => number;
  /** How an upload goes on by itself from the state that it has. */
  readonly retryOf: (upload: ManagedUpload) => Retry | null;
}

/**
 * Runs the jobs of uploads, and turns what becomes of them into records on disk first and news on screen second.
 */
export class JobRunner {
  readonly #around: JobSurroundings;

  constructor(around: JobSurroundings) {
    this.#around = around;
  }

  /**
   * Starts a job; `upload.job` is set until it has ended. Never rejects: what goes wrong becomes a state.
   * @param declined makes the job that follows when this one is declined and the upload has been begun for it.
   */
  async run(upload: ManagedUpload, job: TransferJob, declined?: () => TransferJob): Promise<void> {
    const stopping = new AbortController();
    const started = performance.now();
    const ended = this.#perform(upload, job, stopping.signal, declined);
    upload.job = { kind: job.kind, started, stopping, ended, intent: null };
    await ended;
  }

  /** Shows an event, after its phase is on disk. */
  async enter(upload: ManagedUpload, event: UploadEvent, phase: RecordedPhase): Promise<void> {
    await this.save(upload, { phase });
    this.show(upload, event);
  }

  /**
   * Writes an upload's record; one that is only planned begins with it, unless what the plan says is enough.
   * @throws LayerliftError `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` when the upload or its data has left the store.
   */
  save(upload: ManagedUpload, changes: Partial<UploadRecord>): Promise<void> {
    return upload.saves.run(async () => {
      const { driver, root } = this.#around;
      if (upload.isPlanned && changes.phase !== undefined && isPlansPhase(changes.phase)) return;
      await assertStoreThere(driver, root);
      const record = upload.recordWith(changes);
      if (upload.isPlanned) {
        await beginPlanned(this.#around, upload, record);
      } else {
        await assertUploadThere(driver, upload.ref);
        await writeRecord(driver, upload.ref, record);
      }
      upload.adopt(record);
    });
  }

  /** Begins an upload that is only planned. Errors as `save`. */
  async begin(upload: ManagedUpload): Promise<void> {
    if (upload.isPlanned) await this.save(upload, {});
  }

  show(upload: ManagedUpload, event: UploadEvent): void {
    upload.apply(event);
    upload.retryBy(this.#around.retryOf(upload));
    this.#around.feed.changed(upload);
    const note = noteOfEvent(event, upload.view, upload.job);
    // The history tells enough of a layer that was stored in one step.
    if (note !== null && !upload.isPlanned) this.#around.stories.note(upload.view, note);
  }

  /**
   * Ends an upload and leaves nothing of it but a line of history. A finish that had already made it a layer is told
   * as what it is.
   */
  async discard(upload: ManagedUpload): Promise<void> {
    const around = this.#around;
    try {
      await assertStoreThere(around.driver, around.root);
      const standing = await standingOf(around.driver, upload.ref);
      // What somebody else has removed has ended, too; its line of history is what is left to do.
      if (standing === 'retired' || standing === 'gone') return await this.settleRetired(upload);
      const cancelled = this.#entry(upload, { outcome: 'cancelled', digest: null });
      let entry = cancelled;
      await around.store.cancel(upload.ref, async () => {
        entry = (await finishedEnd(around, upload.ref.id)) ?? cancelled;
        await around.history.add(entry);
      });
      this.#showEnd(upload, entry, 0);
    } catch (error) {
      await this.#fail(upload, await this.#withSpace(upload, toErrorInfo(error)));
    }
  }

  /** Carries an upload to its end that has left the store already: its line of history, and the rest of its folder. */
  async settleRetired(upload: ManagedUpload): Promise<void> {
    const started = performance.now();
    const cancelled = this.#entry(upload, { outcome: 'cancelled', digest: null });
    const end = await settleRetired(this.#around, upload.ref.id, cancelled);
    this.#showEnd(upload, end ?? cancelled, performance.now() - started);
  }

  #showEnd(upload: ManagedUpload, { outcome, digest, at }: HistoryEntry, finishMs: number): void {
    this.#around.plans.end(upload.ref.id);
    const layer = outcome === 'finished' ? digest : null;
    if (layer === null) this.show(upload, { type: 'cancelled', at });
    else {
      const blobPath = pathFor({ kind: 'blobData', digest: layer });
      this.show(upload, { type: 'finished', digest: layer, blobPath, finishMs, at });
    }
  }

  async #perform(
    upload: ManagedUpload,
    job: TransferJob,
    signal: AbortSignal,
    declined?: () => TransferJob,
  ): Promise<void> {
    const run = (next: TransferJob): Promise<TransferResult> =>
      this.#around.pool.run(next, { onEvent: (event) => this.#follow(upload, event), signal });
    let result: TransferResult | null = null;
    let failure: ErrorInfo | null = null;
    try {
      result = await run(job);
      if (result.kind === 'declined' && declined !== undefined) {
        await this.begin(upload);
        result = await run(declined());
      }
      if (result.kind === 'finished' && upload.isPlanned) {
        await recordStored(this.#around, upload, result.layer, result.finishMs);
      }
    } catch (error) {
      failure = toErrorInfo(error);
      // Its thread may have died in the middle of anything. What cannot be settled now is at the next start.
      await settleTrash(this.#around.driver).catch(() => undefined);
    }
    if (failure !== null) result = null;
    if (result?.position) upload.settle(result.position, result.kind === 'finished' ? result.rehashed : undefined);
    if (result?.kind === 'failed') failure = result.error;
    if (failure !== null) failure = await this.#withSpace(upload, failure);
    // A source that did not hold is forgotten; one whose proof was only paused is proven when it goes on.
    if (result?.kind !== 'stopped') upload.candidate = null;
    const cancelled = (): boolean => upload.job?.intent === 'cancel' && result?.kind !== 'finished';
    if (!cancelled()) await this.#conclude(upload, result, failure, upload.job?.intent ?? null);
    // Asked again, because a cancel may have come while the end was being written; and the job is over only now, so
    // that nobody touches the upload's folder beside that write.
    if (cancelled()) await this.discard(upload);
    upload.job = null;
  }

  async #conclude(
    upload: ManagedUpload,
    result: TransferResult | null,
    failure: ErrorInfo | null,
    intent: StopIntent | null,
  ): Promise<void> {
    if (result?.kind === 'finished') {
      const { layer, finishMs } = result;
      const { digest, blobPath } = layer;
      this.show(upload, { type: 'finished', digest, blobPath, finishMs, at: this.#around.clock() });
      return;
    }
    const [event, phase] = outcomeOf(result, failure, intent);
    try {
      // From a finish on there is only the way forward, and the record on disk is what tells it.
      const standing = failure === null ? 'open' : await standingOf(this.#around.driver, upload.ref);
      if (standing === 'open') await this.save(upload, { phase });
      if (event.type === 'failed') await this.#fail(upload, event.error);
      else this.show(upload, event);
    } catch (error) {
      // The record still says that it moves, which recovery reads as interrupted: nothing is lost. What matters more
      // is shown: why it stopped, or why that could not be written.
      const shown = event.type === 'paused' && event.error !== null ? event : eventOfFailure(toErrorInfo(error));
      if (shown.type === 'failed') await this.#fail(upload, shown.error);
      else this.show(upload, shown);
    }
  }

  /** Shows a failure, after its line of history. */
  async #fail(upload: ManagedUpload, error: ErrorInfo): Promise<void> {
    try {
      await this.#around.history.add({ ...this.#entry(upload, { outcome: 'failed', digest: null }), error });
    } catch (unwritten) {
      if (!hasCode(unwritten)) throw unwritten;
      // The failure itself is shown, and kept by the upload's record: a line that could not be written hides neither.
    }
    this.show(upload, { type: 'failed', error });
  }

  async #follow(upload: ManagedUpload, event: TransferEvent): Promise<void> {
    const { feed, history, stories, clock } = this.#around;
    if (event.type === 'retired') {
      const { digest, existing } = event.layer;
      const entry = this.#entry(upload, { outcome: 'finished', digest });
      return await history.add({ ...entry, note: noteOf(existing === 'replaced') });
    }
    if (upload.follow(event, clock())) feed.changed(upload);
    else feed.moved(upload);
    if (event.type !== 'opened') return;
    const { offset, ms, recovery } = event;
    const { from, rehashed, copiedTwice } = recovery;
    stories.note(upload.view, { type: 'opened', from, offset, rehashed, copiedTwice, ms });
    if (upload.candidate !== null) await this.#adoptCandidate(upload);
  }

  /** The bytes are proven to be the candidate's: it is the upload's source from here on. */
  async #adoptCandidate(upload: ManagedUpload): Promise<void> {
    const source = upload.candidate;
    upload.candidate = null;
    try {
      await this.save(upload, { source });
    } catch (error) {
      if (!hasCode(error)) throw error;
      // The job goes on; should it be interrupted before a later record succeeds, the person points at it once more.
    }
    this.#around.feed.changed(upload);
  }

  #withSpace(upload: ManagedUpload, error: ErrorInfo): Promise<ErrorInfo> {
    return withSpace(error, this.#around.root, roomFor(upload.view));
  }

  #entry(upload: ManagedUpload, end: Pick<HistoryEntry, 'outcome' | 'digest'>): HistoryEntry {
    const { id, repository, name, offset } = upload.view;
    return { id, repository, name, size: offset, ...end, at: this.#around.clock(), note: '' };
  }
}

/** What a job's end means, and what the record says of it. */
function outcomeOf(
  result: TransferResult | null,
  failure: ErrorInfo | null,
  intent: StopIntent | null,
): readonly [UploadEvent, RecordedPhase] {
  if (result?.kind === 'complete') {
    return [
      { type: 'complete', digest: result.digest },
      { kind: 'complete', mismatch: null },
    ];
  }
  if (result?.kind === 'mismatch') {
    const { expected, actual } = result;
    return [
      { type: 'mismatch', expected, actual },
      { kind: 'complete', mismatch: actual },
    ];
  }
  if (failure !== null) {
    const event = eventOfFailure(failure);
    return [event, { kind: 'paused', reason: 'trouble', error: failure }];
  }
  const reason = intent === 'quit' || intent === 'sleep' ? intent : 'person';
  return [
    { type: 'paused', reason, error: null },
    { kind: 'paused', reason, error: null },
  ];
}
