import { AlignedBuffers } from '../storage/alignedBuffers.ts';
import { bytesToAlignment } from '../storage/directFile.ts';
import type { FileReader } from '../storage/storageDriver.ts';
import { CheckpointPacer } from './checkpointPacer.ts';
import { throwIfCancelled } from './hashFile.ts';
import type { LayerWriter } from './layerWriter.ts';
import { FIRST_BYTES, ReadingPace } from './readingPace.ts';

/** How bytes are pumped. */
export interface PumpOptions {
  /** Called after every chunk. */
  readonly onProgress?: () => void;
  /** Asked before a checkpoint: rejects when the source is no longer the one that the bytes came from. */
  readonly confirm?: () => Promise<void>;
  /** Asked before bytes are read: resolves to how many of `wanted` may pass now, at least one. */
  readonly admit?: (wanted: number) => Promise<number>;
  /** Bytes that the source has left, where it is known: a few need no large buffers. */
  readonly remaining?: number;
  readonly signal?: AbortSignal;
}

/** One chunk is read and two are on their way to the disk while a fourth is hashed. */
const CHUNKS = 4;

/** Large enough to keep a disk busy although writes go one by one, small enough to stop within a few ms. */
const PUMP_BYTES = 4 * 1024 * 1024;

/** Shared by the pumps of a thread, of which one large one at a time is the rule. */
const buffers = new AlignedBuffers(PUMP_BYTES);

/** What is smaller goes through the page cache, by memory that is had for nothing. */
const SMALL_BYTES = 1024 * 1024;

const takeBuffers = (): readonly Uint8Array[] => Array.from({ length: CHUNKS }, () => buffers.take());
const smallBuffers = (remaining: number): readonly Uint8Array[] => {
  const bytes = Math.min(Math.max(remaining, 1), FIRST_BYTES);
  return [new Uint8Array(bytes), new Uint8Array(bytes)];
};

/**
 * Moves a source into a writer: reading, writing, hashing and syncing overlap. Memory is bounded by `CHUNKS`, and
 * the bytes past the newest checkpoint by `AT_RISK_BYTES`: the stream waits for the disk rather than risk more.
 */
export async function pump(writer: LayerWriter, source: FileReader, options: PumpOptions): Promise<void> {
  const { signal, confirm, admit, onProgress } = options;
  const { remaining = Number.POSITIVE_INFINITY } = options;
  const lent = remaining <= SMALL_BYTES ? [] : takeBuffers();
  const ring = (lent.length > 0 ? lent : smallBuffers(remaining)).map((bytes) => ({ bytes, free: Promise.resolve() }));
  const checkpoints = new CheckpointPacer(writer, confirm);
  const pace = new ReadingPace();
  let turn = 0;
  let first = true;
  let taken = writer.offset;
  const read = async (): Promise<{ readonly chunk: (typeof ring)[number]; readonly length: number }> => {
    const chunk = ring[turn++ % ring.length];
    if (chunk === undefined) throw new RangeError('no buffers');
    await chunk.free;
    // A short first chunk brings all that follow to where they can be written directly.
    const most = chunk.bytes.length;
    const wanted = Math.min((first && bytesToAlignment(writer.offset)) || pace.portion, most);
    first = false;
    const admitted = admit === undefined ? wanted : await admit(wanted);
    const startedAt = performance.now();
    const length = await source.read(chunk.bytes.subarray(0, admitted));
    pace.took(length, performance.now() - startedAt);
    return { chunk, length };
  };
  let next = read();
  try {
    for (let part = await next; part.length > 0; part = await next) {
      throwIfCancelled(signal);
      taken += part.length;
      await checkpoints.makeRoom(taken);
      next = read();
      const written = writer.write(part.chunk.bytes.subarray(0, part.length));
      part.chunk.free = written;
      written.catch(() => undefined);
      checkpoints.startIfDue();
      onProgress?.();
    }
  } finally {
    // Nothing of this call may run on after it: not the read ahead, not a write, not a checkpoint.
    const [read] = await Promise.allSettled([next, ...ring.map((chunk) => chunk.free), checkpoints.settled()]);
    // A read that was given up may still fill its buffer, at any time.
    if (read.status === 'fulfilled') for (const bytes of lent) buffers.giveBack(bytes);
  }
  await Promise.all([...ring.map((chunk) => chunk.free), checkpoints.settled()]);
}
