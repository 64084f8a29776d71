import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { AT_RISK_BYTES, CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import { EMPTY_DIGEST, hexOf } from '../../../shared/digest.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { hookedOps } from '../../support/hookedOps.ts';
import {
  crashCopy,
  digestOf,
  layerStore,
  newRecord,
  REPOSITORY,
  readerOver,
  servedBytes,
  tree,
} from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;

describe('LayerWriter', () => {
  it('turns bytes into a served layer and leaves no upload', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(1, 3 * MIB + 17);
    await using writer = await store.create(newRecord());
    for (let at = 0; at < bytes.length; at += 100_000) await writer.write(bytes.subarray(at, at + 100_000));
    const layer = await writer.finish(digestOf(bytes));

    expect(layer).toMatchObject({ digest: digestOf(bytes), size: bytes.length, existing: 'absent', rehashed: 0 });
    expect(Buffer.compare(await servedBytes(dir.path, layer.digest), bytes)).toBe(0);
    const hex = hexOf(layer.digest);
    expect(await tree(dir.path)).toEqual([
      `docker/registry/v2/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`,
      `docker/registry/v2/repositories/${REPOSITORY}/_layers/sha256/${hex}/link`,
    ]);
    const link = await readFile(
      path.join(dir.path, pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: layer.digest })),
    );
    expect(link.toString()).toBe(layer.digest);
    expect(await store.stat(REPOSITORY, layer.digest)).toMatchObject({ digest: layer.digest, size: bytes.length });
  });

  it('finishes the zero-length layer', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await using writer = await store.create(newRecord());
    const layer = await writer.finish(EMPTY_DIGEST);
    expect(layer).toMatchObject({ digest: EMPTY_DIGEST, size: 0 });
    expect((await servedBytes(dir.path, EMPTY_DIGEST)).length).toBe(0);
  });

  it('goes on where it was closed, without hashing a byte again', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(2, 2 * MIB + 5);
    const first = await store.create(newRecord());
    await first.write(bytes.subarray(0, 1_000_003));
    await first.close();
    const states = path.join(dir.path, pathFor({ kind: 'uploadHashStatesOf', ...first.upload, algorithm: 'sha256' }));
    expect(await tree(states)).toEqual(['1000003']);

    await using second = await store.resume(first.upload);
    expect(second.recovery).toMatchObject({ from: 1_000_003, rehashed: 0, copiedTwice: 0, restored: true });
    await second.write(bytes.subarray(1_000_003));
    expect(await second.finish(digestOf(bytes))).toMatchObject({ rehashed: 0 });
  });

  it('makes checkpoints while bytes move, never more than the bound apart', async () => {
    await using dir = await tempDir();
    let worst = 0;
    let writer: LayerWriter | null = null;
    const ops = hookedOps({
      before: async ({ op }) => {
        if (writer !== null)
          worst = Math.max(worst, writer.hashed - writer.checkpointed, writer.offset - writer.checkpointed);
        // A disk that is slow to sync, so that the stream has to wait for it.
        if (op === 'file.datasync') await setTimeout(30);
      },
    });
    const { store } = await layerStore(openFilesystemDriver(dir.path, ops));
    const bytes = seededBytes(3, 2 * AT_RISK_BYTES + 12_345);
    writer = await store.create(newRecord());
    const seen = new Set<number>();
    await writer.readFrom(readerOver(bytes), { onProgress: () => seen.add(writer?.checkpointed ?? 0) });
    expect(worst).toBeLessThanOrEqual(AT_RISK_BYTES);
    expect(seen.size).toBeGreaterThanOrEqual(Math.floor(bytes.length / AT_RISK_BYTES));
    expect(await writer.finish(digestOf(bytes))).toMatchObject({ rehashed: 0 });
  });

  it('answers between the steps of hashing a chunk', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(6, 8 * MIB);
    await using writer = await store.create(newRecord());
    const written = writer.write(bytes);
    await setImmediate();
    expect(writer.hashed).toBeLessThan(bytes.length);
    await written;
    expect([writer.hashed, writer.digest()]).toEqual([bytes.length, digestOf(bytes)]);
  });

  it('hashes nothing any more once it has told of a failed write', async () => {
    await using dir = await tempDir();
    const driver = faultyDriver(
      openFilesystemDriver(dir.path),
      failCalls(({ method }) => method === 'writer.write', new Error('injected')),
    );
    const { store } = await layerStore(driver);
    await using writer = await store.create(newRecord());
    await expect(writer.write(seededBytes(7, 8 * MIB))).rejects.toThrow('injected');
    const { hashed } = writer;
    await setImmediate();
    expect(writer.hashed).toBe(hashed);
  });

  it('after a crash hashes only the gap, and compares it with the source', async () => {
    await using dir = await tempDir();
    const living = await madeFolder(dir.path, 'a');
    const { store } = await layerStore(living);
    const bytes = seededBytes(4, CHECKPOINT_BYTES + 5 * MIB);
    const dying = await store.create(newRecord());
    await dying.write(bytes.subarray(0, 3 * MIB));
    await dying.checkpoint();
    await dying.write(bytes.subarray(3 * MIB, 4 * MIB + 7));
    const root = await crashCopy(living, path.join(dir.path, 'b'));
    await dying.close();

    const { store: after } = await layerStore(root);
    const proof = { openSource: async (at: number) => readerOver(bytes, at), onDifference: 'cut' } as const;
    await using writer = await after.resume(dying.upload, { proof });
    expect(writer.recovery).toMatchObject({ from: 3 * MIB, rehashed: MIB + 7, copiedTwice: 0 });
    await writer.readFrom(readerOver(bytes, writer.offset), {});
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('after a loss of power cuts off what never reached the disk', async () => {
    await using dir = await tempDir();
    const living = await madeFolder(dir.path, 'a');
    const { store } = await layerStore(living);
    const bytes = seededBytes(5, 6 * MIB);
    const dying = await store.create(newRecord());
    await dying.write(bytes.subarray(0, 2 * MIB));
    await dying.checkpoint();
    await dying.write(bytes.subarray(2 * MIB, 5 * MIB));
    const root = await crashCopy(living, path.join(dir.path, 'b'));
    await dying.close();
    // The size was journalled, the blocks behind the third MiB were not.
    const data = path.join(root, pathFor({ kind: 'uploadData', ...dying.upload }));
    const stored = await readFile(data);
    await writeFile(data, stored.fill(0, 3 * MIB));

    const { store: after } = await layerStore(root);
    const proof = { openSource: async (at: number) => readerOver(bytes, at), onDifference: 'cut' } as const;
    await using writer = await after.resume(dying.upload, { proof });
    expect(writer.recovery).toMatchObject({ from: 2 * MIB, rehashed: MIB, copiedTwice: 2 * MIB });
    expect(writer.offset).toBe(3 * MIB);
    await writer.readFrom(readerOver(bytes, writer.offset), {});
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('refuses a source with other bytes before one is appended', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(6, 2 * MIB);
    const first = await store.create(newRecord());
    await first.write(bytes);
    await first.close();
    const other = Uint8Array.from(bytes);
    other[777_777] = (other[777_777] ?? 0) ^ 1;
    const proof = { openSource: async (at: number) => readerOver(other, at), onDifference: 'refuse' } as const;
    await expect(store.resume(first.upload, { proof, from: 'start' })).rejects.toMatchObject({
      code: 'SOURCE_DIFFERS',
      details: { offset: 777_777 },
    });
    await using again = await store.resume(first.upload);
    expect(again.offset).toBe(bytes.length);
  });

  it('keeps no byte of a source that changed while it was read', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(7, 3 * MIB);
    const writer = await store.create(newRecord());
    await writer.write(bytes.subarray(0, MIB));
    await writer.checkpoint();
    await writer.write(bytes.subarray(MIB));
    await expect(writer.checkpoint(() => Promise.reject(new Error('changed')))).rejects.toThrow('changed');
    await writer.close();
    await using again = await store.resume(writer.upload);
    expect(again.offset).toBe(MIB);
    expect(again.recovery.rehashed).toBe(0);
  });

  it('keeps what a source was proven by when that source is gone or changed a moment later', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(12, 3 * MIB);
    const first = await store.create(newRecord());
    await first.write(bytes.subarray(0, 2 * MIB));
    await first.close();
    const proof = { openSource: async (at: number) => readerOver(bytes, at), onDifference: 'refuse' } as const;
    const writer = await store.resume(first.upload, { proof, from: 'start' });
    await writer.write(bytes.subarray(2 * MIB));
    await expect(writer.checkpoint(() => Promise.reject(new Error('unplugged')))).rejects.toThrow('unplugged');
    await writer.close();
    await using again = await store.resume(writer.upload);
    expect(again.offset).toBe(2 * MIB);
    expect(again.digest()).toBe(digestOf(bytes.subarray(0, 2 * MIB)));
  });

  it('keeps the newest two registry states', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(8, 50_000);
    const { upload } = await begun(store);
    for (let part = 0; part < 5; part += 1) {
      await using writer = await store.resume(upload);
      await writer.write(bytes.subarray(part * 10_000, (part + 1) * 10_000));
    }
    const states = path.join(dir.path, pathFor({ kind: 'uploadHashStatesOf', ...upload, algorithm: 'sha256' }));
    expect(await tree(states)).toEqual(['40000', '50000']);
  });

  it('lets one writer at an upload', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    await using writer = await store.create(newRecord());
    await expect(store.resume(writer.upload)).rejects.toMatchObject({ code: 'WRITER_LOCKED' });
    await expect(store.cancel(writer.upload)).rejects.toMatchObject({ code: 'WRITER_LOCKED' });
    await writer.close();
    await (await store.resume(writer.upload)).close();
  });

  it('leaves nothing when cancelled, and stores nothing afterwards', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(seededBytes(9, MIB));
    await writer.cancel();
    await writer.close();
    expect(await tree(dir.path)).toEqual([]);
    await expect(store.resume(writer.upload)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    expect(() => writer.write(new Uint8Array(1))).toThrow(expect.objectContaining({ code: 'WRITER_CLOSED' }));
  });

  it('stores nothing more when it is abandoned, and keeps what was there', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(8, 3 * MIB);
    const writer = await store.create(newRecord());
    await writer.write(bytes.subarray(0, MIB));
    await writer.checkpoint();
    await writer.write(bytes.subarray(MIB));
    await writer.abandon();
    expect(() => writer.write(bytes)).toThrow(expect.objectContaining({ code: 'WRITER_CLOSED' }));
    await writer.close();
    const { offset, checkpoint } = await store.inspect(writer.upload);
    expect([offset, checkpoint?.offset]).toEqual([3 * MIB, MIB]);
  });

  it('keeps the upload when the digest is wrong, and finishes it with the right one', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const bytes = seededBytes(10, MIB + 1);
    await using writer = await store.create(newRecord());
    await writer.write(bytes);
    await expect(writer.finish(digestOf(seededBytes(11, 5)))).rejects.toMatchObject({
      code: 'DIGEST_MISMATCH',
      details: { actual: digestOf(bytes) },
    });
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });
});

async function begun(store: Awaited<ReturnType<typeof layerStore>>['store']) {
  const writer = await store.create(newRecord());
  await writer.close();
  return writer;
}

async function madeFolder(parent: string, name: string): Promise<string> {
  const folder = path.join(parent, name);
  await mkdir(folder);
  return folder;
}
