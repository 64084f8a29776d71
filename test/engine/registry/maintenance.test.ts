import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { digestOf, layerStore, newRecord, REPOSITORY, readerOver, servedBytes, tree } from '../../support/layers.ts';
import { fetchBlob } from '../../support/registryHttp.ts';
import { IMAGE_TYPE, imageManifest, pushManifest } from '../../support/registryManifests.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { MEMORY_FOLDER, tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(71, 400_000);

type Store = Awaited<ReturnType<typeof layerStore>>['store'];

async function finished(store: Store, bytes: Uint8Array): Promise<void> {
  await using writer = await store.create(newRecord());
  await writer.write(bytes);
  await writer.finish(digestOf(bytes));
}

describe("the registry's garbage collection over a store of ours", { timeout: 60_000 }, () => {
  it('takes blobs that no manifest names, and nothing else: not an upload, nor anything of ours', async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const { store } = await layerStore(root);
    const [config, used, unused] = [Buffer.from('{}'), seededBytes(72, 50_000), seededBytes(73, 60_000)];
    for (const bytes of [config, used, unused]) await finished(store, bytes);
    let manifest = '';
    {
      await using registry = await startDockerRegistry(root);
      manifest = await pushManifest(registry, REPOSITORY, imageManifest(config, [used]), 'v1');
    }
    // One upload is being written, one rests, and one lies where a crash left it.
    const live = await store.create(newRecord());
    await live.write(BYTES.subarray(0, 100_000));
    await live.checkpoint();
    const resting = await store.create(newRecord());
    await resting.write(BYTES.subarray(0, 200_000));
    await resting.close();
    const begun = await store.begin(newRecord());

    const before = await tree(root);
    await collectGarbage(root);
    const gone = before.filter(missingFrom(await tree(root)));
    expect(gone).toEqual([pathFor({ kind: 'blobData', digest: digestOf(unused) }).slice(1)]);

    // All three go on as if nothing had been.
    await live.write(BYTES.subarray(100_000));
    expect(await live.finish(digestOf(BYTES))).toMatchObject({ existing: 'absent', rehashed: 0 });
    await using writer = await store.resume(resting.upload);
    expect(writer.recovery).toMatchObject({ from: 200_000, rehashed: 0 });
    await writer.readFrom(readerOver(BYTES, 200_000), {});
    expect(await writer.finish(digestOf(BYTES))).toMatchObject({ existing: 'kept' });
    await store.cancel(begun);

    await using registry = await startDockerRegistry(root);
    expect(await fetchBlob(registry, REPOSITORY, digestOf(used))).toMatchObject({ size: used.length });
    expect(await servedBytes(root, digestOf(BYTES))).toHaveLength(BYTES.length);
    // The manifest's blob is one as well: it stays with its image.
    const get = await fetch(`${registry.url}/v2/${REPOSITORY}/manifests/v1`, { headers: { Accept: IMAGE_TYPE } });
    expect(get.headers.get('docker-content-digest')).toBe(manifest);
    await get.arrayBuffer();
    // What it took is unlinked content: the link stays, the registry answers 404, and a new upload brings it back.
    await expect(fetchBlob(registry, REPOSITORY, digestOf(unused))).rejects.toMatchObject({ status: 404 });
    await expect(store.stat(REPOSITORY, digestOf(unused))).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    await finished(store, unused);
    expect(await fetchBlob(registry, REPOSITORY, digestOf(unused))).toMatchObject({ size: unused.length });
  });
});

const missingFrom =
  (names: readonly string[]) =>
  (name: string): boolean =>
    !names.includes(name);
