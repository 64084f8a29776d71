import { describe, expect, it } from 'vitest';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

/** Reading from an offset. */
export function readerSuite(subject: Subject): void {
  describe('reader', () => {
    it.each([0, 1, 32, 64, 95])('begins at offset %i', async (offset) => {
      const content = seededBytes(1, 96);
      await subject().putContent('/file', content);
      await using reader = await subject().reader('/file', offset);
      const buffer = new Uint8Array(200);
      expect(await reader.read(buffer)).toBe(96 - offset);
      expectBytes(buffer.subarray(0, 96 - offset), content.subarray(offset));
      expect(await reader.read(buffer)).toBe(0);
    });

    it('reads nothing at the end', async () => {
      await subject().putContent('/file', new Uint8Array(96));
      await using reader = await subject().reader('/file', 96);
      expect(await reader.read(new Uint8Array(1))).toBe(0);
    });

    it.each([-1, 97, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('refuses offset %d', async (offset) => {
      await subject().putContent('/file', new Uint8Array(96));
      await expect(subject().reader('/file', offset)).rejects.toMatchObject({
        code: 'OFFSET_INVALID',
        details: { driver: subject().name, path: '/file', offset },
      });
    });

    it.each([0, 64])('finds no missing file at offset %i', async (offset) => {
      await expect(subject().reader('/missing', offset)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });

    it('opens no folder', async () => {
      await subject().putContent('/folder/file', new Uint8Array(1));
      await expect(subject().reader('/folder', 0)).rejects.toMatchObject({ code: 'PATH_NOT_A_FILE' });
    });

    it('fills each buffer and moves on', async () => {
      const content = seededBytes(2, 100_000);
      await subject().putContent('/file', content);
      await using reader = await subject().reader('/file', 5);
      const parts: Uint8Array[] = [];
      for (const size of [1, 0, 4096, 65_536, 65_536]) {
        const buffer = new Uint8Array(size);
        parts.push(buffer.subarray(0, await reader.read(buffer)));
      }
      expect(parts.map((part) => part.length)).toEqual([1, 0, 4096, 65_536, 100_000 - 5 - 1 - 4096 - 65_536]);
      expectBytes(Buffer.concat(parts), content.subarray(5));
    });

    it('sees what a writer appends behind the end', async () => {
      await using writer = await subject().writer('/file', { append: false });
      await writer.write(seededBytes(3, 10));
      await using reader = await subject().reader('/file', 0);
      const buffer = new Uint8Array(100);
      expect(await reader.read(buffer)).toBe(10);
      await writer.write(seededBytes(4, 20));
      expect(await reader.read(buffer)).toBe(20);
      expectBytes(buffer.subarray(0, 20), seededBytes(4, 20));
    });

    it('closes more than once', async () => {
      await subject().putContent('/file', new Uint8Array(1));
      const reader = await subject().reader('/file', 0);
      await Promise.all([reader.close(), reader.close()]);
      await reader.close();
    });
  });
}
