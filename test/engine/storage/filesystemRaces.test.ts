import { appendFile, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { type FileCall, hookedOps, systemError } from '../../support/hookedOps.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const CONTENT = seededBytes(1, 10_000);

interface Scene extends AsyncDisposable {
  readonly driver: StorageDriver;
  /** How often the system was asked for each operation. */
  readonly calls: Map<FileCall['op'], number>;
  real(name: string): string;
}

/** A store with `/a/file`, in which `meanwhile` happens right before the call of `op` that is the `number`th. */
async function scene(op: FileCall['op'], number: number, meanwhile: (real: string) => unknown): Promise<Scene> {
  const dir = await tempDir();
  await openFilesystemDriver(dir.path).putContent('/a/file', CONTENT);
  const calls = new Map<FileCall['op'], number>();
  const ops = hookedOps({
    before: async (call) => {
      calls.set(call.op, (calls.get(call.op) ?? 0) + 1);
      if (call.op === op && calls.get(op) === number) await meanwhile(call.path);
    },
  });
  return {
    driver: openFilesystemDriver(dir.path, ops),
    calls,
    real: (name) => path.join(dir.path, name),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

const nothing = (): void => undefined;
const fail = (code: string) => (): never => {
  throw systemError(code);
};

describe('a file that changes while it is read', () => {
  it('gives what is left when it shrinks', async () => {
    await using at = await scene('file.read', 1, (real) => truncate(real, 4000));
    expectBytes(await at.driver.getContent('/a/file'), CONTENT.subarray(0, 4000));
  });

  it('asks the system no more often than it takes', async () => {
    await using at = await scene('file.read', 0, nothing);
    await at.driver.getContent('/a/file');
    await using reader = await at.driver.reader('/a/file', 0);
    await reader.read(new Uint8Array(CONTENT.length));
    expect(at.calls.get('file.read')).toBe(2);
  });
});

describe('a file that changes while it is opened for writing', () => {
  it('counts what its former holder wrote until the lock was there', async () => {
    await using at = await scene('lstat', 1, (real) => appendFile(real, CONTENT));
    await using writer = await at.driver.writer('/a/file', { append: true });
    expect(writer.size).toBe(2 * CONTENT.length);
  });

  it('is missing when it was removed before the lock was there', async () => {
    await using at = await scene('lstat', 1, (real) => rm(real));
    await expect(at.driver.writer('/a/file', { append: true })).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  });

  it('is missing when the path names a file of another disk by then, of whatever inode', async () => {
    await using dir = await tempDir();
    const lstat = async (real: string) => ({ ...(await fileOps.lstat(real)), dev: -1n });
    const driver = openFilesystemDriver(dir.path, { ...fileOps, lstat });
    await driver.putContent('/file', CONTENT);
    await expect(driver.writer('/file', { append: true })).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  });

  it('is not missing when nobody can tell', async () => {
    await using at = await scene('lstat', 1, fail('EIO'));
    await expect(at.driver.writer('/a/file', { append: true })).rejects.toMatchObject({ code: 'STORAGE_IO' });
  });

  it.each(['EACCES', 'EIO'])('is not made where its place cannot be seen: %s', async (errno) => {
    await using at = await scene('realpath', 1, fail(errno));
    await expect(at.driver.writer('/a/new', { append: false })).rejects.toMatchObject({ details: { errno } });
    expect(await at.driver.list('/a')).toEqual(['/a/file']);
  });
});

describe('a folder that changes meanwhile', () => {
  it('is taken as it is when somebody else made it first', async () => {
    await using at = await scene('mkdir', 1, (real) => mkdir(real));
    await at.driver.putContent('/b/file', CONTENT);
    expectBytes(await at.driver.getContent('/b/file'), CONTENT);
  });

  it('is no folder when somebody made a file of that name first', async () => {
    await using at = await scene('mkdir', 1, (real) => writeFile(real, ''));
    await expect(at.driver.putContent('/b/file', CONTENT)).rejects.toMatchObject({ code: 'PATH_NOT_A_FILE' });
  });

  it('says why it could not be made', async () => {
    await using at = await scene('mkdir', 1, fail('EACCES'));
    await expect(at.driver.putContent('/b/file', CONTENT)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it.each([
    ['a file in it', 'unlink', '/a'],
    ['the folder itself', 'rmdir', '/a'],
    ['the file that is to be deleted', 'unlink', '/a/file'],
  ] as const)('is deleted all the same when somebody deletes %s first', async (_, op, target) => {
    await using at = await scene(op, 1, (real) => rm(real, { recursive: true }));
    await at.driver.delete(target);
    await expect(at.driver.stat(target)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  });

  it('is not deleted when the system refuses, and says so', async () => {
    await using at = await scene('unlink', 1, fail('EACCES'));
    await expect(at.driver.delete('/a')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(await at.driver.list('/a')).toEqual(['/a/file']);
  });

  it('is named in the error, also where it is the root', async () => {
    await using at = await scene('syncFolder', 1, fail('EIO'));
    await expect(at.driver.settle('/')).rejects.toMatchObject({
      code: 'STORAGE_IO',
      details: { driver: 'filesystem', path: '/', errno: 'EIO' },
    });
  });
});
