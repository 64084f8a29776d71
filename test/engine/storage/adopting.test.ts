import { describe, expect, it } from 'vitest';
import { SerialFileWriter } from '../../../electron/engine/storage/serialFileWriter.ts';
import type { WritableFile } from '../../../electron/engine/storage/storageAdapter.ts';
import { systemError } from '../../support/hookedOps.ts';

const PLACE = { driver: 'test', path: '/file' };
const BLOCK = 4096;

/** A file of one block, and what was asked of it; `cloneFrom` is how it shares blocks, if it does. */
function scene(cloneFrom?: NonNullable<WritableFile['cloneFrom']>) {
  const calls: string[] = [];
  const file: WritableFile = {
    size: BLOCK,
    write: async (bytes, position) => {
      calls.push(`write ${bytes.length} at ${position}`);
      return bytes.length;
    },
    ...(cloneFrom === undefined ? {} : { cloneFrom }),
    truncate: async () => undefined,
    sync: async () => void calls.push('sync'),
    remove: async () => undefined,
    close: async () => undefined,
  };
  return { writer: new SerialFileWriter(file, PLACE), calls };
}

describe('a writer that takes over blocks of a source', () => {
  it('has them behind what it has, and goes on behind them', async () => {
    const asked: unknown[] = [];
    const { writer, calls } = scene(async (source, range) => {
      asked.push([source, range]);
      return true;
    });
    expect(await writer.adopt(7, 2 * BLOCK)).toBe(true);
    expect(asked).toEqual([[7, { position: BLOCK, length: 2 * BLOCK }]]);
    expect(writer.size).toBe(3 * BLOCK);
    await writer.write(new Uint8Array(5));
    expect(calls).toEqual([`write 5 at ${3 * BLOCK}`]);
  });

  it('makes them durable when it closes, as written bytes', async () => {
    const { writer, calls } = scene(async () => true);
    await writer.sync();
    await writer.adopt(7, BLOCK);
    await writer.close();
    expect(calls).toEqual(['sync', 'sync']);
  });

  it.each([
    ['refuses', async () => false],
    ['cannot', undefined],
  ] as const)('has changed nothing where the file system %s', async (_, cloneFrom) => {
    const { writer, calls } = scene(cloneFrom);
    await writer.sync();
    expect(await writer.adopt(7, BLOCK)).toBe(false);
    expect(writer.size).toBe(BLOCK);
    await writer.close();
    expect(calls).toEqual(['sync']);
  });

  it('says so when the disk fails', async () => {
    const { writer } = scene(() => Promise.reject(systemError('EIO')));
    await expect(writer.adopt(7, BLOCK)).rejects.toMatchObject({ code: 'STORAGE_IO', details: PLACE });
    expect(writer.size).toBe(BLOCK);
  });
});
