import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { digestOf, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { endsOf, openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type TempDir, tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(700, 300_001);
const DIGEST = digestOf(BYTES);
const open: UploadManager[] = [];

afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

/** A store with one upload that is ready, and something that stands where a step of its finish needs to go. */
async function obstructed(dir: TempDir, at: string, kind: 'file' | 'folder') {
  const root = path.join(dir.path, 'store');
  const obstacle = path.join(root, at);
  const uploads = await openManager(root);
  open.push(uploads);
  const { id } = await uploads.add({
    sourcePath: await sourceFile(dir.path, 'a.tar', BYTES),
    repository: REPOSITORY,
    expected: DIGEST,
    finishBySelf: false,
  });
  await until(uploads, id, 'ready');
  if (kind === 'folder') await mkdir(obstacle, { recursive: true });
  else await mkdir(path.dirname(obstacle), { recursive: true }).then(() => writeFile(obstacle, ''));
  return { uploads, id, root, clear: () => rm(obstacle, { recursive: true }) };
}

const STOPPED = (view: { readonly status: { readonly kind: string } }): boolean =>
  view.status.kind === 'failed' || view.status.kind === 'paused';

async function expectServed(root: string, uploads: UploadManager, id: UploadId): Promise<void> {
  expect(Buffer.compare(await servedBytes(root, DIGEST), BYTES)).toBe(0);
  expect(await endsOf(uploads)).toMatchObject([{ id, outcome: 'finished', digest: DIGEST, size: BYTES.length }]);
  expect((await tree(root)).filter((name) => /_uploads|trash|staging/.test(name))).toEqual([]);
}

const STEPS = [
  ['the blob cannot be placed', `docker/registry/v2/blobs/sha256/${DIGEST.slice(7, 9)}`, 'file'],
  ['the link cannot be written', `docker/registry/v2/repositories/${REPOSITORY}/_layers`, 'file'],
  ['the upload cannot leave', 'layerlift/trash', 'file'],
  ['the history cannot be written', 'layerlift/history.jsonl', 'folder'],
] as const;

describe.each(STEPS)('a finish during which %s', (_, at, kind) => {
  it('reports no success, and is carried to its end by a resume', async () => {
    await using dir = await tempDir();
    const { uploads, id, root, clear } = await obstructed(dir, at, kind);
    await uploads.finish(id);
    await until(uploads, id, STOPPED);
    // Refused, or tried in vain.
    await Promise.allSettled([uploads.resume(id)]);
    await until(uploads, id, STOPPED);
    expect(await endsOf(uploads)).toEqual([]);
    await clear();
    await uploads.resume(id);
    const { status } = await until(uploads, id, 'finished');
    expect(status).toMatchObject({ digest: DIGEST, blobPath: expect.stringContaining(DIGEST.slice(7)) });
    await expectServed(root, uploads, id);
  });

  it('is carried to its end by the next start', async () => {
    await using dir = await tempDir();
    const { uploads, id, root, clear } = await obstructed(dir, at, kind);
    await uploads.finish(id);
    await until(uploads, id, STOPPED);
    await uploads.close();
    await clear();
    const next = await openManager(root, { resumeBySelf: true });
    open.push(next);
    if (next.list().length > 0) await until(next, id, 'finished');
    await expectServed(root, next, id);
  });

  it('can be cancelled, and the history says what is true', async () => {
    await using dir = await tempDir();
    const { uploads, id, root, clear } = await obstructed(dir, at, kind);
    await uploads.finish(id);
    await until(uploads, id, STOPPED);
    await clear();
    await uploads.cancel(id);
    const { status } = viewOf(uploads, id);
    const served = (await tree(root)).some((name) => name.endsWith('/link'));
    expect(status.kind).toBe(served ? 'finished' : 'cancelled');
    expect(await endsOf(uploads)).toMatchObject([{ id, outcome: status.kind }]);
    expect((await tree(root)).filter((name) => /_uploads|trash|staging/.test(name))).toEqual([]);
  });
});

describe('a cancel that cannot be noted', () => {
  it.each([
    ['layerlift/trash', 'file'],
    ['layerlift/history.jsonl', 'folder'],
  ] as const)('because of %s says so, and can be repeated', async (at, kind) => {
    await using dir = await tempDir();
    const { uploads, id, root, clear } = await obstructed(dir, at, kind);
    await uploads.cancel(id);
    expect(viewOf(uploads, id).status).toMatchObject({ kind: 'failed', error: { code: 'PATH_NOT_A_FILE' } });
    await uploads.cancel(id);
    expect(viewOf(uploads, id).status.kind).toBe('failed');
    await clear();
    await uploads.cancel(id);
    expect(viewOf(uploads, id).status.kind).toBe('cancelled');
    expect(await endsOf(uploads)).toMatchObject([{ id, outcome: 'cancelled', size: BYTES.length }]);
    expect((await tree(root)).filter((name) => /_uploads|trash|staging/.test(name))).toEqual([]);
  });
});
