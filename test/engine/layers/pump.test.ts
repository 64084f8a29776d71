import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import type { FileReader } from '../../../electron/engine/storage/storageDriver.ts';
import { AT_RISK_BYTES, CHECKPOINT_BYTES, CHECKPOINT_MS } from '../../../shared/checkpointing.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord, readerOver } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const MIB = 1024 * 1024;
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

/** Waits for a state that other promises lead to, without a clock. */
async function come(state: () => boolean): Promise<void> {
  while (!state()) await setImmediate();
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the pump', () => {
  it.each([
    ['from the beginning', 0, [2 * MIB, 2 * MIB]],
    ['from a page', 8192, [2 * MIB, 2 * MIB]],
    ['from between pages, which the first read leads to', 5000, [8192 - 5000, 2 * MIB]],
  ])('reads what can be written directly: %s', async (_, start, expected) => {
    const { writer } = await scene();
    await writer.write(BYTES.subarray(0, start));
    const lengths: number[] = [];
    const source = sourceOver(BYTES.subarray(start), (_position, buffer) => lengths.push(buffer.length));
    await writer.readFrom(source, {});
    expect(lengths.slice(0, 2)).toEqual(expected);
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
        return MIB;
      },
    });
    expect(asked).toEqual([2 * MIB, 2 * MIB, 2 * MIB, 2 * MIB]);
    expect(lengths).toEqual([MIB, MIB, MIB, MIB]);
    expect(writer.offset).toBe(3 * MIB);
  });

  it('tells its progress after each chunk', async () => {
    const { writer } = await scene();
    const told: number[] = [];
    await writer.readFrom(readerOver(BYTES.subarray(0, 5 * MIB)), { onProgress: () => told.push(writer.hashed) });
    expect(told).toEqual([2 * MIB, 4 * MIB, 5 * MIB]);
  });

  it('makes a checkpoint of few bytes while a slow source keeps it waiting', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { writer } = await scene();
    const seen: number[] = [];
    const source = sourceOver(BYTES.subarray(0, 2 * MIB + 5), async (position) => {
      if (position !== 2 * MIB) return;
      await come(() => writer.offset === 2 * MIB);
      vi.advanceTimersByTime(CHECKPOINT_MS - 1);
      await setImmediate();
      seen.push(writer.checkpointed);
      vi.advanceTimersByTime(CHECKPOINT_MS);
      await come(() => writer.checkpointed > 0);
      seen.push(writer.checkpointed);
    });
    await writer.readFrom(source, {});
    expect(seen).toEqual([0, 2 * MIB]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('makes none while there is nothing new, however long that takes', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
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
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { writer } = await scene();
    const confirmedAt: number[] = [];
    let running = 0;
    await writer.readFrom(readerOver(BYTES), {
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
    expect(writer.checkpointed).toBe(CHECKPOINT_BYTES);
  });

  it('lets no more bytes pass than may be at risk while a checkpoint hangs', async () => {
    const { writer } = await scene();
    let release = (): void => undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const bytes = seededBytes(32, AT_RISK_BYTES + 8 * MIB);
    const moved = writer.readFrom(readerOver(bytes), { confirm: () => hanging });
    await come(() => writer.hashed === AT_RISK_BYTES);
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    expect(writer.hashed).toBe(AT_RISK_BYTES);
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
    await expect(
      writer.readFrom(readerOver(BYTES.subarray(0, CHECKPOINT_BYTES)), { confirm: () => Promise.reject(changed) }),
    ).rejects.toBe(changed);
  });

  it.each(['writer.write', 'writer.sync'])('stops when the disk fails: %s', async (method) => {
    const { writer, failure } = await scene(method);
    await expect(writer.readFrom(readerOver(BYTES), {})).rejects.toBe(failure);
  });

  it('leaves nothing running when the source fails, and the writer usable', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    const { writer } = await scene();
    const broken = new Error('unplugged');
    const source = sourceOver(BYTES, (position) => {
      if (position === 4 * MIB) throw broken;
    });
    await expect(writer.readFrom(source, {})).rejects.toBe(broken);
    expect(vi.getTimerCount()).toBe(0);
    expect([writer.offset, writer.hashed]).toEqual([4 * MIB, 4 * MIB]);
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
    expect([writer.offset, writer.hashed]).toEqual([2 * MIB, 2 * MIB]);
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
