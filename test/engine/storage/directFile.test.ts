import { open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AlignedBuffers } from '../../../electron/engine/storage/alignedBuffers.ts';
import { bytesToAlignment, DirectFile } from '../../../electron/engine/storage/directFile.ts';
import { expectBytes } from '../../support/expectBytes.ts';
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

describe('AlignedBuffers', () => {
  it('lends what it was given back, of the size asked for', () => {
    const buffers = new AlignedBuffers(128 * KIB);
    const first = buffers.take();
    expect(first.length).toBe(128 * KIB);
    buffers.giveBack(first);
    expect(buffers.take()).toBe(first);
    expect(buffers.take()).not.toBe(first);
  });

  it('tells how far it is to where a direct write may begin', () => {
    expect([0, 1, 4095, 4096, 8193].map(bytesToAlignment)).toEqual([0, 4095, 1, 0, 4095]);
  });
});
