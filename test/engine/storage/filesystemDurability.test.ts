import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { hookedOps, systemError } from '../../support/hookedOps.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

const READ_ONLY = ['realpath', 'stat', 'lstat', 'readdir', 'open', 'file.stat', 'file.read', 'file.close'];

/** A driver that writes down what it changes and syncs, as `op path`, relative to the root; `~` is a temporary name. */
function recordingDriver(root: string): { readonly driver: StorageDriver; take(): readonly string[] } {
  const calls: string[] = [];
  const relative = (at: string): string => path.relative(root, at).replace(/~[0-9a-f]{24}$/, '~');
  const ops = hookedOps({
    before: ({ op, path: at, to }) => {
      if (READ_ONLY.includes(op)) return;
      calls.push(`${op} ${relative(at)}${to === '' ? '' : ` -> ${relative(to)}`}`);
    },
  });
  return { driver: openFilesystemDriver(root, ops), take: () => calls.splice(0) };
}

describe('what the filesystem driver syncs', () => {
  it('putContent: each new folder into its parent, the content before its name, the name', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    const putting = ['file.write a/b/~', 'file.sync a/b/~', 'rename a/b/~ -> a/b/file', 'syncFolder a/b'];
    await driver.putContent('/a/b/file', new Uint8Array(1));
    expect(take()).toEqual(['mkdir a', 'syncFolder ', 'mkdir a/b', 'syncFolder a', ...putting]);
    await driver.putContent('/a/b/file', new Uint8Array(2));
    expect(take()).toEqual(putting);
  });

  it('putContents: all contents before the first name, and each name before the next', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    for (const folder of ['/a', '/b', '/stage']) await driver.putContent(`${folder}/old`, new Uint8Array(1));
    take();
    await driver.putContents([
      { path: '/a/one', content: new Uint8Array(1), by: '/stage/one' },
      { path: '/b/two', content: new Uint8Array(2) },
    ]);
    const calls = take();
    const contents = ['file.write stage/one', 'file.sync stage/one', 'file.write b/~', 'file.sync b/~'];
    expect(calls.slice(0, 4).toSorted()).toEqual(contents.toSorted());
    expect(calls.slice(4)).toEqual([
      'rename stage/one -> a/one',
      'syncFolder a',
      'rename b/~ -> b/two',
      'syncFolder b',
    ]);
  });

  it('putContent: folders that somebody else may have left unsynced', async () => {
    await using dir = await tempDir();
    await recordingDriver(dir.path).driver.putContent('/a/b/file', new Uint8Array(1));
    const { driver, take } = recordingDriver(dir.path);
    await driver.putContent('/a/b/other', new Uint8Array(1));
    expect(take().slice(0, 2)).toEqual(['syncFolder ', 'syncFolder a']);
    // Known as durable no longer, once the driver itself has deleted or moved them.
    await driver.delete('/a/b');
    await mkdir(path.join(dir.path, 'a/b'));
    take();
    await driver.putContent('/a/b/other', new Uint8Array(1));
    expect(take()[0]).toBe('syncFolder a');
    await driver.move('/a', '/moved');
    await mkdir(path.join(dir.path, 'a/b'), { recursive: true });
    take();
    await driver.putContent('/a/b/other', new Uint8Array(1));
    expect(take().slice(0, 2)).toEqual(['syncFolder ', 'syncFolder a']);
  });

  it('move: the new folder, the new name, then the old one', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    await driver.putContent('/from/file', new Uint8Array(1));
    take();
    await driver.move('/from/file', '/to/file');
    expect(take()).toEqual([
      'mkdir to',
      'syncFolder ',
      'rename from/file -> to/file',
      'syncFolder to',
      'syncFolder from',
    ]);
    await driver.move('/to/file', '/to/other');
    expect(take()).toEqual(['rename to/file -> to/other', 'syncFolder to']);
  });

  it('settle: a file with its name and the way there, or the entries of a folder', async () => {
    await using dir = await tempDir();
    await recordingDriver(dir.path).driver.putContent('/a/file', new Uint8Array(1));
    const { driver, take } = recordingDriver(dir.path);
    await driver.settle('/a/file');
    expect(take()).toEqual(['file.sync a/file', 'syncFolder ', 'syncFolder a']);
    await driver.settle('/a');
    expect(take()).toEqual(['syncFolder a']);
  });

  it('delete: the folder that held the name', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    await driver.putContent('/a/b/c/file', new Uint8Array(1));
    await driver.putContent('/a/b/other', new Uint8Array(1));
    take();
    await driver.delete('/a/b');
    expect(take()).toEqual(['unlink a/b/c/file', 'rmdir a/b/c', 'unlink a/b/other', 'rmdir a/b', 'syncFolder a']);
  });

  it('writer: its empty beginning, its bytes at commit, its name when cancelled', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    const writer = await driver.writer('/file', { append: false });
    expect(take()).toEqual(['file.truncate file', 'file.sync file', 'syncFolder ']);
    await writer.write(new Uint8Array(1));
    await writer.commit();
    await writer.close();
    expect(take()).toEqual(['file.write file', 'file.datasync file']);
    const next = await driver.writer('/file', { append: true });
    await next.truncate(1);
    expect(take()).toEqual([]);
    await next.truncate(0);
    await next.cancel();
    expect(take()).toEqual(['file.truncate file', 'file.datasync file', 'unlink file', 'syncFolder ']);
  });

  it('writer: bytes that an earlier holder may have left unsynced', async () => {
    await using dir = await tempDir();
    const { driver, take } = recordingDriver(dir.path);
    await driver.putContent('/file', new Uint8Array(1));
    take();
    await (await driver.writer('/file', { append: true })).close();
    expect(take()).toEqual(['file.datasync file']);
  });
});

describe('putContent, all or nothing', () => {
  const OLD = seededBytes(1, 3000);
  const NEW = seededBytes(2, 5000);

  /** Puts NEW over OLD while every operation from number `step` on fails. Returns true when the put came through. */
  async function putFailing(root: string, step: number, once: boolean): Promise<boolean> {
    await openFilesystemDriver(root).putContent('/a/file', OLD);
    let calls = 0;
    const ops = hookedOps({
      writeLimit: 1000,
      before: ({ op }) => {
        // Descriptors are closed in any case: by the kernel, when the process dies.
        if (op === 'file.close') return;
        calls += 1;
        if (once ? calls === step : calls >= step) throw systemError('ENOSPC');
      },
    });
    return await openFilesystemDriver(root, ops)
      .putContent('/a/file', NEW)
      .then(
        () => true,
        (error: unknown) => {
          expect(error).toMatchObject({ code: 'DISK_FULL', details: { path: '/a/file', errno: 'ENOSPC' } });
          return false;
        },
      );
  }

  it.each([
    ['one step fails', true],
    ['everything ends at one step, as when the process dies', false],
  ])('when %s', async (_name, once) => {
    await using dir = await tempDir();
    let through = false;
    let replaced = 0;
    for (let step = 1; !through; step += 1) {
      through = await putFailing(dir.path, step, once);
      const found = await openFilesystemDriver(dir.path).getContent('/a/file');
      if (found.length === NEW.length) replaced += 1;
      expectBytes(found, found.length === NEW.length ? NEW : OLD);
      expect(await openFilesystemDriver(dir.path).list('/a')).toEqual(['/a/file']);
      const leftovers = (await readdir(path.join(dir.path, 'a'))).filter((name) => name !== 'file');
      if (once) expect(leftovers).toEqual([]);
    }
    // At the last failing step, the sync of the folder, the new content had its name already.
    expect(replaced).toBeGreaterThanOrEqual(2);
  });

  it.skipIf(MUTATING)('when the process is killed', { timeout: 120_000 }, async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    let version = 0;
    for (let round = 0; round < 4; round += 1) {
      await using putting = startTs('putForever.ts', [dir.path, '/a/file', String(version)]);
      for (let line = 0; line < 10 + 7 * round; line += 1) version = Number((await putting.lines.next()).value);
      await putting.kill();
      const found = await driver.getContent('/a/file');
      const foundVersion = found.length - 100_000;
      expect(foundVersion).toBeGreaterThanOrEqual(version);
      expectBytes(found, seededBytes(foundVersion, found.length));
      version = foundVersion + 1;
      // A kill may leave a temporary file; its name is none of the store's.
      expect(await driver.list('/a')).toEqual(['/a/file']);
      const names = (await readdir(path.join(dir.path, 'a'))).filter((name) => name !== 'file');
      expect(names.length).toBeLessThanOrEqual(round + 1);
      for (const name of names) expect(name).toMatch(/^~[0-9a-f]{24}$/);
    }
    await driver.delete('/a');
    expect(await readdir(dir.path)).toEqual([]);
  });
});
