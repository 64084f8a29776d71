/// <reference path="../../../electron/engine/storage/fs-native-extensions.d.ts" />
import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import extensions from 'fs-native-extensions';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { readHeldLocks } from '../../../electron/engine/storage/heldLocks.ts';
import { tempDir } from '../../support/tempDir.ts';

const CONTENT = Uint8Array.of(1, 2, 3);

/** What the system's table says of `/a/file` now. */
const isHeld = async (root: string, storePath = '/a/file') => (await readHeldLocks(root)).isHeld(storePath);

describe.runIf(process.platform === 'linux')('the lock of a file in a store, seen from outside', () => {
  it('is held as long as a writer is open, whoever reads meanwhile', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/a/file', CONTENT);
    await driver.putContent('/a/other', CONTENT);
    expect(await isHeld(dir.path)).toBe(false);
    await using reader = await driver.reader('/a/file', 0);
    expect(await isHeld(dir.path)).toBe(false);
    const writer = await driver.writer('/a/file', { append: true });
    expect(await isHeld(dir.path)).toBe(true);
    expect(await isHeld(dir.path, '/a/other')).toBe(false);
    await writer.close();
    expect(await isHeld(dir.path)).toBe(false);
    await reader.close();
  });

  it('is not mistaken for a lock that somebody else has on the same file', async () => {
    await using dir = await tempDir();
    await openFilesystemDriver(dir.path).putContent('/a/file', CONTENT);
    await using handle = await open(path.join(dir.path, 'a/file'), 'r+');
    expect(extensions.tryLock(handle.fd, 0, 1)).toBe(true);
    expect(await isHeld(dir.path)).toBe(false);
  });

  it('is held by nobody where there is no file, and unknown where nothing can be told', async () => {
    await using dir = await tempDir();
    await writeFile(path.join(dir.path, 'file'), CONTENT);
    expect(await isHeld(dir.path)).toBe(false);
    expect(await isHeld(dir.path, '/file/below')).toBeNull();
    for (const table of [null, path.join(dir.path, 'no-such-table')]) {
      expect(await (await readHeldLocks(dir.path, table)).isHeld('/file')).toBeNull();
    }
  });
});
