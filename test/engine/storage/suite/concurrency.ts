import { describe, expect, it } from 'vitest';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

const MIB = 2 ** 20;
const WRITERS = 32;

/** Bytes that each of the writers writes; distribution uses 32 MiB. */
const PER_WRITER = Number(process.env['LAYERLIFT_CONCURRENT_FILE_MIB'] ?? 2) * MIB;

/** Many at once. */
export function concurrencySuite(subject: Subject): void {
  describe('at once', () => {
    it('reads one file from many offsets', async () => {
      const content = seededBytes(1, 16 * MIB);
      await subject().putContent('/file', content);
      const offsets = Array.from({ length: 10 }, (_, index) => Math.floor((content.length / 11) * index) + index * 997);
      await Promise.all(
        offsets.map(async (offset) => {
          await using reader = await subject().reader('/file', offset);
          const buffer = new Uint8Array(content.length - offset + 1);
          const count = await reader.read(buffer);
          expectBytes(buffer.subarray(0, count), content.subarray(offset));
        }),
      );
    });

    it(`writes ${WRITERS} files`, { timeout: 600_000 }, async () => {
      const chunk = PER_WRITER / 4;
      await Promise.all(
        Array.from({ length: WRITERS }, async (_, index) => {
          await using writer = await subject().writer(`/shared/folder-${index % 4}/file-${index}`, { append: false });
          const content = seededBytes(index, PER_WRITER);
          for (let at = 0; at < PER_WRITER; at += chunk) await writer.write(content.subarray(at, at + chunk));
          await writer.commit();
        }),
      );
      for (let index = 0; index < WRITERS; index += 1) {
        const content = await subject().getContent(`/shared/folder-${index % 4}/file-${index}`);
        expectBytes(content, seededBytes(index, PER_WRITER));
      }
    });

    it('makes a shared parent folder once', async () => {
      const paths = Array.from({ length: 20 }, (_, index) => `/a/b/c/d/file-${index + 10}`);
      await Promise.all(paths.map((path) => subject().putContent(path, new Uint8Array(1))));
      expect(await subject().list('/a/b/c/d')).toEqual(paths);
    });
  });
}
