import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { digestOf, layerStore, newRecord, servedBytes, tree } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(60, 2_000_000);
const DIGEST = digestOf(BYTES);
/** Of the right size, with one bit wrong. */
const CORRUPT = BYTES.map((byte, index) => (index === 1_234_567 ? byte ^ 1 : byte));

async function placeBlobByHand(root: string, content: Uint8Array): Promise<void> {
  const blob = path.join(root, pathFor({ kind: 'blobData', digest: DIGEST }));
  await mkdir(path.dirname(blob), { recursive: true });
  await writeFile(blob, content);
}

describe('a blob that is already there', () => {
  it.each([
    ['intact', BYTES, true, 'kept'],
    ['corrupt', CORRUPT, true, 'replaced'],
    ['corrupt, and only its size is asked for', CORRUPT, false, 'kept'],
    ['shorter', BYTES.subarray(1), true, 'replaced'],
  ] as const)('is %s', async (_, content, verifyExisting, existing) => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await placeBlobByHand(dir.path, content);
    await using writer = await store.create(newRecord());
    await writer.write(BYTES);
    expect(await writer.finish(DIGEST, { verifyExisting })).toMatchObject({ existing, rehashed: 0 });
    const right = existing === 'replaced' ? BYTES : content;
    expect(Buffer.compare(await servedBytes(dir.path, DIGEST), right)).toBe(0);
    expect((await tree(dir.path)).filter((name) => name.includes('_uploads'))).toEqual([]);
  });

  it('can be stopped while it is hashed: the upload stays and finishes later', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await placeBlobByHand(dir.path, CORRUPT);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    const stopping = new AbortController();
    const finish = writer.finish(DIGEST, {
      verifyExisting: true,
      onHashed: () => stopping.abort(),
      signal: stopping.signal,
    });
    await expect(finish).rejects.toMatchObject({ code: 'CANCELLED' });
    await writer.close();
    await using again = await store.resume(writer.upload, { expected: DIGEST });
    expect(await again.finish(DIGEST, { verifyExisting: true })).toMatchObject({ existing: 'replaced' });
    expect(Buffer.compare(await servedBytes(dir.path, DIGEST), BYTES)).toBe(0);
  });

  it.skipIf(MUTATING).each([
    { bySelf: true, whenOpened: true },
    { bySelf: false, whenOpened: true },
    { bySelf: true, whenOpened: false },
    { bySelf: false, whenOpened: false },
  ])('is replaced through the manager, with a line of history: %o', async ({ bySelf, whenOpened }) => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    await placeBlobByHand(root, CORRUPT);
    const manager = await openManager(root, { verifyExisting: whenOpened });
    if (!whenOpened) manager.setVerifyExisting(true);
    try {
      const sourcePath = await sourceFile(dir.path, 'a.tar', BYTES);
      const { repository } = newRecord();
      const { id } = await manager.add({ sourcePath, repository, expected: DIGEST, finishBySelf: bySelf });
      if (!bySelf) {
        await until(manager, id, 'ready');
        await manager.finish(id);
      }
      await until(manager, id, 'finished');
      expect(await manager.history()).toMatchObject([{ id, note: 'A corrupt blob of the same digest was replaced.' }]);
      expect(Buffer.compare(await servedBytes(root, DIGEST), BYTES)).toBe(0);
    } finally {
      await manager.close();
    }
  });
});
