import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ManagerOptions } from '../../../electron/engine/uploads/managerOptions.ts';
import { WHOLE_LAYER_BYTES } from '../../../electron/engine/uploads/plans.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { Digest } from '../../../shared/digest.ts';
import type { UploadView } from '../../../shared/upload.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { crashCopy, digestOf, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { endsOf, openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const open: UploadManager[] = [];
afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

async function manage(root: string, options: Partial<ManagerOptions> = {}): Promise<UploadManager> {
  const manager = await openManager(root, { troubleLookMs: null, ...options });
  open.push(manager);
  return manager;
}

const BYTES = seededBytes(1, 50_000);
const PLANS = 'layerlift/planned.jsonl';

/** Slow enough for what is being read to be caught on its way. */
const SLOW = { rateLimit: 1000 };

interface Scene {
  readonly root: string;
  readonly source: string;
  readonly manager: UploadManager;
  readonly upload: UploadView;
}

/** A small layer that finishes by itself, added to a store. */
async function scene(
  folder: string,
  options: Partial<ManagerOptions> = {},
  { bytes = BYTES, expected = null }: { readonly bytes?: Uint8Array; readonly expected?: Digest | null } = {},
): Promise<Scene> {
  const root = path.join(folder, 'store');
  const manager = await manage(root, options);
  const source = await sourceFile(folder, 'small.tar', bytes);
  const upload = await manager.add({ sourcePath: source, repository: REPOSITORY, expected, finishBySelf: true });
  return { root, source, manager, upload };
}

const inUploads = async (root: string): Promise<readonly string[]> =>
  (await tree(root)).filter((file) => file.includes('_uploads'));

const planLines = async (root: string): Promise<readonly unknown[]> =>
  (await readFile(path.join(root, PLANS), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('a small layer that finishes by itself', () => {
  it('is stored in one step: a plan before, a layer and a line of history after, and nothing else', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    expect(upload).toMatchObject({ purgeAt: null, finishBySelf: true });
    expect(await planLines(root)).toMatchObject([{ id: upload.id, record: { name: 'small.tar' } }]);
    expect(await inUploads(root)).toEqual([]);
    manager.setRateLimit(0);
    const { status } = await until(manager, upload.id, 'finished');
    expect(status).toMatchObject({ digest: digestOf(BYTES) });
    expectBytes(await servedBytes(root, digestOf(BYTES)), BYTES);
    await manager.close();
    const left = (await tree(root)).filter((file) => file.startsWith('layerlift'));
    expect(left).toEqual(['layerlift/history.jsonl', 'layerlift/lock']);
  });

  it('has its story in the history, also when it is off the list and the app has ended', async () => {
    await using dir = await tempDir();
    const { root, source, manager, upload } = await scene(dir.path);
    await until(manager, upload.id, 'finished');
    const told = [
      { type: 'added', at: upload.createdAt, name: 'small.tar', size: BYTES.length, source },
      { type: 'finished', digest: digestOf(BYTES), size: BYTES.length, rehashed: 0 },
    ];
    expect((await manager.story(upload.id)).events).toMatchObject(told);
    await manager.close();
    expect((await (await manage(root)).story(upload.id)).events).toMatchObject(told);
  });

  it('may have no byte, and a digest of another algorithm', async () => {
    await using dir = await tempDir();
    const empty = new Uint8Array();
    const expected = digestOf(empty, 'sha512');
    const { root, manager, upload } = await scene(dir.path, {}, { bytes: empty, expected });
    await until(manager, upload.id, 'finished');
    expectBytes(await servedBytes(root, digestOf(empty), expected), empty);
  });

  it('has an upload like any other when it is larger, or waits for a person', async () => {
    await using dir = await tempDir();
    const large = await scene(dir.path, SLOW, { bytes: seededBytes(2, WHOLE_LAYER_BYTES + 1) });
    expect(await inUploads(large.root)).not.toEqual([]);
    await large.manager.cancel(large.upload.id);
    const sourcePath = await sourceFile(dir.path, 'waits.tar', BYTES);
    await large.manager.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });
    expect(await inUploads(large.root)).not.toEqual([]);
  });

  it('keeps a blob that is there', async () => {
    await using dir = await tempDir();
    const { manager, upload, source } = await scene(dir.path);
    await until(manager, upload.id, 'finished');
    const again = { sourcePath: source, repository: REPOSITORY, expected: digestOf(BYTES), finishBySelf: true };
    await until(manager, (await manager.add(again)).id, 'finished');
    expect(await endsOf(manager)).toMatchObject([{ outcome: 'finished' }, { outcome: 'finished' }]);
  });
});

describe('a plan outlives the process', () => {
  it('that was killed: it waits, goes on, and is carried to its end once', async () => {
    await using dir = await tempDir();
    const { root, upload } = await scene(dir.path, SLOW);
    const crashed = await crashCopy(root, path.join(dir.path, 'crashed'));
    const next = await manage(crashed);
    expect(viewOf(next, upload.id).status).toEqual({ kind: 'paused', reason: 'quit', error: null });
    await next.resume(upload.id);
    await until(next, upload.id, 'finished');
    await next.close();
    const last = await manage(crashed, { resumeBySelf: true });
    expect(last.list()).toEqual([]);
    expect(await endsOf(last)).toHaveLength(1);
  });

  it('that was closed, and goes on by itself', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    await manager.close();
    expect(await inUploads(root)).toEqual([]);
    const next = await manage(root, { resumeBySelf: true });
    await until(next, upload.id, 'finished');
  });

  it('whose line somebody has spoilt costs only itself, and nothing that cannot be read is deleted', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    await manager.close();
    await appendFile(path.join(root, PLANS), '{"id": "../../etc", "record": null}\n{"torn": ');
    const next = await manage(root, { resumeBySelf: true });
    expect(next.list().map(({ id }) => id)).toEqual([upload.id]);
    await until(next, upload.id, 'finished');
    await next.close();
    expect(await readFile(path.join(root, PLANS), 'utf8')).toContain('../../etc');
  });
});

describe('an upload takes the place of a plan', () => {
  it('when a person pauses it, which a restart respects', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    await manager.pause(upload.id);
    const paused = { kind: 'paused', reason: 'person', error: null };
    expect(viewOf(manager, upload.id).status).toEqual(paused);
    expect(await inUploads(root)).not.toEqual([]);
    await manager.close();
    const next = await manage(root, { resumeBySelf: true });
    expect(viewOf(next, upload.id).status).toEqual(paused);
    await next.resume(upload.id);
    await until(next, upload.id, 'finished');
    expectBytes(await servedBytes(root, digestOf(BYTES)), BYTES);
  });

  it('not when the computer goes to sleep', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    await manager.pause(upload.id, 'sleep');
    expect(viewOf(manager, upload.id).status).toMatchObject({ kind: 'paused', reason: 'sleep' });
    expect(await inUploads(root)).toEqual([]);
    manager.setRateLimit(0);
    await manager.resume(upload.id);
    await until(manager, upload.id, 'finished');
  });

  it('when it is not to finish by itself any more', async () => {
    await using dir = await tempDir();
    const { manager, upload } = await scene(dir.path, SLOW);
    await manager.setFinishBySelf(upload.id, false);
    manager.setRateLimit(0);
    await until(manager, upload.id, 'ready');
  });

  it('when its digest is another one: the bytes stay, and it finishes with the right one', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, {}, { expected: digestOf(seededBytes(9, 9)) });
    const { status, offset } = await until(manager, upload.id, 'mismatch');
    expect([status, offset]).toMatchObject([{ actual: digestOf(BYTES) }, BYTES.length]);
    await manager.setExpected(upload.id, digestOf(BYTES));
    await manager.finish(upload.id);
    await until(manager, upload.id, 'finished');
    expectBytes(await servedBytes(root, digestOf(BYTES)), BYTES);
  });

  it('when its source is gone or is not what it was, which is told as ever', async () => {
    await using dir = await tempDir();
    const { root, source, manager, upload } = await scene(dir.path, SLOW);
    await manager.close();
    await rename(source, `${source}.away`);
    const next = await manage(root);
    await next.resume(upload.id);
    const { status } = await until(next, upload.id, ({ status: { kind } }) => kind === 'paused');
    expect(status).toMatchObject({ reason: 'trouble', error: { code: 'SOURCE_NOT_FOUND' } });
    await next.attach(upload.id, `${source}.away`);
    await until(next, upload.id, 'finished');
  });

  it('when another blob lies in its place, which is replaced and told', async () => {
    await using dir = await tempDir();
    const first = await scene(dir.path);
    const { status } = await until(first.manager, first.upload.id, 'finished');
    const blob = path.join(first.root, status.kind === 'finished' ? status.blobPath : '');
    await writeFile(blob, 'cut off');
    const again = { sourcePath: first.source, repository: REPOSITORY, expected: null, finishBySelf: true };
    await until(first.manager, (await first.manager.add(again)).id, 'finished');
    expectBytes(await readFile(blob), BYTES);
    expect((await endsOf(first.manager))[0]?.note).toContain('corrupt');
  });

  it('when it is to be kept for longer, and then like any other', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    await manager.pause(upload.id, 'sleep');
    await manager.renew(upload.id);
    expect(viewOf(manager, upload.id).purgeAt).toBeGreaterThan(Date.now());
    expect(await inUploads(root)).not.toEqual([]);
    expect((await planLines(root)).at(-1)).toEqual({ id: upload.id, record: null });
  });
});

describe('a plan that is cancelled', () => {
  it.each(['while it is read', 'while it rests'])('%s leaves a line of history alone', async (when) => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    if (when === 'while it rests') await manager.pause(upload.id, 'sleep');
    await manager.cancel(upload.id);
    expect(viewOf(manager, upload.id).status.kind).toBe('cancelled');
    expect(await endsOf(manager)).toMatchObject([{ id: upload.id, outcome: 'cancelled' }]);
    await manager.close();
    expect(await tree(root)).toEqual(['layerlift/history.jsonl', 'layerlift/lock']);
    expect((await manage(root)).list()).toEqual([]);
  });
});

describe('what lies on disk of a plan', () => {
  it('is its line: that is inspected and located', async () => {
    await using dir = await tempDir();
    const { root, manager, upload } = await scene(dir.path, SLOW);
    const details = await manager.inspect(upload.id);
    expect(details).toMatchObject({ folder: path.join(root, 'layerlift'), size: 0, checkpoints: [], hashStates: [] });
    expect(details.files.map(({ kind, name }) => [kind, name])).toEqual([['record', 'planned.jsonl']]);
    expect(details.source).toMatchObject({ error: null });
    expect(await manager.locate(upload.id)).toBe(path.join(root, PLANS));
  });
});
