import { describe, expect, it } from 'vitest';
import type { StorageDriver } from '../../../../electron/engine/storage/storageDriver.ts';
import { expectBytes } from '../../../support/expectBytes.ts';
import { seededBytes } from '../../../support/seededBytes.ts';
import type { Subject } from '../storageDriver.suite.ts';

const VALID = [
  ...['/a', '/2', '/aa', '/a.a', '/0-9/abc', '/_', '/-', '/.hidden', '/..a', '/a..', '/...', '/Upper/Lower'],
  ...['/a-.b', '/_.abc', '/Docker/docker-REGISTRY', '/a/b/c/d/e/f/g/h', `/${'n'.repeat(255)}`],
];

const INVALID = [
  ...['', 'a', 'a/b', '//', '//a', '/a//b', '/a/', '/.', '/..', '/a/..', '/a/../b', '/./a', '/a/.'],
  ...['/a b', '/a\\b', '/a:b', '/a*', '/ä', '/a\n', '/a\0b', '/~a', '\\a', '/..\\a'],
];

const EMPTY = new Uint8Array();

/** Every method that takes a path. */
const METHODS: { readonly [name: string]: (driver: StorageDriver, path: string) => Promise<unknown> } = {
  getContent: (driver, path) => driver.getContent(path),
  putContent: (driver, path) => driver.putContent(path, EMPTY),
  'putContents by': (driver, by) => driver.putContents([{ path: '/file', content: EMPTY, by }]),
  reader: (driver, path) => driver.reader(path, 0),
  'writer, new': (driver, path) => driver.writer(path, { append: false }),
  'writer, append': (driver, path) => driver.writer(path, { append: true }),
  stat: (driver, path) => driver.stat(path),
  list: (driver, path) => driver.list(path),
  'move from': (driver, path) => driver.move(path, '/to'),
  'move to': (driver, path) => driver.move('/from', path),
  delete: (driver, path) => driver.delete(path),
};

/** The path grammar, in every method. */
export function pathSuite(subject: Subject): void {
  describe('paths', () => {
    it.each(VALID)('takes %s', async (path) => {
      const content = seededBytes(path.length, 64);
      await subject().putContent(path, content);
      expectBytes(await subject().getContent(path), content);
      expect((await subject().stat(path)).path).toBe(path);
    });

    it.each(Object.keys(METHODS))('refuses what is no path: %s', async (name) => {
      const method = METHODS[name];
      for (const path of INVALID) {
        await expect(method?.(subject(), path), JSON.stringify(path)).rejects.toMatchObject({
          code: 'PATH_INVALID',
          message: expect.stringContaining(subject().name),
          details: { driver: subject().name, path, reason: 'form' },
        });
      }
    });

    it.each(Object.keys(METHODS).filter((name) => name !== 'stat' && name !== 'list'))(
      'gives the root to stat and list only: %s',
      async (name) => {
        await expect(METHODS[name]?.(subject(), '/')).rejects.toMatchObject({ code: 'PATH_INVALID' });
      },
    );

    it('shows an empty root', async () => {
      expect(await subject().list('/')).toEqual([]);
      expect(await subject().stat('/')).toMatchObject({ path: '/', isDirectory: true, size: 0 });
    });

    it.each(
      Object.keys(METHODS).filter((name) => !['putContent', 'putContents by', 'writer, new', 'move to'].includes(name)),
    )('says where nothing was found: %s', async (name) => {
      await expect(METHODS[name]?.(subject(), '/no/such/path')).rejects.toMatchObject({
        name: 'LayerliftError',
        code: 'PATH_NOT_FOUND',
        details: { driver: subject().name, path: '/no/such/path' },
      });
      expect(await subject().list('/')).toEqual([]);
    });
  });
}
