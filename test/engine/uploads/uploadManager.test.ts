import { appendFile, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { digestOf, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
const open: UploadManager[] = [];

async function manager(root: string, options: Parameters<typeof openManager>[1] = {}): Promise<UploadManager> {
  const opened = await openManager(root, options);
  open.push(opened);
  return opened;
}

afterEach(async () => {
  for (const opened of open.splice(0)) await opened.close();
});

/** Slow enough to be caught on its way, however fast the machine. */
const SLOW = { rateLimit: 32 * MIB };

const wanted = (sourcePath: string) => ({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });

describe('UploadManager', () => {
  it('takes a file to a served layer, and remembers it', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const bytes = seededBytes(40, 5 * MIB + 3);
    const uploads = await manager(root);
    const { id } = await uploads.add(wanted(await sourceFile(dir.path, 'a.tar', bytes)));
    const ready = await until(uploads, id, 'ready');
    expect(ready).toMatchObject({ offset: bytes.length, checkpointed: bytes.length, name: 'a.tar' });
    expect(ready.status).toMatchObject({ digest: digestOf(bytes) });
    await uploads.finish(id);
    const { status } = await until(uploads, id, 'finished');
    expect(status).toMatchObject({ digest: digestOf(bytes) });
    expect(Buffer.compare(await servedBytes(root, digestOf(bytes)), bytes)).toBe(0);
    expect(await uploads.history()).toMatchObject([{ id, outcome: 'finished', size: bytes.length }]);
    expect((await tree(root)).filter((name) => name.includes('_uploads') || name.includes('trash'))).toEqual([]);
    uploads.dismiss([id]);
    expect(uploads.list()).toEqual([]);
  });

  it('finishes by itself when asked to', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(41, MIB);
    const uploads = await manager(path.join(dir.path, 'store'));
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const { id } = await uploads.add({ ...wanted(file), expected: digestOf(bytes), finishBySelf: true });
    await until(uploads, id, 'finished');
  });

  it('pauses, goes on, and does not hash a byte twice', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(42, 32 * MIB);
    const uploads = await manager(path.join(dir.path, 'store'), SLOW);
    const { id } = await uploads.add(wanted(await sourceFile(dir.path, 'a.tar', bytes)));
    await until(uploads, id, (view) => view.offset > 10 * MIB);
    await uploads.pause(id);
    const paused = viewOf(uploads, id);
    expect(paused.status).toEqual({ kind: 'paused', reason: 'person', error: null });
    expect(paused.checkpointed).toBe(paused.offset);
    expect(paused.offset).toBeLessThan(bytes.length);
    uploads.setRateLimit(0);
    await uploads.resume(id);
    const ready = await until(uploads, id, 'ready');
    expect(ready).toMatchObject({ rehashed: 0, copiedTwice: 0 });
    expect(ready.status).toMatchObject({ digest: digestOf(bytes) });
  });

  it('closes with a checkpoint, and finds its uploads again', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const bytes = seededBytes(43, 32 * MIB);
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const first = await openManager(root, SLOW);
    const { id } = await first.add(wanted(file));
    await until(first, id, (view) => view.offset > 5 * MIB);
    await first.close();

    const second = await manager(root);
    const found = viewOf(second, id);
    expect(found.status).toEqual({ kind: 'paused', reason: 'quit', error: null });
    expect(found.checkpointed).toBe(found.offset);
    await second.resume(id);
    expect(await until(second, id, 'ready')).toMatchObject({ rehashed: 0 });
  });

  it('leaves nothing of a cancelled upload, at any moment', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const uploads = await manager(root, { ...SLOW, concurrency: 1 });
    const file = await sourceFile(dir.path, 'a.tar', seededBytes(44, 64 * MIB));
    const moving = await uploads.add(wanted(file));
    const queued = await uploads.add(wanted(file));
    await until(uploads, moving.id, (view) => view.offset > 0);
    expect(viewOf(uploads, queued.id).status.kind).toBe('queued');
    await Promise.all([uploads.cancel(queued.id), uploads.cancel(moving.id)]);
    for (const { id } of [moving, queued]) expect(viewOf(uploads, id).status.kind).toBe('cancelled');
    const stories = await Promise.all([queued, moving].map(({ id }) => uploads.story(id)));
    expect(stories.map(({ events }) => events.at(-1)?.type)).toEqual(['cancelled', 'cancelled']);
    const left = (await tree(root)).filter((name) => !name.startsWith('layerlift/stories/'));
    expect(left).toEqual(['layerlift/history.jsonl', 'layerlift/lock']);
    expect((await uploads.history()).map((entry) => entry.outcome)).toEqual(['cancelled', 'cancelled']);
  });

  it('keeps a wrong digest from becoming a layer, and lets it be corrected', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const bytes = seededBytes(45, MIB);
    const uploads = await manager(root);
    const wrong = digestOf(seededBytes(46, 10));
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const { id } = await uploads.add({ ...wanted(file), expected: wrong, finishBySelf: true });
    const { status } = await until(uploads, id, 'mismatch');
    expect(status).toEqual({ kind: 'mismatch', expected: wrong, actual: digestOf(bytes) });
    await uploads.verify(id);
    await until(uploads, id, 'mismatch');
    await uploads.setExpected(id, digestOf(bytes));
    expect(viewOf(uploads, id).status.kind).toBe('ready');
    await uploads.finish(id);
    await until(uploads, id, 'finished');
  });

  it('stops with choices when the source changed, and proves a source that is pointed at', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(47, 32 * MIB);
    const uploads = await manager(path.join(dir.path, 'store'), SLOW);
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const { id } = await uploads.add(wanted(file));
    await until(uploads, id, (view) => view.offset > 0);
    await uploads.pause(id);
    uploads.setRateLimit(0);
    await appendFile(file, 'x');
    await uploads.resume(id);
    const { status } = await until(uploads, id, 'paused');
    expect(status).toMatchObject({
      reason: 'trouble',
      error: { code: 'SOURCE_CHANGED', details: { changed: 'size mtimeNs' } },
    });

    const other = await sourceFile(dir.path, 'other.tar', seededBytes(48, 32 * MIB));
    await uploads.attach(id, other);
    expect((await until(uploads, id, 'paused')).status).toMatchObject({ error: { code: 'SOURCE_DIFFERS' } });

    await truncate(file, bytes.length);
    await uploads.attach(id, file);
    const ready = await until(uploads, id, 'ready');
    expect(ready.status).toMatchObject({ digest: digestOf(bytes) });
  });

  it('pauses when the source is gone, and goes on when it is back', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(49, 32 * MIB);
    const uploads = await manager(path.join(dir.path, 'store'), SLOW);
    const { id } = await uploads.add(wanted(await sourceFile(dir.path, 'a.tar', bytes)));
    await until(uploads, id, (view) => view.offset > 0);
    await uploads.pause(id);
    uploads.setRateLimit(0);
    await rm(path.join(dir.path, 'a.tar'));
    await uploads.resume(id);
    expect((await until(uploads, id, 'paused')).status).toMatchObject({ error: { code: 'SOURCE_NOT_FOUND' } });
    expect(viewOf(uploads, id).offset).toBeGreaterThan(0);
    await uploads.attach(id, await sourceFile(dir.path, 'b.tar', bytes));
    expect(await until(uploads, id, 'ready')).toMatchObject({
      name: 'a.tar',
      source: { path: path.join(dir.path, 'b.tar') },
    });
  });

  it('refuses commands that make no sense in a state, and unknown uploads', async () => {
    await using dir = await tempDir();
    const uploads = await manager(path.join(dir.path, 'store'));
    const { id } = await uploads.add(wanted(await sourceFile(dir.path, 'a.tar', seededBytes(50, 100))));
    await until(uploads, id, 'ready');
    await expect(uploads.pause(id)).rejects.toMatchObject({ code: 'UPLOAD_STATE', details: { state: 'ready' } });
    await uploads.cancel(id);
    await expect(uploads.resume(id)).rejects.toMatchObject({ code: 'UPLOAD_STATE', details: { state: 'cancelled' } });
    uploads.dismiss([id]);
    await expect(uploads.cancel(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  it('finds what a stranger began, and attaches a source only when every byte is equal', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const bytes = seededBytes(51, 3 * MIB);
    const folder = path.join(
      root,
      'docker/registry/v2/repositories/games/assets/_uploads/0b9c2a3e-5d4f-4a6b-8c7d-1e2f3a4b5c6d',
    );
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'data'), bytes.subarray(0, MIB));
    await writeFile(path.join(folder, 'startedat'), '2026-11-20T10:00:00Z');
    const uploads = await manager(root);
    const [found] = uploads.list();
    expect(found).toMatchObject({ status: { kind: 'found' }, offset: MIB, size: null, repository: 'games/assets' });
    if (found === undefined) throw new Error('not found');
    await uploads.attach(found.id, await sourceFile(dir.path, 'wrong.tar', seededBytes(52, 3 * MIB)));
    expect((await until(uploads, found.id, 'paused')).status).toMatchObject({ error: { code: 'SOURCE_DIFFERS' } });
    await uploads.attach(found.id, await sourceFile(dir.path, 'right.tar', bytes));
    expect((await until(uploads, found.id, 'ready')).status).toMatchObject({ digest: digestOf(bytes) });
  });

  it('lets one app at a store, and frees it when it is closed', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const first = await openManager(root);
    await expect(openManager(root)).rejects.toMatchObject({ code: 'STORE_LOCKED' });
    await first.close();
    await manager(root);
  });

  it('names what is wrong with a store', async () => {
    await using dir = await tempDir();
    await writeFile(path.join(dir.path, 'file'), '');
    await mkdir(path.join(dir.path, 'photos'));
    await writeFile(path.join(dir.path, 'photos/cat.jpg'), '');
    const refusal = (name: string) => openManager(path.join(dir.path, name), { create: false });
    await expect(refusal('missing')).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(refusal('file')).rejects.toMatchObject({ code: 'STORE_NOT_A_FOLDER' });
    await expect(refusal('photos')).rejects.toMatchObject({ code: 'STORE_NOT_A_STORE' });
  });

  it('hashes with what is chosen, from the next upload on', async () => {
    await using dir = await tempDir();
    const uploads = await manager(path.join(dir.path, 'store'), { digester: 'hash-wasm' });
    // Nothing has been loaded for a store that only was opened.
    expect(uploads.digester.backend).toBe('');
    const bytes = seededBytes(54, MIB);
    for (const [name, digester] of [
      ['r/a', 'hash-wasm'],
      ['r/b', 'native'],
    ] as const) {
      await uploads.setDigester(digester);
      expect(uploads.digester.backend).toBe((await loadDigesterFactory(digester)).backend);
      const file = await sourceFile(dir.path, 'a.tar', bytes);
      const { id } = await uploads.add({ ...wanted(file), repository: parseRepositoryName(name) });
      expect(await until(uploads, id, 'ready')).toMatchObject({ status: { digest: digestOf(bytes) } });
    }
  });

  it('moves as many at a time as allowed', async () => {
    await using dir = await tempDir();
    const uploads = await manager(path.join(dir.path, 'store'), { ...SLOW, concurrency: 2 });
    const file = await sourceFile(dir.path, 'a.tar', seededBytes(53, 8 * MIB));
    let most = 0;
    uploads.subscribe(() => {
      const active = uploads.list().filter(({ status }) => status.kind === 'moving' || status.kind === 'recovering');
      most = Math.max(most, active.length);
    });
    const added = [];
    for (const name of ['r/a', 'r/b', 'r/c', 'r/d', 'r/e']) {
      added.push(await uploads.add({ ...wanted(file), repository: parseRepositoryName(name) }));
    }
    for (const { id } of added) await until(uploads, id, 'ready');
    expect(most).toBe(2);
  });
});
