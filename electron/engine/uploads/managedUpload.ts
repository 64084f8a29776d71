import { purgeTimeOf } from '../../../shared/startedAt.ts';
import type { ProgressTick, Retry, UploadView } from '../../../shared/upload.ts';
import type { UploadState } from '../layers/inspectUpload.ts';
import type { RecordedPhase, SourceIdentity, UploadRecord } from '../layers/uploadRecord.ts';
import type { UploadRef } from '../layers/uploadRef.ts';
import { SerialQueue } from '../storage/serialQueue.ts';
import type { FinishWish } from './finishWish.ts';
import { RateMeter } from './rateMeter.ts';
import type { Position, TransferEvent, TransferJob } from './transferJob.ts';
import { transition, type UploadEvent } from './uploadState.ts';

/** What a job is stopped for. */
export type StopIntent = 'pause' | 'sleep' | 'cancel' | 'quit';

/** The job that works on an upload. */
export interface RunningJob {
  readonly kind: TransferJob['kind'];
  /** As `performance.now()`, ms. */
  readonly started: number;
  readonly stopping: AbortController;
  /** Resolves when the job has ended and all that follows from it is on disk and shown. */
  readonly ended: Promise<void>;
  intent: StopIntent | null;
}

/** One upload in memory: what the window shows of it, what its record says, and the job that works on it. */
export class ManagedUpload {
  readonly ref: UploadRef;
  /** True as long as it is a plan: nothing of it lies in the store, see `Plans`. */
  isPlanned: boolean;
  job: RunningJob | null = null;
  /** A source that a person pointed at; it becomes the record's when its bytes are proven. */
  candidate: SourceIdentity | null = null;
  /** True from the moment that a person said so until it has happened or makes no sense any more. */
  finishAsked = false;
  /** What the move under way is told of finishing by itself; null when none is. */
  finishWish: FinishWish | null = null;
  /** When `data` had been written last as the upload was found, ms since the epoch; null when that is not known. */
  readonly lastWritten: number | null;
  /** Records are written one after another: each is the one before with changes. */
  readonly saves = new SerialQueue();
  readonly #turns = new SerialQueue();
  #view: UploadView;
  #record: UploadRecord | null;
  #rate: RateMeter | null = null;
  #tick: ProgressTick | null = null;

  constructor(ref: UploadRef, state: UploadState, { status }: Pick<UploadView, 'status'>, isPlanned = false) {
    const { record, offset, checkpoint, modifiedAt, purgeAt } = state;
    this.ref = ref;
    this.isPlanned = isPlanned;
    this.lastWritten = modifiedAt > 0 ? Math.floor(modifiedAt) : null;
    this.#record = record;
    this.#view = {
      id: ref.id,
      repository: ref.repository,
      name: record?.name ?? ref.id,
      source: record?.source ?? null,
      size: record?.source?.size ?? null,
      offset,
      hashed: checkpoint?.offset ?? 0,
      checkpointed: checkpoint?.offset ?? 0,
      status,
      expected: record?.expected ?? null,
      finishBySelf: record?.finishBySelf ?? false,
      createdAt: record?.createdAt ?? modifiedAt,
      purgeAt,
      rehashed: null,
      copiedTwice: null,
      retry: null,
    };
  }

  get view(): UploadView {
    return this.#view;
  }

  get source(): SourceIdentity | null {
    return this.candidate ?? this.#record?.source ?? null;
  }

  /** Runs commands one after the other, so that each finds the state that the one before it left. */
  inTurn<T>(command: () => Promise<T>): Promise<T> {
    return this.#turns.run(command);
  }

  /** What the record on disk says the upload is about; null without one. */
  get phase(): RecordedPhase | null {
    return this.#record?.phase ?? null;
  }

  /** The record with `changes`, as it is to be written. A found upload becomes ours with its first record. */
  recordWith(changes: Partial<UploadRecord>): UploadRecord {
    const { repository, name, expected, finishBySelf, createdAt } = this.#view;
    const phase = this.#record?.phase ?? { kind: 'moving' };
    return {
      repository,
      name,
      expected,
      finishBySelf,
      createdAt,
      phase,
      source: this.#record?.source ?? null,
      ...changes,
    };
  }

  /** Takes over a record that is on disk now. */
  adopt(record: UploadRecord): void {
    const { name, source, expected, finishBySelf } = record;
    this.#record = record;
    this.#view = { ...this.#view, name, source, size: source?.size ?? this.#view.size, expected, finishBySelf };
  }

  /** Takes over what a person decides about a found upload; it is on disk with the upload's first record. */
  decide(changes: Partial<Pick<UploadRecord, 'expected' | 'finishBySelf'>>): void {
    this.#view = { ...this.#view, ...changes };
  }

  /** Takes over when a registry removes the upload from now on, ms since the epoch. */
  date(purgeAt: number): void {
    this.#view = { ...this.#view, purgeAt };
  }

  /** Decides how it goes on by itself; true when that is news. */
  retryBy(retry: Retry | null): boolean {
    const before = this.#view.retry;
    if (before?.kind === retry?.kind && (retry?.kind !== 'at' || before?.kind !== 'at' || before.at === retry.at)) {
      return false;
    }
    this.#view = { ...this.#view, retry };
    return true;
  }

  apply(event: UploadEvent): void {
    const status = transition(this.#view.status, event);
    // Another state counts other bytes: their speed begins anew.
    if (status.kind !== this.#view.status.kind) this.#rate = null;
    this.#view = { ...this.#view, status };
    this.#tick = null;
  }

  /** Takes over where a job left the upload. */
  settle({ offset, checkpointed }: Position, rehashed: number | null = this.#view.rehashed): void {
    this.#view = { ...this.#view, offset, checkpointed, hashed: offset, rehashed };
  }

  /** Takes over what a job tells; true when the whole view is news, not only its numbers. */
  follow(event: Exclude<TransferEvent, { readonly type: 'retired' }>, now: number): boolean {
    const before = this.#view.status.kind;
    switch (event.type) {
      case 'opened': {
        const { rehashed, copiedTwice, checkpointed } = event.recovery;
        this.#view = { ...this.#view, rehashed, copiedTwice, checkpointed, offset: event.offset, hashed: event.offset };
        // Opening an upload dates one that had no date.
        if (this.#view.purgeAt === null) this.date(purgeTimeOf(now));
        this.apply({ type: 'moving' });
        return true;
      }
      case 'moving': {
        const { offset, hashed, checkpointed, read } = event;
        this.#view = { ...this.#view, offset, hashed, checkpointed };
        this.#measure(offset, this.#view.size ?? offset, null, now);
        if (this.#tick !== null && read !== undefined) this.#tick = { ...this.#tick, read };
        return false;
      }
      case 'recovering':
      case 'verifying':
        this.apply(event);
        this.#measure(event.done, event.total, event.done, now);
        return this.#view.status.kind !== before;
      case 'finishing':
        this.apply(event);
        return true;
    }
  }

  /** The numbers since the last call; null when there are none. */
  takeTick(): ProgressTick | null {
    const tick = this.#tick;
    this.#tick = null;
    return tick;
  }

  #measure(done: number, total: number, rehashed: number | null, now: number): void {
    this.#rate ??= new RateMeter(done, now);
    const { id, offset, hashed, checkpointed } = this.#view;
    this.#tick = { id, offset, hashed, checkpointed, rehashed, ...this.#rate.measure(done, total, now) };
  }
}
