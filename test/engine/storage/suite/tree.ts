import { describe, expect, it } from 'vitest';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

/** Folders: list, stat, move, delete. */
export function treeSuite(subject: Subject): void {
  const put = async (...paths: readonly string[]): Promise<void> => {
    for (const path of paths) await subject().putContent(path, new TextEncoder().encode(path));
  };
  const read = async (path: string): Promise<string> => new TextDecoder().decode(await subject().getContent(path));

  describe('list', () => {
    it('gives the direct children as sorted absolute paths', async () => {
      const files = Array.from({ length: 50 }, (_, index) => `/folder/file-${index}`);
      await put(...files, '/folder/sub/deeper/file', '/other');
      expect(await subject().list('/folder')).toEqual([...files, '/folder/sub'].sort());
      expect(await subject().list('/')).toEqual(['/folder', '/other']);
    });

    it('has nothing to say about a file', async () => {
      await put('/file');
      await expect(subject().list('/file')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });
  });

  describe('settle', () => {
    it('takes files, folders and the root, and changes nothing', async () => {
      await put('/folder/sub/file');
      for (const path of ['/folder/sub/file', '/folder/sub', '/folder', '/']) await subject().settle(path);
      expect(await read('/folder/sub/file')).toBe('/folder/sub/file');
      expect(await subject().list('/folder')).toEqual(['/folder/sub']);
    });

    it('takes a file that somebody writes', async () => {
      await using writer = await subject().writer('/file', { append: false });
      await writer.write(seededBytes(3, 100));
      await subject().settle('/file');
      await writer.write(seededBytes(4, 100));
      expect(writer.size).toBe(200);
    });

    it('says so when nothing is there, and refuses what is no path', async () => {
      await expect(subject().settle('/missing/file')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      await expect(subject().settle('/../etc')).rejects.toMatchObject({ code: 'PATH_INVALID' });
    });
  });

  describe('stat', () => {
    it('tells a file by its size and the time of its last change', async () => {
      const before = Date.now() - 2000;
      await subject().putContent('/folder/file', seededBytes(1, 1234));
      const first = await subject().stat('/folder/file');
      expect(first).toMatchObject({ path: '/folder/file', size: 1234, isDirectory: false });
      expect(first.modifiedAt).toBeGreaterThan(before);
      expect(first.modifiedAt).toBeLessThanOrEqual(Date.now() + 2000);
      await using writer = await subject().writer('/folder/file', { append: true });
      await writer.write(seededBytes(2, 1));
      expect((await subject().stat('/folder/file')).modifiedAt).toBeGreaterThanOrEqual(first.modifiedAt);
    });

    it('tells a folder, whose size is 0', async () => {
      await put('/folder/file');
      expect(await subject().stat('/folder')).toMatchObject({ path: '/folder', size: 0, isDirectory: true });
    });
  });

  describe('move', () => {
    it('renames a file into folders that did not exist', async () => {
      await put('/from/file');
      await subject().move('/from/file', '/to/a/b');
      expect(await read('/to/a/b')).toBe('/from/file');
      expect(await subject().list('/from')).toEqual([]);
    });

    it('replaces a file', async () => {
      await put('/source', '/target');
      await subject().move('/source', '/target');
      expect(await read('/target')).toBe('/source');
      await expect(subject().stat('/source')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });

    it('renames a folder with all that is in it', async () => {
      await put('/from/a', '/from/sub/b');
      await subject().move('/from', '/x/to');
      expect(await read('/x/to/sub/b')).toBe('/from/sub/b');
      expect(await subject().list('/')).toEqual(['/x']);
      await put('/x/to/sub/c', '/from/new');
      expect(await subject().list('/x/to/sub')).toEqual(['/x/to/sub/b', '/x/to/sub/c']);
    });

    it('leaves everything as it is when the source is missing', async () => {
      await put('/target');
      await expect(subject().move('/missing', '/target')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      await expect(subject().move('/missing', '/new/target')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
      expect(await read('/target')).toBe('/target');
      expect(await subject().list('/')).toEqual(['/target']);
    });

    it('does nothing when source and target are one', async () => {
      await put('/file');
      await subject().move('/file', '/file');
      expect(await read('/file')).toBe('/file');
    });

    it.each([
      ['/file', '/folder', '/folder'],
      ['/folder', '/file', '/folder'],
      ['/folder', '/other', '/other'],
      ['/folder', '/file/below', '/file'],
    ])('refuses %s to %s', async (from, to, path) => {
      await put('/file', '/folder/a', '/other/b');
      await expect(subject().move(from, to)).rejects.toMatchObject({ code: 'PATH_NOT_A_FILE', details: { path } });
      expect(await subject().list('/')).toEqual(['/file', '/folder', '/other']);
      expect(await read('/folder/a')).toBe('/folder/a');
    });

    it('moves no folder into itself', async () => {
      await put('/folder/a');
      await expect(subject().move('/folder', '/folder/b/c')).rejects.toMatchObject({
        code: 'PATH_INVALID',
        details: { path: '/folder/b/c', reason: 'nested' },
      });
      expect(await subject().list('/folder')).toEqual(['/folder/a']);
    });
  });

  describe('delete', () => {
    it('removes a file and nothing beside it', async () => {
      await put('/a', '/ab', '/folder/file');
      await subject().delete('/a');
      expect(await subject().list('/')).toEqual(['/ab', '/folder']);
      await expect(subject().getContent('/a')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });

    it('removes a folder with everything in it', async () => {
      await put('/folder/a/b/c', '/folder/a/d', '/folder/e', '/folders/f');
      await subject().delete('/folder');
      expect(await subject().list('/')).toEqual(['/folders']);
      await put('/folder/a/new');
      expect(await subject().list('/folder/a')).toEqual(['/folder/a/new']);
    });

    it('finds nothing the second time', async () => {
      await put('/folder/a');
      await subject().delete('/folder');
      await expect(subject().delete('/folder')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    });
  });
}
