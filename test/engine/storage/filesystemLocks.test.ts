import { once } from 'node:events';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { hookedOps } from '../../support/hookedOps.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

const CONTENT = seededBytes(1, 1000);
const LOCKED = { code: 'WRITER_LOCKED', details: { path: '/a/file', driver: 'filesystem' } };

/** What a holder in a worker thread answers; the thread is ended by the caller. */
function holderThread(root: string): { readonly worker: Worker; readonly answer: Promise<unknown> } {
  const file = new URL('../../support/writerHolder.ts', import.meta.url).href;
  const worker = new Worker(`import('tsx/esm/api').then(({ tsImport }) => tsImport('${file}', '${file}'))`, {
    eval: true,
    workerData: [root, '/a/file'],
  });
  return { worker, answer: once(worker, 'message').then(([answer]) => answer) };
}

describe('the lock of a filesystem writer', () => {
  it('keeps out another driver of the same process', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/a/file', CONTENT);
    await using writer = await driver.writer('/a/file', { append: true });
    const other = openFilesystemDriver(dir.path);
    await expect(other.writer('/a/file', { append: true })).rejects.toMatchObject(LOCKED);
    await expect(other.writer('/a/file', { append: false })).rejects.toMatchObject(LOCKED);
    expectBytes(await other.getContent('/a/file'), CONTENT);
    await writer.close();
    await (await other.writer('/a/file', { append: true })).close();
  });

  it.skipIf(MUTATING)('keeps out another process, and is held out by it until it is killed', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/a/file', CONTENT);
    await using holder = startTs('writerHolder.ts', [dir.path, '/a/file']);
    expect((await holder.lines.next()).value).toBe('held');
    await expect(driver.writer('/a/file', { append: true })).rejects.toMatchObject(LOCKED);
    await expect(driver.writer('/a/file', { append: false })).rejects.toMatchObject(LOCKED);
    expect((await driver.getContent('/a/file')).length).toBe(CONTENT.length + 1);
    await holder.kill();
    await using writer = await driver.writer('/a/file', { append: true });
    expect(writer.size).toBe(CONTENT.length + 1);
    await using late = startTs('writerHolder.ts', [dir.path, '/a/file']);
    expect((await late.lines.next()).value).toBe('WRITER_LOCKED');
  });

  it.skipIf(MUTATING)('keeps out another thread, and is held out by it until it ends', async () => {
    await using dir = await tempDir();
    const driver = openFilesystemDriver(dir.path);
    await driver.putContent('/a/file', CONTENT);
    const writer = await driver.writer('/a/file', { append: true });
    const refused = holderThread(dir.path);
    expect(await refused.answer).toBe('WRITER_LOCKED');
    await refused.worker.terminate();
    await writer.close();
    const holder = holderThread(dir.path);
    expect(await holder.answer).toBe('held');
    await expect(driver.writer('/a/file', { append: true })).rejects.toMatchObject(LOCKED);
    await holder.worker.terminate();
    await (await driver.writer('/a/file', { append: true })).close();
  });

  it('is worth nothing on a file that the path no longer names', async () => {
    await using dir = await tempDir();
    const file = path.join(dir.path, 'file');
    await writeFile(file, CONTENT);
    await writeFile(path.join(dir.path, 'other'), CONTENT);
    // Whoever held the lock moves the file away after it was opened here, and before it is locked here.
    const ops = hookedOps({
      before: async ({ op }) => {
        if (op === 'lstat') await rename(path.join(dir.path, 'other'), file);
      },
    });
    await expect(openFilesystemDriver(dir.path, ops).writer('/file', { append: true })).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
    });
    await (await openFilesystemDriver(dir.path).writer('/file', { append: true })).close();
  });
});
