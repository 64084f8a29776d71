import { type FileHandle, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlignedBuffers } from '../../../electron/engine/storage/alignedBuffers.ts';
import { bytesToAlignment, DirectFile, type DirectHandle } from '../../../electron/engine/storage/directFile.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { systemError } from '../../support/hookedOps.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const KIB = 1024;

describe('DirectFile', () => {
  it.each([
    ['aligned pieces', [512, 256, 1024]],
    ['pieces of any length, so that positions are of any kind', [1, 512, 255, 300, 256]],
  ])('writes %s where they belong, whatever way they take', async (_, sizes) => {
    await using dir = await tempDir();
    const file = path.join(dir.path, 'data');
    const buffers = new AlignedBuffers(1024 * KIB);
    const content = seededBytes(
      7,
      sizes.reduce((sum, size) => sum + size * KIB + (size % 2), 0),
    );
    await using handle = await open(file, 'w');
    const direct = new DirectFile(handle);
    let position = 0;
    for (const size of sizes) {
      const buffer = buffers.take();
      const piece = buffer.subarray(0, size * KIB + (size % 2));
      piece.set(content.subarray(position, position + piece.length));
      for (let done = 0; done < piece.length; ) {
        done += await direct.write(piece.subarray(done), position + done);
      }
      position += piece.length;
      buffers.giveBack(buffer);
    }
    await direct.close();
    await handle.datasync();
    expectBytes(await readFile(file), content);
  });

  it('still writes after it was closed, through the cache', async () => {
    await using dir = await tempDir();
    const file = path.join(dir.path, 'data');
    await using handle = await open(file, 'w');
    const direct = new DirectFile(handle);
    await direct.close();
    const buffer = new AlignedBuffers(512 * KIB).take().fill(3);
    expect(await direct.write(buffer, 0)).toBe(buffer.length);
    expect((await readFile(file)).every((byte) => byte === 3)).toBe(true);
  });
});

/** A file and what of it is written directly, in bytes; `failing` fails the opening or each direct write. */
async function scene(failing: { readonly opening?: string; readonly writing?: string } = {}) {
  const dir = await tempDir();
  const file = path.join(dir.path, 'data');
  const handle: FileHandle = await open(file, 'w');
  const attempts: string[] = [];
  const direct = new DirectFile(handle, async (fd) => {
    attempts.push('open');
    if (failing.opening !== undefined) throw systemError(failing.opening);
    // Through the cache in truth, so that it works on every file system; which way was taken is what is told.
    const other = await open(`/proc/self/fd/${fd}`, 'r+');
    const write = async (bytes: Uint8Array, start: number, length: number, position: number) => {
      attempts.push(`${length} at ${position}`);
      if (failing.writing !== undefined) throw systemError(failing.writing);
      return await other.write(bytes, start, length, position);
    };
    return { write, close: () => other.close() } as DirectHandle;
  });
  return {
    direct,
    take: (): readonly string[] => attempts.splice(0),
    content: () => readFile(file),
    openFiles: () => openFilesUnder(dir.path),
    [Symbol.asyncDispose]: async () => {
      await direct.close();
      await handle.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}

describe.runIf(process.platform === 'linux')('a file that can be written past the cache', () => {
  const page = 4 * KIB;
  const aligned = (length: number, from = 0): Uint8Array =>
    new AlignedBuffers(1024 * KIB).take().subarray(from, from + length);

  it.each([
    ['a whole buffer', aligned(1024 * KIB), 0, true],
    ['the smallest that is worth a trip, anywhere between pages', aligned(256 * KIB, page), 3 * page, true],
    ['a page less than that', aligned(252 * KIB), 0, false],
    ['a length between pages', aligned(256 * KIB + 512), 0, false],
    ['a position between pages', aligned(256 * KIB), 512, false],
    ['memory between pages', aligned(256 * KIB, 512), 0, false],
    ['memory of which nobody knows where it begins', new Uint8Array(1024 * KIB), 0, false],
  ])('is, or is not, by %s', async (_, bytes, position, directly) => {
    await using at = await scene();
    bytes.set(seededBytes(bytes.length, bytes.length));
    expect(await at.direct.write(bytes, position)).toBe(bytes.length);
    expect(at.take()).toEqual(directly ? ['open', `${bytes.length} at ${position}`] : []);
    expectBytes((await at.content()).subarray(position), bytes);
  });

  it('is opened once more, once, and let go of when it is closed', async () => {
    await using at = await scene();
    await at.direct.write(aligned(256 * KIB), 0);
    await at.direct.write(aligned(256 * KIB), 256 * KIB);
    expect(at.take()).toEqual(['open', '262144 at 0', '262144 at 262144']);
    expect(await at.openFiles()).toHaveLength(2);
    await at.direct.close();
    expect(await at.openFiles()).toHaveLength(1);
    expect(await at.direct.write(aligned(256 * KIB), 0)).toBe(256 * KIB);
    expect(at.take()).toEqual([]);
  });

  it.each([{ opening: 'ENOENT' }, { opening: 'EINVAL' }, { opening: 'EOPNOTSUPP' }, { writing: 'EINVAL' }])(
    'is written through the cache, from then on, where the system refuses: %j',
    async (failing) => {
      await using at = await scene(failing);
      const content = seededBytes(5, 256 * KIB);
      const bytes = aligned(256 * KIB);
      bytes.set(content);
      expect(await at.direct.write(bytes, 0)).toBe(content.length);
      expect(at.take()[0]).toBe('open');
      expect(await at.openFiles()).toHaveLength(1);
      expect(await at.direct.write(bytes, content.length)).toBe(content.length);
      expect(at.take()).toEqual([]);
      expectBytes(await at.content(), Buffer.concat([content, content]));
    },
  );

  it.each([{ opening: 'EMFILE' }, { writing: 'EIO' }, { writing: 'ENOSPC' }])(
    'says so when the disk fails, and calls nothing written: %j',
    async (failing) => {
      await using at = await scene(failing);
      await expect(at.direct.write(aligned(256 * KIB), 0)).rejects.toMatchObject({
        code: failing.opening ?? failing.writing,
      });
      expect(await at.content()).toHaveLength(0);
    },
  );
});

describe('AlignedBuffers', () => {
  it('lends what it was given back, of the size asked for', () => {
    const buffers = new AlignedBuffers(128 * KIB);
    const first = buffers.take();
    expect(first.length).toBe(128 * KIB);
    // By this a direct write knows where the memory begins.
    expect(first.buffer).toBeInstanceOf(SharedArrayBuffer);
    buffers.giveBack(first);
    expect(buffers.take()).toBe(first);
    expect(buffers.take()).not.toBe(first);
  });

  it('tells how far it is to where a direct write may begin', () => {
    expect([0, 1, 4095, 4096, 8193].map(bytesToAlignment)).toEqual([0, 4095, 1, 0, 4095]);
  });
});
