import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { encodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { scanUploads } from '../../../electron/engine/layers/uploadScan.ts';
import type { Digest } from '../../../shared/digest.ts';
import { type Chance, chance, SEED } from '../../support/chance.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { digestOf, layerStore, REPOSITORY, readerOver, servedBytes, tree } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { fetchBlob, patchUpload, startUpload, uploadLocation } from '../../support/registryHttp.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { MEMORY_FOLDER, tempDir } from '../../support/tempDir.ts';
import { type HalfSent, received, sendHalf, sendMore } from './killedRegistry.ts';

const ROUNDS = 6;
const AT_ONCE = 10;

interface Cut extends HalfSent {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/** Begins uploads through the registry and kills it in the middle of their PATCHes. */
async function cutOff(root: string, random: Chance, round: number): Promise<readonly Cut[]> {
  const registry = await startDockerRegistry(root);
  const cuts: Cut[] = [];
  for (let number = 0; number < AT_ONCE; number += 1) {
    const bytes = seededBytes(SEED + 100 * round + number, 20_000 + random.upTo(200_000));
    // Past the registry's buffer, so that some of it is on disk.
    const cut = 5_000 + random.upTo(bytes.length - 5_000);
    const half = await sendHalf(registry, root, bytes, { whole: random.upTo(1) * random.upTo(cut - 1), cut });
    cuts.push({ ...half, bytes, digest: digestOf(bytes) });
  }
  await registry.kill();
  for (const { failed } of cuts) await failed;
  return cuts;
}

/**
 * Lets a new registry go on with every second upload: its PATCH files the state of a tail under the tail's length
 * (P2). Then it is killed in the middle of another one.
 */
async function poison(root: string, cuts: readonly Cut[], random: Chance): Promise<void> {
  const registry = await startDockerRegistry(root);
  const sent: HalfSent[] = [];
  for (const cut of cuts.filter((_, number) => number % 2 === 0)) {
    const { size } = await stat(cut.data);
    const end = size + Math.min(cut.bytes.length - size, 1 + random.upTo(40_000));
    if (end === size) continue;
    await patchUpload(
      uploadLocation(registry, { repository: REPOSITORY, id: cut.upload.id }, size),
      cut.bytes.subarray(size, end),
    );
    const to = end + random.upTo(cut.bytes.length - end);
    sent.push(sendMore(registry, cut, cut.bytes, { from: end, to }));
    await received(cut.data, to);
  }
  await registry.kill();
  for (const { failed } of sent) await failed;
}

/** What a full disk (P4) or a crash (P3) makes of the state at the end of the data, and what nobody can see (P5). */
async function damageExactState(root: string, { upload, data, bytes }: Cut, random: Chance): Promise<void> {
  const { size } = await stat(data);
  const digester = await (await loadDigesterFactory()).create('sha256');
  digester.update(seededBytes(SEED + bytes.length, size));
  const ofOtherBytes = encodeHashState(digester.saveState());
  const content = random.oneOf([new Uint8Array(), ofOtherBytes.subarray(0, 1 + random.upTo(106)), ofOtherBytes]);
  await writeFile(
    path.join(root, pathFor({ kind: 'uploadHashState', ...upload, algorithm: 'sha256', offset: size })),
    content,
  );
}

describe('an upload that the registry began and we finish', { timeout: 120_000 }, () => {
  it(`comes out right after a SIGKILL in the middle of a PATCH (${ROUNDS * AT_ONCE} cuts, seed ${SEED})`, async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const random = chance(SEED);
    const { store, driver } = await layerStore(root);
    const finished: Cut[] = [];
    const seen = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const cuts = await cutOff(root, random, round);
      await poison(root, cuts, random);
      for (const cut of cuts) {
        const { upload, bytes, digest, data } = cut;
        if (random.upTo(2) === 0) await damageExactState(root, cut, random);
        for (const { verdict } of await listHashStates(driver, upload)) seen.add(verdict);
        const about = `${(await stat(data)).size} of ${bytes.length} bytes`;

        // A source with other bytes is refused before one is appended.
        const other = Uint8Array.from(bytes);
        const at = random.upTo((await stat(data)).size - 1);
        other[at] = (other[at] ?? 0) ^ 0x80;
        const wrong = { openSource: async (from: number) => readerOver(other, from), onDifference: 'refuse' } as const;
        await expect(store.resume(upload, { from: 'start', proof: wrong }), about).rejects.toMatchObject({
          code: 'SOURCE_DIFFERS',
          details: { offset: at },
        });
        // Finished as it is, with the digest of the whole: refused, and nothing is lost.
        if (random.upTo(1) === 0) {
          await using early = await store.resume(upload, { expected: digest });
          if (early.offset < bytes.length) {
            await expect(early.finish(digest), about).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
          }
        }
        const expected = random.oneOf([digest, null]);
        const proof = { openSource: async (from: number) => readerOver(bytes, from), onDifference: 'refuse' } as const;
        await using writer = await store.resume(upload, { from: 'start', proof, expected });
        await writer.readFrom(readerOver(bytes, writer.offset), {});
        expect(await writer.finish(expected), about).toMatchObject({ digest, size: bytes.length });
        expect(Buffer.compare(await servedBytes(root, digest), bytes), about).toBe(0);
        finished.push(cut);
      }
    }
    expect([...seen].sort()).toEqual(expect.arrayContaining(['exact', 'foreign', 'torn']));
    expect((await tree(root)).filter((name) => name.includes('_uploads'))).toEqual([]);
    await using registry = await startDockerRegistry(root);
    for (const { bytes, digest } of finished) {
      expect(await fetchBlob(registry, REPOSITORY, digest)).toEqual({ size: bytes.length, sha256: digest });
    }
  });

  it('is found, attached to its source, proven and finished by the manager', async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = path.join(dir.path, 'store');
    const random = chance(SEED + 1);
    const cuts = await cutOff(root, random, 99);
    await poison(root, cuts, random);
    const manager = await openManager(root, { concurrency: 4 });
    try {
      expect(manager.list().map(({ status }) => status.kind)).toEqual(cuts.map(() => 'found'));
      for (const [number, { upload, bytes }] of cuts.entries()) {
        const wrong = await sourceFile(dir.path, `wrong-${number}`, seededBytes(1, bytes.length));
        await manager.attach(upload.id, wrong);
        await until(manager, upload.id, 'paused');
        await manager.attach(upload.id, await sourceFile(dir.path, `right-${number}`, bytes));
      }
      for (const { upload, digest } of cuts) {
        expect((await until(manager, upload.id, 'ready')).status).toMatchObject({ digest });
        await manager.finish(upload.id);
        await until(manager, upload.id, 'finished');
      }
    } finally {
      await manager.close();
    }
    for (const { bytes, digest } of cuts) expect(Buffer.compare(await servedBytes(root, digest), bytes)).toBe(0);
  });

  it('is hashed again to be finished, with an expected digest and without one', async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const bytes = seededBytes(SEED, 300_000);
    const { store, driver } = await layerStore(root);
    {
      await using registry = await startDockerRegistry(root);
      for (let number = 0; number < 2; number += 1) {
        await patchUpload((await startUpload(registry, REPOSITORY)).location, bytes);
      }
    }
    const found: UploadRef[] = [];
    for await (const upload of scanUploads(driver)) found.push(upload);
    const [first, second] = found;
    if (first === undefined || second === undefined) throw new Error('two are left');
    {
      await using writer = await store.resume(first, { expected: digestOf(bytes) });
      expect(writer.recovery).toMatchObject({ from: 0, rehashed: bytes.length });
      expect(await writer.finish(digestOf(bytes))).toMatchObject({ existing: 'absent', rehashed: 0 });
    }
    await using writer = await store.resume(second);
    expect(writer.recovery).toMatchObject({ from: 0, rehashed: bytes.length });
    expect(await writer.finish(null)).toMatchObject({ digest: digestOf(bytes), existing: 'kept' });
    expect(Buffer.compare(await servedBytes(root, digestOf(bytes)), bytes)).toBe(0);
  });
});
