import { describe, expect, it } from 'vitest';
import type { FileWriter } from '../../../../electron/engine/storage/storageDriver.ts';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

/** Every method of a writer that does something. */
const METHODS: { readonly [name: string]: (writer: FileWriter) => Promise<void> } = {
  write: (writer) => writer.write(new Uint8Array(1)),
  overwrite: (writer) => writer.overwrite(0, new Uint8Array(1)),
  truncate: (writer) => writer.truncate(0),
  sync: (writer) => writer.sync(),
  commit: (writer) => writer.commit(),
  cancel: (writer) => writer.cancel(),
};

const ENDS: { readonly [name: string]: (writer: FileWriter) => Promise<void> } = {
  closed: (writer) => writer.close(),
  disposed: async (writer) => {
    await writer[Symbol.asyncDispose]();
  },
  cancelled: (writer) => writer.cancel(),
};

/** How a writer ends, and that there is only one. */
export function writerEndSuite(subject: Subject): void {
  const begin = async (path = '/file'): Promise<FileWriter> => {
    const writer = await subject().writer(path, { append: false });
    await writer.write(seededBytes(1, 100));
    return writer;
  };

  describe.each(Object.keys(ENDS))('writer, %s', (end) => {
    it.each(Object.keys(METHODS))('refuses %s', async (method) => {
      const writer = await begin();
      await ENDS[end]?.(writer);
      const refusal = { code: 'WRITER_CLOSED', details: { path: '/file', driver: subject().name } };
      await expect(METHODS[method]?.(writer)).rejects.toMatchObject(refusal);
      expect(writer.size).toBe(100);
    });

    it('closes again without effect', async () => {
      const writer = await begin();
      await ENDS[end]?.(writer);
      await using next = await subject().writer('/file', { append: false });
      await Promise.all([writer.close(), writer.close(), writer[Symbol.asyncDispose]()]);
      await next.write(seededBytes(2, 10));
      expectBytes(await subject().getContent('/file'), seededBytes(2, 10));
    });
  });

  describe('writer, committed', () => {
    it.each(['write', 'overwrite', 'truncate', 'commit'])('refuses %s', async (method) => {
      await using writer = await begin();
      await writer.commit();
      await expect(METHODS[method]?.(writer)).rejects.toMatchObject({ code: 'WRITER_CLOSED' });
      await writer.sync();
    });

    it('keeps the file to itself until it is closed, also where it has moved', async () => {
      const writer = await begin();
      await writer.commit();
      await subject().move('/file', '/blobs/data');
      await expect(subject().writer('/blobs/data', { append: true })).rejects.toMatchObject({ code: 'WRITER_LOCKED' });
      await writer.close();
      expectBytes(await subject().getContent('/blobs/data'), seededBytes(1, 100));
    });

    it('can be cancelled', async () => {
      const writer = await begin();
      await writer.commit();
      await writer.cancel();
      expect(await subject().list('/')).toEqual([]);
    });
  });

  describe('writer, at its end', () => {
    it('drains what is under way when it closes', async () => {
      const writer = await begin();
      const writes = [seededBytes(2, 1000), seededBytes(3, 1000)].map((chunk) => writer.write(chunk));
      await writer.close();
      await Promise.all(writes);
      expect(writer.size).toBe(2100);
      expect(await subject().stat('/file')).toMatchObject({ size: 2100 });
    });

    it('deletes its own file only when cancelled', async () => {
      const writer = await begin();
      await subject().move('/file', '/elsewhere');
      await subject().putContent('/file', seededBytes(9, 9));
      await expect(writer.cancel()).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      await writer.close();
      expectBytes(await subject().getContent('/file'), seededBytes(9, 9));
      await using next = await subject().writer('/elsewhere', { append: true });
      expect(next.size).toBe(100);
    });
  });

  describe('writer, the only one', () => {
    it.each([true, false])('refuses a second one (append: %s) and loses nothing', async (append) => {
      await using writer = await begin();
      await expect(subject().writer('/file', { append })).rejects.toMatchObject({
        code: 'WRITER_LOCKED',
        details: { path: '/file', driver: subject().name },
      });
      expectBytes(await subject().getContent('/file'), seededBytes(1, 100));
      await writer.write(seededBytes(2, 10));
      expect(writer.size).toBe(110);
    });

    it('lets exactly one of many win', async () => {
      await subject().putContent('/file', new Uint8Array(10));
      const opened = await Promise.allSettled(
        Array.from({ length: 10 }, () => subject().writer('/file', { append: true })),
      );
      const writers = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(writers.length).toBe(1);
      for (const result of opened) {
        if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'WRITER_LOCKED' });
      }
      await writers[0]?.close();
      await (await subject().writer('/file', { append: true })).close();
    });

    it('is one per file', async () => {
      await using first = await begin('/first');
      await using second = await begin('/second');
      expect([first.size, second.size]).toEqual([100, 100]);
    });
  });
}
