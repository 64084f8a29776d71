import { describe, expect, it } from 'vitest';
import { readSmallFile } from '../../../electron/engine/layers/readSmallFile.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { hookedOps, systemError } from '../../support/hookedOps.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

describe('a small file that a stranger may have put there', () => {
  it('is read up to the limit, and is nothing above it', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    for (const size of [0, 1, 99, 100]) {
      await driver.putContent('/file', seededBytes(size, size));
      expect(await readSmallFile(driver, '/file', 100)).toEqual(seededBytes(size, size));
    }
    for (const size of [101, 102, 5000]) {
      await driver.putContent('/file', seededBytes(size, size));
      expect(await readSmallFile(driver, '/file', 100)).toBeNull();
    }
    expect(await openFilesUnder(dir.path)).toEqual([]);
  });

  it('is nothing when it is missing, or a folder', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/folder/file', new Uint8Array());
    expect(await readSmallFile(driver, '/missing', 100)).toBeNull();
    expect(await readSmallFile(driver, '/folder', 100)).toBeNull();
  });

  it.each(['open', 'file.read'] as const)('is no file that is missing when the disk fails: %s', async (failing) => {
    await using dir = await tempDir();
    await openFilesystemDriver(dir.path).putContent('/file', seededBytes(1, 10));
    const ops = hookedOps({
      before: ({ op }) => {
        if (op === failing) throw systemError('EIO');
      },
    });
    const driver = openFilesystemDriver(dir.path, ops);
    await expect(readSmallFile(driver, '/file', 100)).rejects.toMatchObject({ code: 'STORAGE_IO' });
    expect(await openFilesUnder(dir.path)).toEqual([]);
  });
});
