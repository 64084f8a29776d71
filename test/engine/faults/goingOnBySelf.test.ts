import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { ManagerOptions } from '../../../electron/engine/uploads/managerOptions.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import { digestOf, REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir, type TempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

const BYTES = seededBytes(750, 3_000_001);
const DIGEST = digestOf(BYTES);
const open: UploadManager[] = [];

afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

interface Scene {
  readonly uploads: UploadManager;
  readonly root: string;
  readonly file: string;
  add(file?: string): ReturnType<UploadManager['add']>;
}

/** A store in which nothing moves until `setConcurrency` says so: what happens before is then never a race. */
async function scene(dir: TempDir, options: Partial<ManagerOptions> = {}): Promise<Scene> {
  const root = path.join(dir.path, 'store');
  const file = await sourceFile(dir.path, 'a.tar', BYTES);
  const uploads = await openManager(root, { troubleLookMs: 10, concurrency: 0, ...options });
  open.push(uploads);
  const add = (sourcePath = file) =>
    uploads.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });
  return { uploads, root, file, add };
}

describe('an upload in trouble', () => {
  it('goes on by itself when its source is back, and not when another file lies there', async () => {
    await using dir = await quickTempDir();
    const { uploads, file, add } = await scene(dir);
    const { id } = await add();
    await rename(file, `${file}.away`);
    uploads.setConcurrency(2);
    await until(uploads, id, ({ status }) => status.kind === 'paused');
    expect(viewOf(uploads, id).status).toMatchObject({ reason: 'trouble', error: { code: 'SOURCE_NOT_FOUND' } });
    await sourceFile(dir.path, 'a.tar', seededBytes(751, BYTES.length));
    // Another upload that goes on proves that the watch has looked.
    await proveALook(dir, uploads, add);
    expect(viewOf(uploads, id).status).toMatchObject({ kind: 'paused', error: { code: 'SOURCE_NOT_FOUND' } });
    await rename(`${file}.away`, file);
    expect((await until(uploads, id, 'ready')).status).toMatchObject({ digest: DIGEST });
  });

  it('says that it does, and does no more once a person has stopped it, until they resume it', async () => {
    await using dir = await quickTempDir();
    const { uploads, file, add } = await scene(dir);
    const { id } = await add();
    await rename(file, `${file}.away`);
    uploads.setConcurrency(2);
    expect((await until(uploads, id, 'paused')).retry).toEqual({ kind: 'watched' });
    await uploads.stopRetrying(id);
    expect(viewOf(uploads, id).retry).toBeNull();
    await rename(`${file}.away`, file);
    await proveALook(dir, uploads, add);
    expect(viewOf(uploads, id)).toMatchObject({ status: { kind: 'paused', reason: 'trouble' }, retry: null });
    await uploads.resume(id);
    await until(uploads, id, 'ready');
    await expect(uploads.stopRetrying(id)).rejects.toMatchObject({ code: 'UPLOAD_STATE' });
  });

  it('says so again after a person has resumed it in vain', async () => {
    await using dir = await quickTempDir();
    const { uploads, file, add } = await scene(dir);
    const { id } = await add();
    await rename(file, `${file}.away`);
    uploads.setConcurrency(2);
    await until(uploads, id, 'paused');
    await uploads.stopRetrying(id);
    await uploads.resume(id);
    const again = await until(uploads, id, ({ status, retry }) => status.kind === 'paused' && retry !== null);
    expect(again.retry?.kind).toBe('watched');
    await rename(`${file}.away`, file);
    await until(uploads, id, 'ready');
  });

  it('stays paused when it was a person who paused it', async () => {
    await using dir = await quickTempDir();
    const { uploads, add } = await scene(dir);
    const { id } = await add();
    await uploads.pause(id);
    uploads.setConcurrency(2);
    const paused = viewOf(uploads, id);
    await proveALook(dir, uploads, add);
    expect(viewOf(uploads, id)).toEqual(paused);
  });

  it('waits for a click where nobody looks', async () => {
    await using dir = await quickTempDir();
    const { uploads, file, add } = await scene(dir, { troubleLookMs: null });
    const { id } = await add();
    await rename(file, `${file}.away`);
    uploads.setConcurrency(2);
    await until(uploads, id, ({ status }) => status.kind === 'paused');
    await rename(`${file}.away`, file);
    await uploads.resume(id);
    await until(uploads, id, 'ready');
  });

  it('is taken up by the next start', async () => {
    await using dir = await quickTempDir();
    const { uploads, root, file, add } = await scene(dir, { troubleLookMs: null });
    const { id } = await add();
    await rename(file, `${file}.away`);
    uploads.setConcurrency(2);
    await until(uploads, id, ({ status }) => status.kind === 'paused');
    await uploads.close();
    const next = await openManager(root, { troubleLookMs: 10 });
    open.push(next);
    expect(viewOf(next, id).status).toMatchObject({ reason: 'trouble', error: { code: 'SOURCE_NOT_FOUND' } });
    await rename(`${file}.away`, file);
    await until(next, id, 'ready');
  });

  it('goes on by itself when the program that held it is killed, without that program’s bytes', async () => {
    await using dir = await quickTempDir();
    const { uploads, root, add } = await scene(dir);
    const { id } = await add();
    await uploads.pause(id);
    uploads.setConcurrency(2);
    await using holder = startTs('writerHolder.ts', [
      root,
      pathFor({ kind: 'uploadData', repository: REPOSITORY, id }),
    ]);
    expect((await holder.lines.next()).value).toBe('held');
    await uploads.resume(id);
    await until(uploads, id, ({ status }) => status.kind === 'paused');
    expect(viewOf(uploads, id).status).toMatchObject({ reason: 'trouble', error: { code: 'WRITER_LOCKED' } });
    await holder.kill();
    const ready = await until(uploads, id, 'ready');
    expect(ready.status).toMatchObject({ digest: DIGEST });
    expect(ready.copiedTwice).toBe(1);
  });
});

/** Resolves when the watch has begun to look and come to its end after this was called. */
async function proveALook(dir: TempDir, uploads: UploadManager, add: Scene['add']): Promise<void> {
  const file = await sourceFile(dir.path, 'b.tar', BYTES);
  uploads.setConcurrency(0);
  const { id } = await add(file);
  await rename(file, `${file}.away`);
  uploads.setConcurrency(2);
  await until(uploads, id, ({ status }) => status.kind === 'paused');
  await rename(`${file}.away`, file);
  await until(uploads, id, 'ready');
}

describe('a store that is unplugged', () => {
  it('is not taken for an empty one, and its uploads go on by themselves when it is back', async () => {
    await using dir = await quickTempDir();
    const { uploads, root, file, add } = await scene(dir);
    const { id } = await add();
    await rename(root, `${root}-away`);
    // As the system leaves it behind when a disk is pulled out: a mount point with nothing in it.
    await mkdir(root);
    uploads.setConcurrency(2);
    const stopped = await until(uploads, id, ({ status }) => status.kind === 'paused');
    expect(stopped.status).toMatchObject({ reason: 'trouble', error: { code: 'STORE_MISSING' } });
    const missing = { code: 'STORE_MISSING' };
    await expect(uploads.resume(id)).rejects.toMatchObject(missing);
    await expect(add()).rejects.toMatchObject(missing);
    await expect(uploads.setExpected(id, DIGEST)).rejects.toMatchObject(missing);
    expect(await readdir(root)).toEqual([]);
    await rmdir(root);
    await expect(uploads.resume(id)).rejects.toMatchObject(missing);
    await rename(`${root}-away`, root);
    expect((await until(uploads, id, 'ready')).status).toMatchObject({ digest: DIGEST });
    await rm(file);
    await uploads.finish(id);
    await until(uploads, id, 'finished');
  });

  it('while an upload is cancelled keeps it, to be cancelled when it is back', async () => {
    await using dir = await quickTempDir();
    const { uploads, root, add } = await scene(dir);
    const { id } = await add();
    await rename(root, `${root}-away`);
    await uploads.cancel(id);
    expect(viewOf(uploads, id).status).toMatchObject({ kind: 'failed', error: { code: 'STORE_MISSING' } });
    await rename(`${root}-away`, root);
    await uploads.cancel(id);
    expect(viewOf(uploads, id).status.kind).toBe('cancelled');
  });
});

describe('an upload that a person and the watch take up at the same time', () => {
  it('is moved once', async () => {
    await using dir = await quickTempDir();
    const { uploads, file, add } = await scene(dir, { troubleLookMs: null });
    const { id } = await add();
    await uploads.pause(id);
    const results = await Promise.allSettled([uploads.resume(id), uploads.resume(id), uploads.attach(id, file)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    uploads.setConcurrency(2);
    await until(uploads, id, 'ready');
  });
});
