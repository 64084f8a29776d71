import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

const MIB = 2 ** 20;

/** Bytes of the large stream, a multiple of 1 MiB; distribution uses 5 GiB. */
const LARGE_STREAM = Number(process.env['LAYERLIFT_LARGE_STREAM_MIB'] ?? 64) * MIB;

/** Writing: content, order, offsets. How a writer ends is in `writerEnds.ts`. */
export function writerSuite(subject: Subject): void {
  describe('writer', () => {
    it.each([1, 32, 4096, MIB + 1])('writes %i bytes', async (size) => {
      const writer = await subject().writer('/a/b/file', { append: false });
      expect(writer.size).toBe(0);
      await writer.write(seededBytes(size, size));
      await writer.commit();
      await writer.close();
      expect(writer.size).toBe(size);
      expectBytes(await subject().getContent('/a/b/file'), seededBytes(size, size));
    });

    it.each([32, 10 * MIB])('goes on where it closed, in steps of %i bytes', async (step) => {
      const content = seededBytes(step, 3 * step);
      for (const [index, append] of [false, true, true].entries()) {
        const writer = await subject().writer('/file', { append });
        expect(writer.size).toBe(index * step);
        await writer.write(content.subarray(index * step, (index + 1) * step));
        await writer.close();
        expect(writer.size).toBe((index + 1) * step);
      }
      expectBytes(await subject().getContent('/file'), content);
    });

    it('appends to an empty file', async () => {
      await (await subject().writer('/stream', { append: false })).close();
      await subject().putContent('/content', new Uint8Array());
      for (const path of ['/stream', '/content']) {
        expectBytes(await subject().getContent(path), new Uint8Array());
        await using writer = await subject().writer(path, { append: true });
        await writer.write(seededBytes(1, 10));
      }
      expectBytes(await subject().getContent('/stream'), seededBytes(1, 10));
      expectBytes(await subject().getContent('/content'), seededBytes(1, 10));
    });

    it('does not make what it should append to', async () => {
      await expect(subject().writer('/a/missing', { append: true })).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      expect(await subject().list('/')).toEqual([]);
    });

    it('begins anew without append', async () => {
      await subject().putContent('/file', seededBytes(2, 1000));
      await using writer = await subject().writer('/file', { append: false });
      expect(writer.size).toBe(0);
      expect(await subject().stat('/file')).toMatchObject({ size: 0 });
    });

    it.each([true, false])('opens no folder (append: %s)', async (append) => {
      await subject().putContent('/folder/file', new Uint8Array(1));
      await expect(subject().writer('/folder', { append })).rejects.toMatchObject({ code: 'PATH_NOT_A_FILE' });
    });

    it('takes effect in the order of the calls', async () => {
      const chunks = Array.from({ length: 50 }, (_, index) => seededBytes(index, (index * 37) % 4096));
      await using writer = await subject().writer('/file', { append: false });
      const writes = chunks.map((chunk) => writer.write(chunk));
      const last = Promise.all([writer.overwrite(0, seededBytes(99, 100)), writer.truncate(40_000), ...writes]);
      await writer.write(seededBytes(100, 7));
      await last;
      const all = Buffer.concat(chunks);
      all.set(seededBytes(99, 100));
      const expected = Buffer.concat([all.subarray(0, 40_000), seededBytes(100, 7)]);
      expectBytes(await subject().getContent('/file'), expected);
      expect(writer.size).toBe(expected.length);
    });

    it('syncs while later writes go on', async () => {
      await using writer = await subject().writer('/file', { append: false });
      const calls: Promise<void>[] = [];
      for (let index = 0; index < 20; index += 1) calls.push(writer.write(seededBytes(index, 10_000)), writer.sync());
      await Promise.all(calls);
      expect(writer.size).toBe(200_000);
    });

    it('overwrites bytes that are there, and no others', async () => {
      await using writer = await subject().writer('/file', { append: false });
      await writer.write(new Uint8Array(100));
      await writer.overwrite(0, seededBytes(1, 10));
      await writer.overwrite(90, seededBytes(2, 10));
      await writer.overwrite(100, new Uint8Array());
      await writer.sync();
      expect(writer.size).toBe(100);
      const expected = new Uint8Array(100);
      expected.set(seededBytes(1, 10));
      expected.set(seededBytes(2, 10), 90);
      expectBytes(await subject().getContent('/file'), expected);
      for (const position of [-1, 91, 101, 0.5, Number.NaN]) {
        await expect(writer.overwrite(position, new Uint8Array(10))).rejects.toMatchObject({ code: 'OFFSET_INVALID' });
      }
      await writer.write(seededBytes(3, 1));
      expect(writer.size).toBe(101);
    });

    it('truncates to any size it has, and no other', async () => {
      await using writer = await subject().writer('/file', { append: false });
      await writer.write(seededBytes(1, 100));
      for (const size of [-1, 101, 0.5, Number.NaN]) {
        await expect(writer.truncate(size)).rejects.toMatchObject({ code: 'OFFSET_INVALID', details: { size: 100 } });
      }
      await writer.truncate(100);
      await writer.truncate(60);
      expect(writer.size).toBe(60);
      await writer.write(seededBytes(2, 5));
      const expected = Buffer.concat([seededBytes(1, 60), seededBytes(2, 5)]);
      expectBytes(await subject().getContent('/file'), expected);
      await writer.truncate(0);
      expect(await subject().stat('/file')).toMatchObject({ size: 0 });
    });

    it(`carries a large stream (${LARGE_STREAM / MIB} MiB)`, { timeout: 600_000 }, async () => {
      const written = createHash('sha256');
      await using writer = await subject().writer('/file', { append: false });
      for (let index = 0; index < LARGE_STREAM / MIB; index += 1) {
        const chunk = seededBytes(index, MIB);
        written.update(chunk);
        await writer.write(chunk);
      }
      await writer.commit();
      const read = createHash('sha256');
      const buffer = new Uint8Array(MIB);
      await using reader = await subject().reader('/file', 0);
      for (let count = await reader.read(buffer); count > 0; count = await reader.read(buffer)) {
        read.update(buffer.subarray(0, count));
      }
      expect(read.digest('hex')).toBe(written.digest('hex'));
      expect(writer.size).toBe(LARGE_STREAM);
    });
  });
}
