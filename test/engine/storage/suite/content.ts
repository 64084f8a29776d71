import { describe, expect, it } from 'vitest';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

const CONTENTS: { readonly [name: string]: Uint8Array } = {
  'no byte': new Uint8Array(),
  'one byte': new Uint8Array([0x61]),
  '32 bytes': seededBytes(1, 32),
  'text outside ASCII': new TextEncoder().encode('Schicht für Schicht, 層に層を'),
  'bytes that are no text': new Uint8Array([0x80, 0xfe, 0xff, 0x00, 0xc3, 0x28]),
  '1 MiB': seededBytes(2, 2 ** 20),
};

/** Small files as a whole. */
export function contentSuite(subject: Subject): void {
  describe('content', () => {
    it.each(Object.keys(CONTENTS))('gives back %s', async (name) => {
      const content = CONTENTS[name] ?? new Uint8Array();
      await subject().putContent('/folder/file', content);
      expectBytes(await subject().getContent('/folder/file'), content);
      expect(await subject().stat('/folder/file')).toMatchObject({ size: content.length, isDirectory: false });
    });

    it('leaves no tail of longer content', async () => {
      for (const size of [5000, 4096, 100, 1, 0, 200]) {
        await subject().putContent('/file', seededBytes(size, size));
        expectBytes(await subject().getContent('/file'), seededBytes(size, size));
      }
    });

    it('is not tied to the buffer of the caller', async () => {
      const buffer = seededBytes(3, 100);
      await subject().putContent('/file', buffer);
      buffer.fill(0);
      (await subject().getContent('/file')).fill(1);
      expectBytes(await subject().getContent('/file'), seededBytes(3, 100));
    });

    it('takes a view into a larger buffer for what it shows', async () => {
      const buffer = seededBytes(4, 100);
      await subject().putContent('/file', buffer.subarray(10, 20));
      expectBytes(await subject().getContent('/file'), buffer.slice(10, 20));
    });

    it('replaces by one of the contents when several are put at once', async () => {
      const contents = Array.from({ length: 20 }, (_, index) => seededBytes(index, 10_000 + index));
      await Promise.all(contents.map((content) => subject().putContent('/a/b/file', content)));
      const found = await subject().getContent('/a/b/file');
      expect(contents).toContainEqual(found);
      expect(await subject().list('/a/b')).toEqual(['/a/b/file']);
    });

    it('puts several, also by way of another path, of which nothing is left', async () => {
      const files = [
        { path: '/first/file', content: seededBytes(7, 5000), by: '/stage/some' },
        { path: '/second', content: seededBytes(8, 10) },
        { path: '/first/file/../..', content: new Uint8Array() },
      ];
      await expect(subject().putContents(files)).rejects.toMatchObject({ code: 'PATH_INVALID' });
      await subject().putContents([]);
      await subject().putContents(files.slice(0, 2));
      for (const { path, content } of files.slice(0, 2)) expectBytes(await subject().getContent(path), content);
      await expect(subject().stat('/stage/some')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });

    it('puts none of several of which one cannot be', async () => {
      await subject().putContent('/file', new Uint8Array(1));
      const files = [
        { path: '/first', content: new Uint8Array(2), by: '/stage/some' },
        { path: '/file/child', content: new Uint8Array(3) },
      ];
      await expect(subject().putContents(files)).rejects.toMatchObject({
        code: 'PATH_NOT_A_FILE',
        details: { driver: subject().name, path: '/file' },
      });
      await expect(subject().stat('/first')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      await expect(subject().stat('/stage/some')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });

    it('lets an open reader go on with the old content', async () => {
      await subject().putContent('/file', seededBytes(5, 100));
      await using reader = await subject().reader('/file', 0);
      await subject().putContent('/file', seededBytes(6, 50));
      const buffer = new Uint8Array(200);
      expect(await reader.read(buffer)).toBe(100);
      expectBytes(buffer.subarray(0, 100), seededBytes(5, 100));
    });

    it('does not put a file in the place of a folder', async () => {
      await subject().putContent('/folder/file', new Uint8Array(1));
      await expect(subject().putContent('/folder', new Uint8Array(2))).rejects.toMatchObject({
        code: 'PATH_NOT_A_FILE',
        details: { driver: subject().name, path: '/folder' },
      });
      await expect(subject().getContent('/folder')).rejects.toMatchObject({ code: 'PATH_NOT_A_FILE' });
      expect(await subject().list('/folder')).toEqual(['/folder/file']);
    });

    it.each(['/file/child', '/file/child/grandchild'])('makes no folder of a file: %s', async (path) => {
      await subject().putContent('/file', new Uint8Array(7));
      const refusal = { code: 'PATH_NOT_A_FILE', details: { driver: subject().name, path: '/file' } };
      await expect(subject().putContent(path, new Uint8Array(1))).rejects.toMatchObject(refusal);
      await expect(subject().writer(path, { append: false })).rejects.toMatchObject(refusal);
      await expect(subject().getContent(path)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      await expect(subject().stat(path)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      expectBytes(await subject().getContent('/file'), new Uint8Array(7));
    });
  });
}
