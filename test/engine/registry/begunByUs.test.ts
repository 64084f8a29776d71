import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { type Chance, chance, SEED } from '../../support/chance.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { crashCopy, digestOf, layerStore, newRecord, REPOSITORY, tree } from '../../support/layers.ts';
import { fetchBlob, patchUpload, putDigest, uploadLocation } from '../../support/registryHttp.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { MEMORY_FOLDER, tempDir } from '../../support/tempDir.ts';

/** Uploads that each way of stopping is tried on. */
const CUTS = 60;

interface Begun {
  readonly writer: LayerWriter;
  readonly bytes: Uint8Array;
  readonly cut: number;
}

/** Writes a random part of random bytes, in random chunks, with a checkpoint now and then. */
async function begin(store: LayerStore, random: Chance, number: number): Promise<Begun> {
  const bytes = seededBytes(SEED + number, random.upTo(random.oneOf([200, 70_000, 500_000])));
  const cut = random.oneOf([random.upTo(bytes.length), random.upTo(bytes.length), bytes.length]);
  const writer = await store.create(newRecord());
  while (writer.offset < cut) {
    const end = Math.min(cut, writer.offset + 1 + random.upTo(150_000));
    await writer.write(bytes.subarray(writer.offset, end));
    if (random.upTo(3) === 0) await writer.checkpoint();
  }
  return { writer, bytes, cut };
}

/** Begins uploads at random offsets, stops them, and returns the store as it lies on disk then. */
async function stopped(folder: string, how: 'closed' | 'killed', random: Chance) {
  const living = path.join(folder, 'living');
  await mkdir(living);
  const { store } = await layerStore(living);
  const begun: Begun[] = [];
  for (let number = 0; number < CUTS; number += 1) begun.push(await begin(store, random, number));
  if (how === 'closed') for (const { writer } of begun) await writer.close();
  const root = await crashCopy(living, path.join(folder, 'store'));
  for (const { writer } of begun) await writer.close();
  return { root, begun };
}

describe('an upload that we began and the registry finishes', { timeout: 120_000 }, () => {
  it(`goes on from our hash state at any offset (${CUTS} cuts, seed ${SEED})`, async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const { root, begun } = await stopped(dir.path, 'closed', chance(SEED));
    await using registry = await startDockerRegistry(root);
    const driver = openFilesystemDriver(root);
    for (const { writer, bytes, cut } of begun) {
      const at = `cut at ${cut} of ${bytes.length}`;
      let location = uploadLocation(registry, { repository: REPOSITORY, id: writer.upload.id }, cut);
      if (cut > 0)
        expect(await listHashStates(driver, writer.upload), at).toMatchObject([{ offset: cut, verdict: 'ours' }]);
      if (cut < bytes.length) {
        location = await patchUpload(location, bytes.subarray(cut));
        // Had it not taken our state, it would have filed that of the tail under the tail's length.
        const states = await listHashStates(driver, writer.upload);
        expect(states.at(-1), at).toMatchObject({ offset: bytes.length, verdict: 'exact' });
      }
      const digest = digestOf(bytes);
      expect(await putDigest(location, digest), at).toBe(digest);
      expect(await fetchBlob(registry, REPOSITORY, digest), at).toEqual({ size: bytes.length, sha256: digest });
    }
    // The registry's removal takes our own files with it.
    expect((await tree(root)).filter((name) => name.includes('_uploads'))).toEqual([]);
  });

  it(`is refused with a wrong digest and accepted with the right one after a kill (${CUTS} cuts, seed ${SEED})`, async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const { root, begun } = await stopped(dir.path, 'killed', chance(SEED + 1));
    await using registry = await startDockerRegistry(root);
    for (const { writer, bytes, cut } of begun) {
      const at = `cut at ${cut} of ${bytes.length}`;
      const data = path.join(root, pathFor({ kind: 'uploadData', ...writer.upload }));
      const { size } = await stat(data);
      expect(size, at).toBe(cut);
      let location = uploadLocation(registry, { repository: REPOSITORY, id: writer.upload.id }, cut);
      if (cut < bytes.length) location = await patchUpload(location, bytes.subarray(cut));
      const wrong = digestOf(seededBytes(SEED - 1, 10));
      await expect(putDigest(location, wrong), at).rejects.toMatchObject({ status: 400 });
      const digest = digestOf(bytes);
      expect(await putDigest(location, digest), at).toBe(digest);
      expect(await fetchBlob(registry, REPOSITORY, digest), at).toEqual({ size: bytes.length, sha256: digest });
    }
  });
});
