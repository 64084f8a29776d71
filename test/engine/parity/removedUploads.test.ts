import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import { digestOf, newRecord, REPOSITORY, readerOver, tree } from '../../support/layers.ts';
import { endsOf, openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';
import { at, closedUpload, leftOfUploads, scene } from './scene.ts';

const BYTES = seededBytes(950, 200_000);
const DIGEST = digestOf(BYTES);
const UNKNOWN = { code: 'UPLOAD_UNKNOWN' };

type Scene = Awaited<ReturnType<typeof scene>>;
type Writer = Awaited<ReturnType<Scene['store']['create']>>;

/** What may be called while a registry's purge has removed the upload. */
const CALLS: readonly (readonly [string, (writer: Writer) => Promise<unknown>])[] = [
  ['the first checkpoint', (writer) => writer.checkpoint()],
  ['close', (writer) => writer.close()],
  ['finish', (writer) => writer.finish(DIGEST)],
  ['finish with a digest learnt late', (writer) => writer.finish(digestOf(BYTES, 'sha512'))],
];

describe('P7: an upload that somebody removes while it is open', () => {
  it.each(CALLS)('does not come back by %s, which says what happened', async (_, call) => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    await rm(at(dir.path, { kind: 'upload', ...writer.upload }), { recursive: true });
    await expect(call(writer)).rejects.toMatchObject(UNKNOWN);
    await writer.close().catch(() => undefined);
    expect(await tree(dir.path)).toEqual([]);
    await expect(store.resume(writer.upload)).rejects.toMatchObject(UNKNOWN);
  });

  it('does not come back after a checkpoint, when its slots are open already', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    await writer.checkpoint();
    await rm(at(dir.path, { kind: 'upload', ...writer.upload }), { recursive: true });
    await expect(writer.checkpoint()).rejects.toMatchObject(UNKNOWN);
    await expect(writer.close()).rejects.toMatchObject(UNKNOWN);
    expect(await tree(dir.path)).toEqual([]);
  });

  it('has ended when it is cancelled, and when a writer is closed a second time', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    await rm(at(dir.path, { kind: 'upload', ...writer.upload }), { recursive: true });
    await writer.cancel();
    await writer.close();
    expect(await tree(dir.path)).toEqual([]);
  });

  it('does not come back half: with its data gone nothing is written into its folder', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    const folder = at(dir.path, { kind: 'upload', ...writer.upload });
    await rm(path.join(folder, 'data'));
    const before = await tree(folder);
    await expect(writer.finish(DIGEST)).rejects.toMatchObject({ code: 'UPLOAD_DAMAGED' });
    await expect(writer.close()).rejects.toMatchObject({ code: 'UPLOAD_DAMAGED' });
    expect(await tree(folder)).toEqual(before);
    await store.cancel(writer.upload);
  });

  it('does not come back in the middle of a long move', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    const source = readerOver(seededBytes(951, 3 * CHECKPOINT_BYTES));
    let removed = false;
    const move = writer.readFrom(
      {
        ...source,
        read: async (buffer) => {
          if (!removed && writer.checkpointed > 0) {
            removed = true;
            // Gone in one step: in the middle of a removal a checkpoint would find a folder without data.
            const gone = path.join(dir.path, 'gone');
            await rename(at(dir.path, { kind: 'upload', ...writer.upload }), gone);
            await rm(gone, { recursive: true });
          }
          return await source.read(buffer);
        },
      },
      {},
    );
    await expect(move.then(() => writer.checkpoint())).rejects.toMatchObject(UNKNOWN);
    await writer.close().catch(() => undefined);
    expect(await tree(dir.path)).toEqual([]);
  });

  it('does not come back while it is hashed again', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const upload = await closedUpload(store, seededBytes(952, CHECKPOINT_BYTES + 1));
    await rm(at(dir.path, { kind: 'uploadCheckpoints', ...upload }));
    const onHashed = async (): Promise<void> =>
      rm(at(dir.path, { kind: 'upload', ...upload }), { recursive: true, force: true });
    let removing: Promise<void> | null = null;
    const proof = {
      openSource: async (from: number) => {
        const source = readerOver(seededBytes(952, CHECKPOINT_BYTES + 1), from);
        return {
          ...source,
          read: async (buffer: Uint8Array) => {
            removing ??= onHashed();
            await removing;
            return await source.read(buffer);
          },
        };
      },
      onDifference: 'cut',
    } as const;
    await expect(store.resume(upload, { proof })).rejects.toMatchObject(UNKNOWN);
    expect(await tree(dir.path)).toEqual([]);
  });

  it.skipIf(MUTATING)(
    'is told as gone by the manager, does not come back by a record, and is cancelled as one that has ended',
    async () => {
      await using dir = await tempDir();
      const root = path.join(dir.path, 'store');
      const file = await sourceFile(dir.path, 'a.tar', BYTES);
      const manager = await openManager(root, { troubleLookMs: null });
      try {
        const { id } = await manager.add({
          sourcePath: file,
          repository: REPOSITORY,
          expected: null,
          finishBySelf: false,
        });
        await until(manager, id, 'ready');
        await rm(await manager.locate(id), { recursive: true });
        await expect(manager.setExpected(id, DIGEST)).rejects.toMatchObject(UNKNOWN);
        await manager.finish(id);
        expect((await until(manager, id, 'failed')).status).toMatchObject({ error: UNKNOWN });
        expect(await leftOfUploads(root)).toEqual([]);
        await manager.cancel(id);
        expect(viewOf(manager, id).status.kind).toBe('cancelled');
        expect(await endsOf(manager)).toMatchObject([{ id, outcome: 'cancelled' }]);
        expect(await leftOfUploads(root)).toEqual([]);
      } finally {
        await manager.close();
      }
    },
  );
});

describe('P8: a finish that was refused', () => {
  it('is followed by a cancel that removes everything', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(BYTES);
    await expect(writer.finish(digestOf(seededBytes(953, 5)))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    await writer.cancel();
    await writer.close();
    expect(await tree(dir.path)).toEqual([]);
  });
});
