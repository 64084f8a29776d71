import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { CHECKPOINT_BYTES } from '../../../shared/checkpointing.ts';
import { EMPTY_DIGEST } from '../../../shared/digest.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf, layerStore, newRecord, readerOver } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const BYTES = seededBytes(61, 100_000);

/** An upload of `bytes` at rest, in a store in memory. */
async function scene(bytes: Uint8Array = BYTES) {
  const { store, driver } = await layerStore(openMemoryDriver());
  const writer = await store.create(newRecord());
  await writer.write(bytes);
  await writer.close();
  return { store, driver, upload: writer.upload };
}

describe('an upload that is opened again', () => {
  it('is not opened past its end, and stays free', async () => {
    const { store, upload } = await scene();
    await expect(store.resume(upload, { at: BYTES.length + 1 })).rejects.toMatchObject({
      code: 'OFFSET_INVALID',
      details: { offset: BYTES.length + 1, size: BYTES.length },
    });
    await using writer = await store.resume(upload, { at: BYTES.length });
    expect(writer.offset).toBe(BYTES.length);
  });

  it('stays free also when it fails with its checkpoints open', async () => {
    const { store, driver, upload } = await scene();
    const failure = new Error('unreadable');
    const failing = faultyDriver(
      driver,
      failCalls(({ method, path }) => method === 'reader' && path.endsWith('/data'), failure),
    );
    // A stale slot is cleared first, so that the slots are open by then.
    await expect((await layerStore(failing)).store.resume(upload, { at: 50_000 })).rejects.toBe(failure);
    await using writer = await store.resume(upload);
    await writer.write(BYTES.subarray(writer.offset));
    await writer.checkpoint();
    expect(writer.digest()).toBe(digestOf(BYTES));
  });

  it('tells how far its gap is, and stops there when it is asked to', async () => {
    const bytes = seededBytes(62, 3 * 1024 * 1024 + 1);
    const { store, driver, upload } = await scene(bytes);
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    const told: (readonly number[])[] = [];
    const stopping = new AbortController();
    const onHashed = (...progress: readonly number[]): void => {
      told.push(progress);
      if (told.length === 2) stopping.abort(new Error('enough'));
    };
    const stopped = store.resume(upload, { onHashed, signal: stopping.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED', cause: { message: 'enough' } });
    const MIB = 1024 * 1024;
    expect(told).toEqual([
      [MIB, bytes.length],
      [2 * MIB, bytes.length],
    ]);
    await using writer = await store.resume(upload);
    expect(writer.recovery).toEqual({
      from: 0,
      rehashed: bytes.length,
      copiedTwice: 0,
      checkpointed: 0,
      undoubted: 0,
      restored: false,
    });
  });

  it('makes checkpoints in a long gap, so that it is not hashed from its beginning again', async () => {
    const bytes = seededBytes(63, CHECKPOINT_BYTES + 5);
    const { store, driver, upload } = await scene(bytes);
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    const now = 1_795_000_000_000;
    const writer = await new LayerStore(driver, await loadDigesterFactory(), () => now).resume(upload);
    expect(writer.recovery).toMatchObject({ checkpointed: CHECKPOINT_BYTES, undoubted: CHECKPOINT_BYTES });
    expect((await store.inspect(upload)).checkpoint).toMatchObject({ offset: CHECKPOINT_BYTES, at: now });
    expect(writer.checkpointed).toBe(CHECKPOINT_BYTES);
    await writer.cancel();
  });

  it('from its start believes no checkpoint, makes none, and doubts no byte that was proven', async () => {
    const bytes = seededBytes(64, CHECKPOINT_BYTES + 5);
    const { store, upload } = await scene(bytes);
    const proof = { openSource: async (at: number) => readerOver(bytes, at), onDifference: 'refuse' } as const;
    const writer = await store.resume(upload, { from: 'start', proof });
    expect(writer.recovery).toMatchObject({
      from: 0,
      rehashed: bytes.length,
      checkpointed: 0,
      undoubted: bytes.length,
      restored: false,
    });
    await writer.cancel();
  });

  it('tells of its gap alone how far it is, and makes no checkpoint in one that is short', async () => {
    const bytes = seededBytes(65, CHECKPOINT_BYTES / 2 + 3);
    const { store, driver, upload } = await scene(bytes.subarray(0, CHECKPOINT_BYTES / 2));
    const file = await driver.writer(pathFor({ kind: 'uploadData', ...upload }), { append: true });
    await file.write(bytes.subarray(-3));
    await file.close();
    const told: (readonly number[])[] = [];
    const writer = await store.resume(upload, { onHashed: (...progress) => told.push(progress) });
    expect(told).toEqual([[3, 3]]);
    expect(writer.recovery).toMatchObject({ from: CHECKPOINT_BYTES / 2, checkpointed: CHECKPOINT_BYTES / 2 });
    await writer.cancel();
  });

  it('goes on from no checkpoint that lacks a digest which is wanted', async () => {
    const { store, upload } = await scene();
    const sha512 = digestOf(BYTES, 'sha512');
    const writer = await store.resume(upload, { expected: sha512 });
    expect(writer.recovery).toMatchObject({ from: 0, rehashed: BYTES.length, restored: false });
    await writer.checkpoint();
    await writer.close();
    await using again = await store.resume(upload, { expected: sha512 });
    expect(again.recovery).toMatchObject({ from: BYTES.length, rehashed: 0, restored: true });
    expect(await again.finish(sha512)).toMatchObject({ digest: digestOf(BYTES), rehashed: 0 });
  });

  it('leaves no slots and no states while it has no bytes', async () => {
    const { store, driver } = await scene();
    const upload = await store.begin(newRecord());
    await (await store.resume(upload)).close();
    const folder = pathFor({ kind: 'upload', ...upload });
    const names = ['data', 'layerlift.json', 'startedat'];
    expect(await driver.list(folder)).toEqual(names.map((name) => `${folder}/${name}`));
  });

  it('has its slots and states made durable first, which a killed process may have left pending', async () => {
    const { driver, upload } = await scene();
    const watched = faultyDriver(driver, () => null);
    await (await (await layerStore(watched)).store.resume(upload)).close();
    const settled = watched.calls.filter(({ method }) => method === 'settle').map(({ path }) => path);
    expect(settled).toEqual([
      pathFor({ kind: 'uploadCheckpoints', ...upload }),
      pathFor({ kind: 'uploadHashStatesOf', ...upload, algorithm: 'sha256' }),
    ]);
  });

  it('makes no checkpoint of what has one when it is closed', async () => {
    const { store, upload } = await scene();
    for (let round = 0; round < 3; round += 1) await (await store.resume(upload)).close();
    expect((await store.inspect(upload)).checkpoint).toMatchObject({ offset: BYTES.length, sequence: 1 });
  });

  it('tells when its bytes were last written', async () => {
    const { store, driver, upload } = await scene();
    const { modifiedAt } = await driver.stat(pathFor({ kind: 'uploadData', ...upload }));
    expect(await store.inspect(upload)).toMatchObject({ offset: BYTES.length, modifiedAt });
    await driver.delete(pathFor({ kind: 'uploadData', ...upload }));
    expect(await store.inspect(upload)).toMatchObject({ offset: 0, modifiedAt: 0, checkpoint: null });
  });

  it('is proven by as much of a longer source as it has', async () => {
    const { store, driver, upload } = await scene(BYTES.subarray(0, 70_000));
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    const proof = { openSource: async (at: number) => readerOver(BYTES, at), onDifference: 'refuse' } as const;
    await using writer = await store.resume(upload, { proof });
    expect(writer.recovery).toMatchObject({ rehashed: 70_000, copiedTwice: 0 });
    expect(writer.digest()).toBe(digestOf(BYTES.subarray(0, 70_000)));
  });

  it('cuts off what its source no longer has', async () => {
    const { store, driver, upload } = await scene();
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    const source = BYTES.subarray(0, 70_000);
    const proof = { openSource: async (at: number) => readerOver(source, at), onDifference: 'cut' } as const;
    await using writer = await store.resume(upload, { proof });
    expect(writer.recovery).toMatchObject({ rehashed: 70_000, copiedTwice: 30_000 });
    expect(writer.offset).toBe(70_000);
    expect(writer.digest()).toBe(digestOf(source));
  });

  it('closes its source, also when it is refused', async () => {
    const { store, driver, upload } = await scene();
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    let closed = 0;
    const openSource = async (at: number) => ({
      ...readerOver(BYTES.toReversed(), at),
      [Symbol.asyncDispose]: async () => {
        closed += 1;
      },
    });
    await expect(store.resume(upload, { proof: { openSource, onDifference: 'refuse' } })).rejects.toMatchObject({
      code: 'SOURCE_DIFFERS',
      details: { offset: 0 },
    });
    expect(closed).toBe(1);
    // With nothing to prove, no source is opened.
    const neverOpened = () => expect.unreachable('opened');
    await (await store.resume(upload)).close();
    await (await store.resume(upload, { proof: { openSource: neverOpened, onDifference: 'cut' } })).close();
  });
});

describe('the digest of an upload at rest', () => {
  it('is known from a checkpoint at its end, and of nothing', async () => {
    const { store, driver, upload } = await scene();
    expect(await store.digestOf(upload)).toBe(digestOf(BYTES));
    expect(await store.digestOf(await store.begin(newRecord()))).toBe(EMPTY_DIGEST);
    await driver.delete(pathFor({ kind: 'uploadCheckpoints', ...upload }));
    expect(await store.digestOf(upload)).toBeNull();
  });

  it('is not known when bytes lie behind the checkpoint', async () => {
    const { store, driver, upload } = await scene();
    const file = await driver.writer(pathFor({ kind: 'uploadData', ...upload }), { append: true });
    await file.write(Uint8Array.of(1));
    await file.close();
    expect(await store.digestOf(upload)).toBeNull();
  });
});

describe('an upload whose data is a blob already', () => {
  const DIGEST = digestOf(BYTES);
  const blob = pathFor({ kind: 'blobData', digest: DIGEST });

  async function moved(changes: { readonly replaces?: true } = {}, size = BYTES.length) {
    const { store, driver } = await layerStore(openMemoryDriver());
    const phase = { kind: 'finishing', digest: DIGEST, size, ...changes } as const;
    const upload = await store.begin(newRecord({ phase, expected: digestOf(BYTES, 'sha512') }));
    await driver.delete(pathFor({ kind: 'uploadData', ...upload }));
    await driver.putContent(blob, BYTES);
    return { store, driver, upload };
  }

  it.each([
    [{}, 'kept'],
    [{ replaces: true }, 'replaced'],
  ] as const)('is carried to its end: %j', async (changes, existing) => {
    const { store, upload } = await moved(changes);
    const layer = { digest: DIGEST, size: BYTES.length, blobPath: blob, existing, rehashed: 0 };
    const retired: unknown[] = [];
    const onRetired = async (told: unknown): Promise<void> => {
      retired.push(told);
    };
    expect(await store.completeMoved(upload, onRetired)).toEqual(layer);
    expect(retired).toEqual([layer]);
    for (const name of [DIGEST, digestOf(BYTES, 'sha512')]) {
      expect(await store.stat(upload.repository, name)).toEqual({ digest: DIGEST, size: BYTES.length, blobPath: blob });
    }
    await expect(store.resume(upload)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  it('is damaged when the blob is another one, and is not touched', async () => {
    const { store, driver, upload } = await moved({}, BYTES.length - 1);
    await expect(store.completeMoved(upload)).rejects.toMatchObject({
      code: 'UPLOAD_DAMAGED',
      details: { reason: 'blob-missing', id: upload.id, digest: DIGEST },
    });
    expect(await driver.stat(pathFor({ kind: 'upload', ...upload }))).toMatchObject({ isDirectory: true });
    await expect(store.resume(upload)).rejects.toMatchObject({
      code: 'UPLOAD_DAMAGED',
      details: { reason: 'data-missing', id: upload.id },
    });
  });

  it('is none as long as its data is there, or nothing says that it was finishing', async () => {
    const { store, upload } = await scene();
    expect(await store.completeMoved(upload)).toBeNull();
    const { store: other, driver, upload: ready } = await moved();
    await driver.putContent(pathFor({ kind: 'uploadData', ...ready }), BYTES);
    expect(await other.completeMoved(ready)).toBeNull();
    // Neither is one that was still moving, nor one of which nothing is known.
    const moving = await other.begin(newRecord());
    await driver.delete(pathFor({ kind: 'uploadData', ...moving }));
    expect(await other.completeMoved(moving)).toBeNull();
    await driver.delete(pathFor({ kind: 'uploadRecord', ...moving }));
    expect(await other.completeMoved(moving)).toBeNull();
  });

  it('is carried to its end also when nobody wants to note it', async () => {
    const { store, upload } = await moved();
    expect(await store.completeMoved(upload)).toMatchObject({ digest: DIGEST });
  });
});
