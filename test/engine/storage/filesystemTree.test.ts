import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { type TempDir, tempDir } from '../../support/tempDir.ts';

const REFUSED = { code: 'PATH_INVALID', details: { driver: 'filesystem', reason: 'link' } };

interface Scene extends AsyncDisposable {
  readonly driver: StorageDriver;
  /** The store's root. */
  readonly root: string;
  /** A file outside that nobody may touch. */
  readonly victim: string;
}

/** A store with `/outside` linked to a folder beside it, `/file` to a file there, `/dangling` to a missing one. */
async function scene(): Promise<Scene> {
  const dir: TempDir = await tempDir();
  const root = path.join(dir.path, 'store');
  const outside = path.join(dir.path, 'store-beside');
  const victim = path.join(outside, 'victim');
  await mkdir(root);
  await mkdir(outside);
  await writeFile(victim, 'untouched');
  await symlink(outside, path.join(root, 'outside'));
  await symlink(victim, path.join(root, 'file'));
  await symlink(path.join(outside, 'missing'), path.join(root, 'dangling'));
  return { driver: openFilesystemDriver(root), root, victim, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

describe('symbolic links in a filesystem store', () => {
  it('lead no method out of it', async () => {
    await using at = await scene();
    const { driver } = at;
    await driver.putContent('/own', new Uint8Array(1));
    const attempts: readonly (() => Promise<unknown>)[] = [
      () => driver.getContent('/outside/victim'),
      () => driver.putContent('/outside/victim', new Uint8Array()),
      () => driver.putContent('/outside/new/file', new Uint8Array()),
      () => driver.reader('/outside/victim', 0),
      () => driver.writer('/outside/victim', { append: true }),
      () => driver.writer('/outside/victim', { append: false }),
      () => driver.writer('/outside/new', { append: false }),
      () => driver.stat('/outside/victim'),
      () => driver.stat('/outside'),
      () => driver.list('/outside'),
      () => driver.move('/outside/victim', '/stolen'),
      () => driver.move('/own', '/outside/victim'),
      () => driver.move('/own', '/outside/new'),
      () => driver.move('/own', '/file'),
      () => driver.delete('/outside/victim'),
      () => driver.getContent('/file'),
      () => driver.reader('/file', 0),
      () => driver.writer('/file', { append: true }),
      () => driver.writer('/file', { append: false }),
      () => driver.writer('/dangling', { append: false }),
    ];
    for (const attempt of attempts) await expect(attempt(), String(attempt)).rejects.toMatchObject(REFUSED);
    expect(await readFile(at.victim, 'utf8')).toBe('untouched');
    expect(await readdir(path.dirname(at.victim))).toEqual(['victim']);
    expect(await driver.list('/')).toEqual(['/dangling', '/file', '/outside', '/own']);
  });

  it('are replaced and deleted themselves, not what they point to', async () => {
    await using at = await scene();
    await at.driver.putContent('/file', new Uint8Array(3));
    expect((await lstat(path.join(at.root, 'file'))).isFile()).toBe(true);
    await at.driver.putContent('/folder/sub/own', new Uint8Array());
    await symlink(path.dirname(at.victim), path.join(at.root, 'folder/sub/link'));
    for (const entry of await at.driver.list('/')) await at.driver.delete(entry);
    expect(await readdir(at.root)).toEqual([]);
    expect(await readFile(at.victim, 'utf8')).toBe('untouched');
  });

  it('are followed inside, and on the way to the root', async () => {
    await using at = await scene();
    await at.driver.putContent('/real/data', new Uint8Array([1, 2, 3]));
    await symlink('real', path.join(at.root, 'alias'));
    await symlink(path.join(at.root, 'real/data'), path.join(at.root, 'data'));
    await symlink(at.root, `${at.root}-link`);
    const driver = openFilesystemDriver(`${at.root}-link`);
    expect(await driver.getContent('/alias/data')).toEqual(new Uint8Array([1, 2, 3]));
    expect(await driver.getContent('/data')).toEqual(new Uint8Array([1, 2, 3]));
    expect(await driver.list('/alias')).toEqual(['/alias/data']);
    await (await driver.writer('/data', { append: false })).close();
    expect(await driver.getContent('/real/data')).toEqual(new Uint8Array());
    await driver.putContent('/alias/new/file', new Uint8Array([4]));
    expect(await driver.getContent('/real/new/file')).toEqual(new Uint8Array([4]));
  });

  it('that go in circles are refused', async () => {
    await using at = await scene();
    await symlink('circle', path.join(at.root, 'circle'));
    await expect(at.driver.getContent('/circle')).rejects.toMatchObject(REFUSED);
    await expect(at.driver.putContent('/circle/file', new Uint8Array())).rejects.toMatchObject(REFUSED);
  });
});

describe('a filesystem store', () => {
  it('never makes its root: the disk may be elsewhere', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'unplugged');
    const driver = openFilesystemDriver(root);
    await expect(driver.putContent('/a/b', new Uint8Array())).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(driver.writer('/a/b', { append: false })).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(driver.list('/')).rejects.toMatchObject({ code: 'STORE_MISSING', details: { path: root } });
    await expect(driver.stat('/a')).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(driver.delete('/a')).rejects.toMatchObject({ code: 'STORE_MISSING' });
    expect(await readdir(dir.path)).toEqual([]);
    await mkdir(root);
    await driver.putContent('/a/b', new Uint8Array());
    expect(await driver.list('/a')).toEqual(['/a/b']);
  });

  it('does not list names that no path can have, but deletes them with their folder', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/folder/file', new Uint8Array(1));
    for (const name of ['~0123456789abcdef01234567', 'two words', 'ä']) {
      await writeFile(path.join(dir.path, 'folder', name), '');
    }
    expect(await driver.list('/folder')).toEqual(['/folder/file']);
    await driver.delete('/folder');
    expect(await readdir(dir.path)).toEqual([]);
  });

  it('gives new files and folders the modes that the umask leaves', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/folder/content', new Uint8Array(1));
    await (await driver.writer('/folder/stream', { append: false })).close();
    const mode = async (name: string): Promise<number> => (await lstat(path.join(dir.path, name))).mode & 0o777;
    const umask = process.umask();
    expect(await mode('folder')).toBe(0o777 & ~umask);
    expect(await mode('folder/content')).toBe(0o666 & ~umask);
    expect(await mode('folder/stream')).toBe(0o666 & ~umask);
  });

  it.runIf(process.platform !== 'win32')('does not wait for the other end of a pipe', async () => {
    await using dir = await tempDir();
    await promisify(execFile)('mkfifo', [path.join(dir.path, 'pipe')]);
    const driver = openFilesystemDriver(dir.path);
    const notAFile = { code: 'PATH_NOT_A_FILE', details: { path: '/pipe' } };
    await expect(driver.getContent('/pipe')).rejects.toMatchObject(notAFile);
    await expect(driver.reader('/pipe', 0)).rejects.toMatchObject(notAFile);
    await expect(driver.writer('/pipe', { append: true })).rejects.toMatchObject(notAFile);
    await expect(driver.writer('/pipe', { append: false })).rejects.toMatchObject(notAFile);
  });
});
