import { constants } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { immediateOps } from '../../../electron/engine/storage/immediateOps.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { tempDir } from '../../support/tempDir.ts';

describe.each([
  ['handed over', fileOps],
  ['made at once', immediateOps],
])('the operations of the system, %s', (_how, ops) => {
  it('tell the identity of a file to the last bit', async () => {
    await using dir = await tempDir();
    const file = await ops.open(path.join(dir.path, 'file'), constants.O_RDWR | constants.O_CREAT);
    const [open, named] = [await file.stat(), await ops.stat(path.join(dir.path, 'file'))];
    await file.close();
    for (const { ino, dev } of [open, named]) expect([typeof ino, typeof dev]).toEqual(['bigint', 'bigint']);
    expect(named).toEqual(open);
  });

  it('reach the system: of a file that is closed it refuses every one', async () => {
    await using dir = await tempDir();
    const file = await ops.open(path.join(dir.path, 'file'), constants.O_RDWR | constants.O_CREAT);
    await file.write(Uint8Array.of(1), 0);
    await Promise.all([file.sync(), file.datasync()]);
    await file.close();
    const refused = [file.sync(), file.datasync(), file.truncate(0), file.write(Uint8Array.of(1), 0), file.stat()];
    for (const result of await Promise.allSettled(refused)) expect(result.status).toBe('rejected');
  });

  it('sync a folder that is there, and leave it closed', async () => {
    await using dir = await tempDir();
    await ops.mkdir(path.join(dir.path, 'folder'));
    await ops.syncFolder(path.join(dir.path, 'folder'));
    expect(await openFilesUnder(dir.path)).toEqual([]);
    await expect(ops.syncFolder(path.join(dir.path, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it.runIf(process.platform === 'linux')('let pass what cannot be synced at all', async () => {
    // A device answers fsync with EINVAL, as the folders of some network file systems do.
    await ops.syncFolder('/dev/null');
  });
});
