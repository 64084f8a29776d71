import { type ErrorInfo, hasCode, toErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { writeRecord } from '../layers/finishing.ts';
import type { LayerStore } from '../layers/layerStore.ts';
import type { RecordedPhase, UploadRecord } from '../layers/uploadRecord.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { ChangeFeed } from './changeFeed.ts';
import type { History } from './history.ts';
import type { ManagedUpload, StopIntent } from './managedUpload.ts';
import type { TransferEvent, TransferJob, TransferResult } from './transferJob.ts';
import type { TransferPool } from './transferPool.ts';
import { eventOfFailure, type UploadEvent } from './uploadState.ts';

/** What a job of an upload needs of its surroundings. */
export interface JobSurroundings {
  readonly driver: StorageDriver;
  readonly store: LayerStore;
  readonly pool: TransferPool;
  readonly history: History;
  readonly feed: ChangeFeed;
  readonly clock: () => number;
}

/**
 * Runs the jobs of uploads, and turns what becomes of them into records on disk first and news on screen second.
 */
export class JobRunner {
  readonly #around: JobSurroundings;

  constructor(around: JobSurroundings) {
    this.#around = around;
  }

  /** Starts a job; `upload.job` is set until it has ended. Never rejects: what goes wrong becomes a state. */
  async run(upload: ManagedUpload, job: TransferJob): Promise<void> {
    const stopping = new AbortController();
    const ended = this.#perform(upload, job, stopping.signal);
    upload.job = { stopping, ended, intent: null };
    await ended;
  }

  /** Shows an event, after its phase is on disk. */
  async enter(upload: ManagedUpload, event: UploadEvent, phase: RecordedPhase): Promise<void> {
    await this.save(upload, { phase });
    this.show(upload, event);
  }

  async save(upload: ManagedUpload, changes: Partial<UploadRecord>): Promise<void> {
    const record = upload.recordWith(changes);
    await writeRecord(this.#around.driver, upload.ref, record);
    upload.adopt(record);
  }

  show(upload: ManagedUpload, event: UploadEvent): void {
    upload.apply(event);
    this.#around.feed.changed(upload);
  }

  /** Ends an upload and leaves nothing of it but a line of history. */
  async discard(upload: ManagedUpload): Promise<void> {
    const { store, history, clock } = this.#around;
    try {
      await store.cancel(upload.ref, () => history.add(this.#entry(upload, { outcome: 'cancelled', digest: null })));
      this.show(upload, { type: 'cancelled', at: clock() });
    } catch (error) {
      this.show(upload, { type: 'failed', error: toErrorInfo(error) });
    }
  }

  async #perform(upload: ManagedUpload, job: TransferJob, signal: AbortSignal): Promise<void> {
    let result: TransferResult | null = null;
    let failure: ErrorInfo | null = null;
    try {
      result = await this.#around.pool.run(job, { onEvent: (event) => this.#follow(upload, event), signal });
    } catch (error) {
      failure = toErrorInfo(error);
    }
    if (result !== null) upload.settle(result);
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
      await this.enter(upload, event, phase);
    } catch (error) {
      // The record still says that it moves, which recovery reads as interrupted: nothing is lost. What matters more
      // is shown: why it stopped, or why that could not be written.
      const shown = event.type === 'paused' && event.error !== null ? event : eventOfFailure(toErrorInfo(error));
      this.show(upload, shown);
    }
  }

  async #follow(upload: ManagedUpload, event: TransferEvent): Promise<void> {
    const { feed, history, clock } = this.#around;
    if (event.type === 'retired') {
      const note = event.layer.existing === 'replaced' ? 'A corrupt blob of the same digest was replaced.' : '';
      return await history.add({ ...this.#entry(upload, { outcome: 'finished', digest: event.layer.digest }), note });
    }
    if (upload.follow(event, clock())) feed.changed(upload);
    else feed.moved(upload);
    if (event.type === 'opened' && upload.candidate !== null) await this.#adoptCandidate(upload);
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
  const error = result?.kind === 'failed' ? result.error : failure;
  if (error !== null) {
    const event = eventOfFailure(error);
    return [event, { kind: 'paused', reason: 'trouble', error }];
  }
  const reason = intent === 'quit' ? 'quit' : 'person';
  return [
    { type: 'paused', reason, error: null },
    { kind: 'paused', reason, error: null },
  ];
}
