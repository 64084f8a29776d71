import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import type { FileReader } from '../../../electron/engine/storage/storageDriver.ts';
import { AT_RISK_BYTES, CHECKPOINT_BYTES, CHECKPOINT_MS } from '../../../shared/checkpointing.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord, readerOver } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
/** What is asked for of a source that is fast: a little first, then more from step to step. */
const PORTIONS = [256 * KIB, MIB, 4 * MIB, 4 * MIB];
const BYTES = seededBytes(31, CHECKPOINT_BYTES + 9 * MIB + 5);

/** A writer into a store in memory; `failing` names a method of its driver that fails from now on. */
async function scene(failing?: string) {
  const failure = new Error('the disk is gone');
  const driver = faultyDriver(
    openMemoryDriver(),
    failCalls(({ method, path }) => method === failing && path.endsWith('/data'), failure),
  );
  const { store } = await layerStore(driver);
  return { driver, failure, writer: await store.create(newRecord()) };
}

/** A source that tells before each read how far it is, and may wait or fail there. */
function sourceOver(bytes: Uint8Array, before: (position: number, buffer: Uint8Array) => unknown): FileReader {
  const inner = readerOver(bytes);
  let position = 0;
  return {
    ...inner,
    read: async (buffer) => {
      await before(position, buffer);
      const count = await inner.read(buffer);
      position += count;
      return count;
    },
  };
}

/** Turns of the event loop within which every state here comes, by far. */
const TURNS = 100_000;

/** Waits for a state that other promises lead to, without a clock. */
async function come(state: () => boolean): Promise<void> {
  for (let turn = 0; !state(); turn += 1) {
    if (turn > TURNS) throw new Error(`never came: ${state}`);
    await setImmediate();
  }
}

// A source is fast or slow by the clock; in these tests it takes no time unless a test lets some pass.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the pump', () => {
  it.each([
    ['from the beginning', 0, PORTIONS],
    ['from a page', 8192, PORTIONS],
    ['from between pages, which the first read leads to', 5000, [8192 - 5000]],
  ])('reads what can be written directly: %s', async (_, start, expected) => {
    const { writer } = await scene();
    await writer.write(BYTES.subarray(0, start));
    const lengths: number[] = [];
    const source = sourceOver(BYTES.subarray(start), (_position, buffer) => lengths.push(buffer.length));
    await writer.readFrom(source, {});
    expect(lengths.slice(0, expected.length)).toEqual(expected);
    expect(lengths.slice(1).every((length) => length % 4096 === 0)).toBe(true);
    expect(writer.offset).toBe(BYTES.length);
    expect(writer.digest()).toBe(digestOf(BYTES));
  });

  it('asks before each read how much may pass, and reads no more than that', async () => {
    const { writer } = await scene();
    const asked: number[] = [];
    const lengths: number[] = [];
    const source = sourceOver(BYTES.subarray(0, 3 * MIB), (_position, buffer) => lengths.push(buffer.length));
    await writer.readFrom(source, {
      admit: async (wanted) => {
        asked.push(wanted);
        return 100 * KIB;
      },
    });
    expect(asked.slice(0, 4)).toEqual(PORTIONS);
    expect(lengths).toEqual(asked.map(() => 100 * KIB));
    expect(writer.offset).toBe(3 * MIB);
  });

  it('tells its progress after each chunk', async () => {
    const { writer } = await scene();
    let told = 0;
    const source = sourceOver(BYTES.subarray(0, 5 * MIB), () => undefined);
    await writer.readFrom(source, {
      onProgress: () => {
        told += 1;
      },
    });
    // The portions up to 5 MiB, and what is left.
    expect(told).toBe(3);
  });

  it('makes a checkpoint of few bytes while a slow source keeps it waiting', async () => {
    const { writer } = await scene();
    const seen: number[] = [];
    const source = sourceOver(BYTES.subarray(0, 256 * KIB + 5), async (position) => {
      if (position !== 256 * KIB) return;
      await come(() => writer.offset === position && writer.hashed === position);
      vi.advanceTimersByTime(CHECKPOINT_MS - 1);
      await setImmediate();
      seen.push(writer.checkpointed);
      vi.advanceTimersByTime(CHECKPOINT_MS);
      await come(() => writer.checkpointed > 0);
      seen.push(writer.checkpointed);
    });
    await writer.readFrom(source, {});
    expect(seen).toEqual([0, 256 * KIB]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('makes none while there is nothing new, however long that takes', async () => {
    const { writer } = await scene();
    let confirmed = 0;
    const source = sourceOver(new Uint8Array(), async () => {
      vi.advanceTimersByTime(10 * CHECKPOINT_MS);
      await setImmediate();
    });
    await writer.readFrom(source, {
      confirm: async () => {
        confirmed += 1;
      },
    });
    expect(confirmed).toBe(0);
  });

  it('makes a checkpoint as soon as the bytes for one have come, and one at a time', async () => {
    const { writer } = await scene();
    const confirmedAt: number[] = [];
    let running = 0;
    await writer.readFrom(readerOver(seededBytes(34, 2 * CHECKPOINT_BYTES)), {
      confirm: async () => {
        confirmedAt.push(writer.hashed);
        running += 1;
        expect(running).toBe(1);
        await setImmediate();
        running -= 1;
      },
    });
    expect(confirmedAt).toHaveLength(1);
    expect(confirmedAt[0]).toBeGreaterThanOrEqual(CHECKPOINT_BYTES);
    expect(writer.checkpointed).toBeGreaterThanOrEqual(CHECKPOINT_BYTES);
  });

  it('lets no more bytes pass than may be at risk while a checkpoint hangs', async () => {
    const { writer } = await scene();
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bytes = seededBytes(32, AT_RISK_BYTES + 8 * MIB);
    const moved = writer.readFrom(readerOver(bytes), { confirm: () => hanging });
    // The last whole portion that fits.
    const most = 256 * KIB + MIB + 15 * 4 * MIB;
    expect(AT_RISK_BYTES - most).toBeLessThan(4 * MIB);
    await come(() => writer.hashed >= most);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect([writer.hashed, writer.offset]).toEqual([most, most]);
    release();
    await moved;
    expect(writer.digest()).toBe(digestOf(bytes));
  });

  it('stops when the source is no longer what it was, and asks no second time', async () => {
    const { writer } = await scene();
    const changed = new Error('changed');
    let asked = 0;
    const confirm = async (): Promise<void> => {
      asked += 1;
      throw changed;
    };
    const bytes = seededBytes(33, 3 * CHECKPOINT_BYTES);
    await expect(writer.readFrom(readerOver(bytes), { confirm })).rejects.toBe(changed);
    expect(asked).toBe(1);
    expect(writer.hashed).toBeLessThan(bytes.length);
  });

  it('tells of a checkpoint that fails when all bytes have come already', async () => {
    const { writer } = await scene();
    const changed = new Error('changed');
    const bytes = seededBytes(35, 2 * CHECKPOINT_BYTES);
    const confirm = async (): Promise<void> => {
      await come(() => writer.hashed === bytes.length);
      throw changed;
    };
    await expect(writer.readFrom(readerOver(bytes), { confirm })).rejects.toBe(changed);
  });

  it.each(['writer.write', 'writer.sync'])('stops when the disk fails: %s', async (method) => {
    const { writer, failure } = await scene(method);
    await expect(writer.readFrom(readerOver(seededBytes(36, 2 * CHECKPOINT_BYTES)), {})).rejects.toBe(failure);
  });

  it('leaves nothing running when the source fails, and the writer usable', async () => {
    const { writer } = await scene();
    const broken = new Error('unplugged');
    const source = sourceOver(BYTES, (position) => {
      if (position === 256 * KIB + MIB) throw broken;
    });
    await expect(writer.readFrom(source, {})).rejects.toBe(broken);
    expect(vi.getTimerCount()).toBe(0);
    expect([writer.offset, writer.hashed]).toEqual([256 * KIB + MIB, 256 * KIB + MIB]);
    await writer.readFrom(readerOver(BYTES, writer.offset), {});
    expect(writer.digest()).toBe(digestOf(BYTES));
  });

  it('stops between two chunks when it is asked to, with what it has', async () => {
    const { writer } = await scene();
    const stopping = new AbortController();
    const onProgress = (): void => stopping.abort();
    await expect(writer.readFrom(readerOver(BYTES), { onProgress, signal: stopping.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect([writer.offset, writer.hashed]).toEqual([256 * KIB, 256 * KIB]);
  });

  it.each([
    ['none', 0, 1, false],
    ['a few bytes', 100, 100, false],
    ['as much as is still little', MIB, 256 * KIB, false],
    ['a byte more', MIB + 1, 256 * KIB, true],
  ])('takes as much memory as the source needs that has left: %s', async (_, remaining, portion, large) => {
    const { writer } = await scene();
    const seen: (readonly [number, boolean])[] = [];
    const source = sourceOver(BYTES.subarray(0, remaining), (_position, buffer) =>
      seen.push([buffer.length, buffer.buffer instanceof SharedArrayBuffer]),
    );
    await writer.readFrom(source, { remaining });
    expect(seen[0]).toEqual([portion, large]);
    expect(writer.digest()).toBe(digestOf(BYTES.subarray(0, remaining)));
  });

  it('lends its memory to whoever pumps next', async () => {
    const memoryOf = async (writer: LayerWriter): Promise<ReadonlySet<ArrayBufferLike>> => {
      const seen = new Set<ArrayBufferLike>();
      await writer.readFrom(
        sourceOver(BYTES, (_position, buffer) => seen.add(buffer.buffer)),
        {},
      );
      return seen;
    };
    const first = await memoryOf((await scene()).writer);
    expect(first.size).toBe(4);
    expect(await memoryOf((await scene()).writer)).toEqual(first);
  });
});
