import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { encodeSlot, SLOT_BYTES } from '../../../electron/engine/layers/checkpointSlot.ts';
import type { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { digestOf, layerStore, newRecord, readerOver } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(20, 300_000);
const DIGEST = digestOf(BYTES);

/** An upload of all of BYTES, closed at 100,000, 200,000 and 300,000: two slots of ours, two states of the registry's. */
async function stopped(store: LayerStore): Promise<UploadRef> {
  const first = await store.create(newRecord());
  await first.write(BYTES.subarray(0, 100_000));
  await first.close();
  for (const end of [200_000, 300_000]) {
    await using writer = await store.resume(first.upload);
    await writer.write(BYTES.subarray(end - 100_000, end));
  }
  return first.upload;
}

describe('what is believed of a checkpoint', () => {
  const at = (
    root: string,
    kind: 'uploadCheckpoints' | 'uploadHashStates' | 'uploadRecord',
    upload: UploadRef,
  ): string => path.join(root, pathFor({ kind, ...upload }));

  it('a damaged slot costs only itself', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    const file = at(dir.path, 'uploadCheckpoints', upload);
    for (const slot of [0, 1]) {
      const whole = await readFile(file);
      const torn = Buffer.from(whole);
      torn[slot * SLOT_BYTES + 40] = (torn[slot * SLOT_BYTES + 40] ?? 0) ^ 0xff;
      await writeFile(file, torn);
      const { checkpoint } = await store.inspect(upload);
      expect(checkpoint?.offset).toBeOneOf([200_000, 300_000]);
      await writeFile(file, whole);
    }
  });

  it('without any slot everything is hashed again, and comes out right', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    await rm(at(dir.path, 'uploadCheckpoints', upload));
    await using writer = await store.resume(upload);
    expect(writer.recovery).toMatchObject({ from: 0, rehashed: 300_000, restored: false });
    expect((await writer.finish(DIGEST)).digest).toBe(DIGEST);
  });

  it('a slot above the data is not used, and dies before a byte is written', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    await using writer = await store.resume(upload, { at: 250_000 });
    expect(writer.recovery).toMatchObject({ from: 200_000, rehashed: 50_000 });
    expect((await store.inspect(upload)).checkpoint?.offset).toBe(200_000);
    const other = seededBytes(21, 50_000);
    await writer.write(other);
    await expect(writer.finish(DIGEST)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    const spliced = Buffer.concat([BYTES.subarray(0, 250_000), other]);
    expect((await writer.finish(digestOf(spliced))).digest).toBe(digestOf(spliced));
  });

  it("a stranger's state below the end is never believed", async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    await rm(at(dir.path, 'uploadCheckpoints', upload));
    // What a registry leaves after a kill: the state of a tail, filed under its length.
    const poison = await stateOf(store, dir.path, BYTES.subarray(200_000, 300_000));
    await writeFile(path.join(at(dir.path, 'uploadHashStates', upload), 'sha256/100000'), poison);
    await using writer = await store.resume(upload, { expected: DIGEST });
    expect((await writer.finish(DIGEST)).digest).toBe(DIGEST);
  });

  it("a stranger's state at the end is never believed either, whatever digest is expected", async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    await rm(at(dir.path, 'uploadCheckpoints', upload));
    const exact = path.join(at(dir.path, 'uploadHashStates', upload), 'sha256/300000');
    const other = seededBytes(22, 300_000);
    await writeFile(exact, await stateOf(store, dir.path, other));
    await using writer = await store.resume(upload, { expected: digestOf(other) });
    expect(writer.recovery).toMatchObject({ from: 0, rehashed: 300_000 });
    await expect(writer.finish(digestOf(other))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
    expect(await writer.finish(DIGEST)).toMatchObject({ digest: DIGEST, rehashed: 0 });
  });

  it('no expected digest, no belief: a state of other bytes does not become a blob', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    await rm(at(dir.path, 'uploadCheckpoints', upload));
    const exact = path.join(at(dir.path, 'uploadHashStates', upload), 'sha256/300000');
    await writeFile(exact, await stateOf(store, dir.path, seededBytes(23, 300_000)));
    await using writer = await store.resume(upload, {});
    expect((await writer.finish(null)).digest).toBe(DIGEST);
  });

  for (const [what, bytes] of [
    ['empty', new Uint8Array()],
    ['torn', new Uint8Array(40)],
    ['gob', Buffer.from('0eff8101010102ff82', 'hex')],
  ] as const) {
    it(`an ${what} state of the registry is absent, not an error`, async () => {
      await using dir = await tempDir();
      const { store } = await layerStore(dir.path);
      const upload = await stopped(store);
      await rm(at(dir.path, 'uploadCheckpoints', upload));
      await writeFile(path.join(at(dir.path, 'uploadHashStates', upload), 'sha256/300000'), bytes);
      await using writer = await store.resume(upload, { expected: DIGEST });
      expect(writer.recovery.rehashed).toBe(300_000);
      expect((await writer.finish(DIGEST)).digest).toBe(DIGEST);
    });
  }

  it('a mismatch after a state of ours was restored is answered by one full re-hash: the state may be at fault', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    // Whole and ours by every sign, and of other bytes.
    const digester = await (await loadDigesterFactory()).create('sha256');
    digester.update(seededBytes(24, 300_000));
    const states = new Map([['sha256' as const, digester.saveState()]]);
    const slot = encodeSlot({ offset: 300_000, sequence: 9, at: 0, states });
    await writeFile(at(dir.path, 'uploadCheckpoints', upload), Buffer.concat([slot, new Uint8Array(SLOT_BYTES)]));
    {
      await using writer = await store.resume(upload, { expected: DIGEST });
      expect(writer.recovery).toMatchObject({ from: 300_000, rehashed: 0, restored: true });
      const hashed: number[] = [];
      const wrong = writer.finish(digestOf(seededBytes(25, 5)), { onHashed: (done) => hashed.push(done) });
      await expect(wrong).rejects.toMatchObject({ code: 'DIGEST_MISMATCH', details: { actual: DIGEST } });
      expect(hashed.filter((done) => done === 300_000)).toHaveLength(1);
    }
    await writeFile(at(dir.path, 'uploadCheckpoints', upload), Buffer.concat([slot, new Uint8Array(SLOT_BYTES)]));
    await using writer = await store.resume(upload, { expected: DIGEST });
    expect(await writer.finish(DIGEST)).toMatchObject({ digest: DIGEST, rehashed: 300_000 });
  });

  it('another digest is computed alongside, or by one more read when it is learnt late', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const name = digestOf(BYTES, 'sha512');
    const early = await store.create(newRecord({ expected: name }));
    await early.readFrom(readerOver(BYTES), {});
    expect(await early.finish(name)).toMatchObject({ digest: DIGEST, rehashed: 0 });
    const late = await store.create(newRecord());
    await late.write(BYTES);
    const other = digestOf(BYTES, 'sha384');
    expect(await late.finish(other)).toMatchObject({ digest: DIGEST, rehashed: BYTES.length, existing: 'kept' });
    for (const alias of [name, other]) {
      expect(await store.stat(newRecord().repository, alias)).toMatchObject({ digest: DIGEST, size: BYTES.length });
    }
  });

  it('strange names among the states are left alone', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await stopped(store);
    const states = path.join(at(dir.path, 'uploadHashStates', upload), 'sha256');
    await writeFile(path.join(states, '0x7fffffff'), 'x');
    await mkdir(path.join(states, '9007199254740993x'));
    await writeFile(path.join(at(dir.path, 'uploadHashStates', upload), 'README'), 'not a folder');
    await using writer = await store.resume(upload);
    expect(writer.recovery.rehashed).toBe(0);
  });
});

/** The registry state of `bytes`, as its own writer would file it. */
async function stateOf(store: LayerStore, root: string, bytes: Uint8Array): Promise<Uint8Array> {
  const writer = await store.create(newRecord());
  await writer.write(bytes);
  await writer.close();
  const spec = { kind: 'uploadHashState', ...writer.upload, algorithm: 'sha256', offset: bytes.length } as const;
  const state = await readFile(path.join(root, pathFor(spec)));
  await store.cancel(writer.upload);
  return state;
}
