import type { Digest } from '../../shared/digest.ts';
import { hasCode, LayerliftError, mainFailure, toErrorInfo } from '../../shared/errors.ts';
import { loadDigesterFactory } from '../engine/digest/backend.ts';
import type { DigesterFactory } from '../engine/digest/digester.ts';
import { adopt } from '../engine/layers/adoption.ts';
import { throwIfCancelled } from '../engine/layers/hashFile.ts';
import { LayerStore } from '../engine/layers/layerStore.ts';
import type { LayerWriter } from '../engine/layers/layerWriter.ts';
import { standingOf } from '../engine/layers/standing.ts';
import { storeWhole } from '../engine/layers/storeWhole.ts';
import { fileOps } from '../engine/storage/fileOps.ts';
import { openGroupingDriver } from '../engine/storage/filesystemDriver.ts';
import { immediateOps } from '../engine/storage/immediateOps.ts';
import type { StorageDriver } from '../engine/storage/storageDriver.ts';
import { FinishWish } from '../engine/uploads/finishWish.ts';
import { assertStoreThere } from '../engine/uploads/openStore.ts';
import type { RateLimit } from '../engine/uploads/rateLimit.ts';
import { Source } from '../engine/uploads/source.ts';
import {
  DISCARD,
  type FinishJob,
  isSmallJob,
  type MoveJob,
  type Position,
  type TransferEvent,
  type TransferJob,
  type TransferResult,
  type VerifyJob,
  type WholeJob,
} from '../engine/uploads/transferJob.ts';

/** What a job may use of the world outside its thread. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** Shared by all threads. */
  readonly rateLimit: Pick<RateLimit, 'take'>;
  readonly emit: (event: TransferEvent) => void;
  /** Resolves when the finished layer is on record. */
  readonly retire: (event: Extract<TransferEvent, { readonly type: 'retired' }>) => Promise<void>;
}

/** Between two progress events, ms: ten a second. */
const PROGRESS_MS = 100;

/** One driver a store for all jobs of a kind in this thread: it remembers which folders are durable already. */
const drivers = { large: new Map<string, Promise<StorageDriver>>(), small: new Map<string, Promise<StorageDriver>>() };

function driverFor(job: TransferJob): Promise<StorageDriver> {
  // Small layers have a thread to themselves, which has nothing better to do than what they ask for.
  const [known, ops] = isSmallJob(job) ? [drivers.small, immediateOps] : [drivers.large, fileOps];
  const driver = known.get(job.root) ?? openGroupingDriver(job.root, ops);
  known.set(job.root, driver);
  return driver;
}

/**
 * Runs one job to its end. Whatever it meets becomes a result; the upload is closed in every case, with a checkpoint
 * wherever the disk allows one.
 */
export async function runJob(job: TransferJob, context: JobContext): Promise<TransferResult> {
  const driver = await driverFor(job);
  const factory = await loadDigesterFactory(job.digester);
  const store = new LayerStore(driver, factory);
  let outcome: Outcome;
  try {
    await assertStoreThere(driver, job.root);
    outcome = await perform({ driver, factory, store }, job, context);
  } catch (error) {
    outcome = toOutcome(error);
  }
  if (outcome.kind !== 'finished') return { ...outcome, position: await positionOf(driver, store, job) };
  return { ...outcome, position: { offset: outcome.layer.size, checkpointed: outcome.layer.size } };
}

type WithoutPosition<T> = T extends unknown ? Omit<T, 'position'> : never;
type Outcome = WithoutPosition<TransferResult>;

/** Null when it cannot be told; that failure is the one that ended the job, or follows from it. */
async function positionOf(driver: StorageDriver, store: LayerStore, job: TransferJob): Promise<Position | null> {
  try {
    await assertStoreThere(driver, job.root);
    // From a finish on, the data may lie elsewhere, and counts as it was counted last.
    if ((await standingOf(driver, job.upload)) !== 'open') return null;
    const { offset, checkpoint } = await store.inspect(job.upload);
    return { offset, checkpointed: checkpoint?.offset ?? 0 };
  } catch {
    return null;
  }
}

/** What a job works with. */
interface Tools {
  readonly driver: StorageDriver;
  readonly factory: DigesterFactory;
  readonly store: LayerStore;
}

function perform(tools: Tools, job: TransferJob, context: JobContext): Promise<Outcome> {
  const { store } = tools;
  switch (job.kind) {
    case 'move':
      return move(store, job, context);
    case 'whole':
      return whole(tools, job, context);
    case 'finish':
      return finish(store, job, context);
    case 'verify':
      return verify(store, job, context);
  }
}

async function move(store: LayerStore, job: MoveJob, context: JobContext): Promise<Outcome> {
  const { signal, emit, rateLimit } = context;
  const { source: identity, expected } = job;
  const recovering = paced((done: number, total: number) => emit({ type: 'recovering', done, total }));
  // Asked before anything is touched: a source that is gone or changed leaves the upload as it is.
  await (await Source.open(identity, 0, signal)).close();
  const started = performance.now();
  await using writer = await store.resume(job.upload, {
    expected,
    from: job.proof === 'whole' ? 'start' : 'checkpoint',
    proof: {
      openSource: (offset) => Source.open(identity, offset, signal),
      onDifference: job.proof === 'whole' ? 'refuse' : 'cut',
    },
    onHashed: recovering,
    signal,
  });
  emit({ type: 'opened', recovery: writer.recovery, offset: writer.offset, ms: performance.now() - started });
  const admit = (wanted: number): Promise<number> => rateLimit.take(wanted, signal);
  await using source = await Source.open(identity, writer.offset, signal);
  const progress = paced(() => emit(position(writer, source)));
  const confirm = (): Promise<void> => source.assertUnchanged();
  const options = { signal, onProgress: progress, confirm, admit };
  try {
    if (!isSmallJob(job)) await adopt(writer, source, options);
    source.goTo(writer.offset);
    await writer.readFrom(source, { ...options, remaining: identity.size - writer.offset });
  } finally {
    // The last bytes are believed on the same terms as all before them, also where a pause makes them the last.
    if (signal.reason === DISCARD) await writer.abandon();
    else await writer.checkpoint(confirm);
  }
  if (writer.offset !== identity.size) {
    throw new LayerliftError('SOURCE_IO', 'the source gave fewer bytes than it has', {
      path: identity.path,
      errno: 'EOF',
      size: identity.size,
      offset: writer.offset,
    });
  }
  emit(position(writer, source));
  if (new FinishWish(job.finish).claim()) return await finishWith(writer, job, context, performance.now());
  await writer.verify(expected, verifying(context));
  return { kind: 'complete', digest: writer.digest() };
}

/** An upload tells better what is wrong, and keeps what there is: every failure but a stop leads to one. */
async function whole({ driver, factory }: Tools, job: WholeJob, context: JobContext): Promise<Outcome> {
  const { upload, expected, verifyExisting } = job;
  try {
    await using source = await Source.open(job.source, 0, context.signal);
    const bytes = await readAll(source, context);
    const started = performance.now();
    const confirm = async (): Promise<void> => {
      await source.assertUnchanged();
      throwIfCancelled(context.signal);
      if (!new FinishWish(job.finish).claim()) throw new LayerliftError('CANCELLED', 'it is not to be finished');
    };
    const layer = await storeWhole(driver, factory, { upload, bytes, expected, verifyExisting }, confirm);
    if (layer === null) return { kind: 'declined' };
    return { kind: 'finished', layer, finishMs: performance.now() - started, rehashed: 0 };
  } catch (error) {
    if (!hasCode(error)) throw error;
    return context.signal.aborted && hasCode(error, 'CANCELLED') ? { kind: 'stopped' } : { kind: 'declined' };
  }
}

async function readAll(source: Source, { rateLimit, signal }: JobContext): Promise<Uint8Array> {
  const bytes = new Uint8Array(source.size);
  let filled = 0;
  while (filled < bytes.length) {
    const admitted = await rateLimit.take(bytes.length - filled, signal);
    const read = await source.read(bytes.subarray(filled, filled + admitted));
    if (read === 0) throw new LayerliftError('SOURCE_IO', 'the source gave fewer bytes than it has', {});
    filled += read;
  }
  return bytes;
}

async function finish(store: LayerStore, job: FinishJob, context: JobContext): Promise<Outcome> {
  const started = performance.now();
  let finishMs = 0;
  const moved = await store.completeMoved(job.upload, async (layer) => {
    finishMs = performance.now() - started;
    await context.retire({ type: 'retired', layer, finishMs });
  });
  if (moved !== null) return { kind: 'finished', layer: moved, finishMs, rehashed: 0 };
  const options = { expected: job.expected, ...verifying(context) };
  await using writer = await store.resume(job.upload, options);
  return await finishWith(writer, job, context, started);
}

async function finishWith(
  writer: LayerWriter,
  { expected, verifyExisting }: MoveJob | FinishJob,
  context: JobContext,
  started: number,
): Promise<Outcome> {
  context.emit({ type: 'finishing' });
  let finishMs = 0;
  const layer = await writer.finish(expected, {
    ...verifying(context),
    verifyExisting,
    onRetired: async (retired) => {
      finishMs = performance.now() - started;
      await context.retire({ type: 'retired', layer: retired, finishMs });
    },
  });
  return { kind: 'finished', layer, finishMs, rehashed: writer.recovery.rehashed + layer.rehashed };
}

async function verify(store: LayerStore, job: VerifyJob, context: JobContext): Promise<Outcome> {
  const options = { expected: job.expected, from: 'start', ...verifying(context) } as const;
  await using writer = await store.resume(job.upload, options);
  await writer.verify(job.expected, verifying(context));
  return { kind: 'complete', digest: writer.digest() };
}

const verifying = ({ emit, signal }: JobContext) => ({
  onHashed: paced((done: number, total: number) => emit({ type: 'verifying', done, total })),
  signal,
});

/** Where a writer stands. Its digests run ahead of writes that are under way: those bytes are not there yet. */
const position = ({ offset, hashed, checkpointed }: LayerWriter, { position: read }: Source): TransferEvent => ({
  type: 'moving',
  offset,
  hashed: Math.min(hashed, offset),
  checkpointed,
  read,
});

function toOutcome(thrown: unknown): Outcome {
  const error = mainFailure(thrown);
  if (hasCode(error, 'CANCELLED')) return { kind: 'stopped' };
  if (hasCode(error, 'DIGEST_MISMATCH')) {
    const { expected, actual } = error.details;
    return { kind: 'mismatch', expected: expected as Digest, actual: actual as Digest };
  }
  return { kind: 'failed', error: toErrorInfo(thrown) };
}

/** Lets a call through at most every `PROGRESS_MS`. */
function paced<Args extends readonly unknown[]>(call: (...args: Args) => void): (...args: Args) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (...args) => {
    const now = performance.now();
    if (now - last < PROGRESS_MS) return;
    last = now;
    call(...args);
  };
}
