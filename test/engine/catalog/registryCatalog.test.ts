import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../electron/engine/catalog/catalog.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { LayerView, RepositoryView } from '../../../shared/catalog.ts';
import type { Digest } from '../../../shared/digest.ts';
import { parseRepositoryName, parseTagName, type RepositoryName } from '../../../shared/names.ts';
import { collectGarbage } from '../../support/collectGarbage.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { digestOf, layerStore, newRecord } from '../../support/layers.ts';
import { DOCKER_TYPE, imageManifest, indexManifest, pushBlob, pushManifest } from '../../support/registryManifests.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { MEMORY_FOLDER, tempDir } from '../../support/tempDir.ts';

const IMAGES = parseRepositoryName('library/images');
const OTHER = parseRepositoryName('library/other');

async function readCatalog(root: string): Promise<{ readonly catalog: Catalog; readonly told: RepositoryView[] }> {
  const catalog = new Catalog(openFilesystemDriver(root));
  const told: RepositoryView[] = [];
  for await (const one of catalog.readAll()) if ('name' in one) told.push(one);
  return { catalog, told };
}

function fates(catalog: Catalog, name: RepositoryName): Readonly<Record<Digest, LayerView['fate']>> {
  return Object.fromEntries(catalog.layers(name, 0).layers.map((layer) => [layer.name, layer.fate]));
}

/** Which of the blobs are there. */
async function blobsThere(root: string, blobs: readonly Uint8Array[]): Promise<readonly boolean[]> {
  const { driver } = await layerStore(root);
  const there = (bytes: Uint8Array) =>
    driver.stat(pathFor({ kind: 'blobData', digest: digestOf(bytes) })).then(
      () => true,
      () => false,
    );
  return await Promise.all(blobs.map(there));
}

describe('the catalog of a store that a real registry serves', { timeout: 60_000 }, () => {
  it('tells what each layer belongs to, and foretells what a garbage collection takes', async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const config = Buffer.from('{}');
    const [tagged, platform, untagged, shared, loose] = [21, 22, 23, 24, 25].map((seed) =>
      seededBytes(seed, 40_000),
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    {
      await using registry = await startDockerRegistry(root);
      for (const blob of [config, tagged, platform, untagged]) await pushBlob(registry, IMAGES, blob);
      for (const blob of [config, shared, tagged]) await pushBlob(registry, OTHER, blob);
      await pushManifest(registry, IMAGES, imageManifest(config, [tagged], DOCKER_TYPE), 'v1');
      await pushManifest(registry, IMAGES, imageManifest(config, [tagged], DOCKER_TYPE), 'latest');
      const child = imageManifest(config, [platform]);
      await pushManifest(registry, IMAGES, child, null);
      await pushManifest(registry, IMAGES, indexManifest([child]), 'multi');
      await pushManifest(registry, IMAGES, imageManifest(config, [untagged]), null);
      await pushManifest(registry, OTHER, imageManifest(config, [shared]), 'v1');
    }
    const { store } = await layerStore(root);
    await using writer = await store.create(newRecord({ repository: IMAGES }));
    await writer.write(loose);
    await writer.finish(digestOf(loose));

    const { catalog, told } = await readCatalog(root);
    expect(told.map(({ revision: _, ...view }) => view)).toEqual([
      { name: IMAGES, layers: 5, bytes: 160_002, manifests: 4, tags: 3, problems: 0 },
      { name: OTHER, layers: 3, bytes: 80_002, manifests: 1, tags: 1, problems: 0 },
    ]);
    expect(fates(catalog, IMAGES)).toEqual({
      [digestOf(config)]: 'tagged',
      [digestOf(tagged)]: 'tagged',
      [digestOf(platform)]: 'untagged',
      [digestOf(untagged)]: 'untagged',
      [digestOf(loose)]: 'unreferenced',
    });
    expect(fates(catalog, OTHER)[digestOf(tagged)]).toBe('elsewhere');
    const page = catalog.layers(IMAGES, 0);
    expect(page).toMatchObject({ from: 0, total: 5, problems: [] });
    const of = (bytes: Uint8Array) => page.layers.find(({ name }) => name === digestOf(bytes));
    expect(of(config)).toMatchObject({ role: 'config', tags: ['latest', 'multi', 'v1'], tagCount: 3, size: 2 });
    expect(of(tagged)).toMatchObject({ role: 'layer', tags: ['latest', 'v1'], digest: digestOf(tagged) });
    expect(of(platform)).toMatchObject({ role: 'layer', tags: ['multi'] });
    expect(of(untagged)).toMatchObject({ role: 'layer', tags: [], tagCount: 0 });
    expect(of(loose)).toMatchObject({ role: null, tags: [] });

    await collectGarbage(root);
    const blobs = [config, tagged, platform, untagged, shared, loose];
    expect(await blobsThere(root, blobs)).toEqual([true, true, true, true, true, false]);
    expect(fates((await readCatalog(root)).catalog, IMAGES)[digestOf(loose)]).toBe('gone');

    // Without untagged manifests, this registry takes those of an index as well: they have no tag of their own.
    await collectGarbage(root, ['--delete-untagged']);
    expect(await blobsThere(root, blobs)).toEqual([true, true, false, false, true, false]);
  });

  it('foretells that a layer goes which a manifest names by another digest than the blob’s own', async () => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const layer = seededBytes(31, 30_000);
    const alias = digestOf(layer, 'sha512');
    const { store } = await layerStore(root);
    await using writer = await store.create(newRecord({ repository: IMAGES, expected: alias }));
    await writer.write(layer);
    await writer.finish(alias);
    const config = Buffer.from('{}');
    {
      await using registry = await startDockerRegistry(root);
      await pushBlob(registry, IMAGES, config);
      const manifest = imageManifest(config, [layer]).replaceAll(digestOf(layer), alias);
      await pushManifest(registry, IMAGES, manifest, 'v1');
    }
    expect(fates((await readCatalog(root)).catalog, IMAGES)).toMatchObject({ [alias]: 'unreferenced' });
    await collectGarbage(root);
    expect(await blobsThere(root, [layer, config])).toEqual([false, true]);
  });

  it.each([
    ['torn', 'content', 'fails'],
    ['of an unknown kind', 'kind', 'fails'],
    ['without its blob', 'missing', 'goes on'],
  ] as const)('says that a manifest is %s, at which a garbage collection %3$s', async (_what, fault, end) => {
    await using dir = await tempDir(MEMORY_FOLDER);
    const root = dir.path;
    const loose = seededBytes(41, 20_000);
    const manifest =
      fault === 'kind'
        ? '{"schemaVersion":2,"mediaType":"application/x-strange"}'
        : imageManifest(Buffer.from('{}'), []);
    const digest = digestOf(Buffer.from(manifest));
    {
      await using registry = await startDockerRegistry(root);
      await pushBlob(registry, IMAGES, Buffer.from('{}'));
      await pushBlob(registry, IMAGES, loose);
      if (fault !== 'kind') await pushManifest(registry, IMAGES, manifest, 'v1');
    }
    const at = (spec: Parameters<typeof pathFor>[0]): string => path.join(root, pathFor(spec));
    const blob = at({ kind: 'blobData', digest });
    if (fault === 'missing') await rm(blob);
    if (fault === 'content') await writeFile(blob, manifest.slice(0, 30));
    if (fault === 'kind') {
      const tag = parseTagName('v1');
      if (tag === null) throw new Error('no tag');
      await mkdir(path.dirname(blob), { recursive: true });
      await writeFile(blob, manifest);
      const links = [
        at({ kind: 'manifestRevisionLink', repository: IMAGES, digest }),
        at({ kind: 'manifestTagCurrent', repository: IMAGES, tag }),
      ];
      for (const link of links) {
        await mkdir(path.dirname(link), { recursive: true });
        await writeFile(link, digest);
      }
    }
    const { catalog, told } = await readCatalog(root);
    expect(told).toMatchObject([{ problems: 1 }]);
    expect(catalog.layers(IMAGES, 0)).toMatchObject({ problems: [{ digest, fault }] });
    expect(fates(catalog, IMAGES)[digestOf(loose)]).toBe('unreferenced');

    if (end === 'fails') await expect(collectGarbage(root)).rejects.toThrow('failed to garbage collect');
    else await collectGarbage(root);
    expect(await blobsThere(root, [loose])).toEqual([end === 'fails']);
    expect(await readdir(root)).toContain('docker');
  });
});
