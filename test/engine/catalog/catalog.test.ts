import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../../electron/engine/catalog/catalog.ts';
import { MANIFEST_BYTES_MAX } from '../../../electron/engine/catalog/manifest.ts';
import { type PathSpec, pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { LAYERS_PAGE } from '../../../shared/catalog.ts';
import type { Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseRepositoryName } from '../../../shared/names.ts';
import { faultyDriver } from '../../support/faultyDriver.ts';
import { digestOf } from '../../support/layers.ts';
import { imageManifest } from '../../support/registryManifests.ts';
import { tagName } from '../../support/tagName.ts';
import { tempDir } from '../../support/tempDir.ts';

const A = parseRepositoryName('team/a');
const B = parseRepositoryName('team/b');
const CONFIG = Buffer.from('{}');
const bytesOf = (n: number): Uint8Array => Buffer.from(`layer ${n}`);

/** A store on disk whose files are put there one by one. */
async function emptyStore() {
  const dir = await tempDir();
  const root = path.join(dir.path, 'store');
  const at = (spec: PathSpec): string => path.join(root, pathFor(spec));
  const put = async (spec: PathSpec, content: string | Uint8Array): Promise<void> => {
    await mkdir(path.dirname(at(spec)), { recursive: true });
    await writeFile(at(spec), content);
  };
  const blob = async (content: Uint8Array): Promise<Digest> => {
    const digest = digestOf(content);
    await put({ kind: 'blobData', digest }, content);
    return digest;
  };
  const layer = async (repository: typeof A, content: Uint8Array): Promise<Digest> => {
    const digest = await blob(content);
    await put({ kind: 'layerLink', repository, digest }, digest);
    return digest;
  };
  const manifest = async (repository: typeof A, content: string): Promise<Digest> => {
    const digest = await blob(Buffer.from(content));
    await put({ kind: 'manifestRevisionLink', repository, digest }, digest);
    return digest;
  };
  await mkdir(at({ kind: 'repositories' }), { recursive: true });
  return { root, at, put, layer, manifest, [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose]() };
}

async function all(catalog: Catalog, signal?: AbortSignal) {
  const told = [];
  for await (const one of catalog.readAll(signal)) told.push(one);
  return told;
}

describe('Catalog', () => {
  it('tells nothing of an empty store, nor of a repository that has only uploads', async () => {
    await using store = await emptyStore();
    await mkdir(path.join(store.at({ kind: 'uploads', repository: A }), 'x'), { recursive: true });
    expect(await all(new Catalog(openFilesystemDriver(store.root)))).toEqual([]);
  });

  it('tells only what has changed since, and what is gone', async () => {
    await using store = await emptyStore();
    const catalog = new Catalog(openFilesystemDriver(store.root));
    await store.layer(A, bytesOf(1));
    await store.layer(B, bytesOf(1));
    expect(await all(catalog)).toMatchObject([{ name: A }, { name: B }]);
    expect(await all(catalog)).toEqual([]);
    const [before] = catalog.layers(A, 0).layers;
    expect(before?.fate).toBe('unreferenced');

    // A manifest of another repository is pushed: its own view changes, and the fate of the layer here.
    await store.manifest(B, imageManifest(CONFIG, [bytesOf(1)]));
    expect(await catalog.read(B)).toMatchObject({ name: B, manifests: 1 });
    expect(catalog.layers(A, 0).layers[0]?.fate).toBe('elsewhere');
    expect(catalog.layers(B, 0).layers[0]?.fate).toBe('untagged');

    await rm(store.at({ kind: 'repository', repository: B }), { recursive: true });
    expect(await all(catalog)).toEqual([{ gone: B }]);
    expect(catalog.layers(A, 0).layers[0]?.fate).toBe('unreferenced');
    expect(catalog.layers(B, 0)).toEqual({ from: 0, total: 0, layers: [], problems: [] });
  });

  it('says of no layer that it would go before every repository has been read', async () => {
    await using store = await emptyStore();
    const catalog = new Catalog(openFilesystemDriver(store.root));
    await store.layer(A, bytesOf(1));
    await catalog.read(A);
    expect(catalog.layers(A, 0).layers[0]?.fate).toBeNull();
  });

  it('gives thousands of layers page by page, each once, newest first', async () => {
    await using store = await emptyStore();
    const count = 2 * LAYERS_PAGE + 7;
    for (let n = 0; n < count; n += 1) await store.layer(A, bytesOf(n));
    const catalog = new Catalog(openFilesystemDriver(store.root));
    await all(catalog);
    const pages = [0, LAYERS_PAGE, 2 * LAYERS_PAGE].map((from) => catalog.layers(A, from));
    expect(pages.map(({ layers, total }) => [layers.length, total])).toEqual([
      [LAYERS_PAGE, count],
      [LAYERS_PAGE, count],
      [7, count],
    ]);
    const layers = pages.flatMap((page) => page.layers);
    expect(new Set(layers.map(({ name }) => name)).size).toBe(count);
    expect(layers.map(({ linkedAt }) => linkedAt)).toEqual(
      layers.map(({ linkedAt }) => linkedAt).toSorted((a, b) => b - a),
    );
  });

  it('counts what cannot be read and goes on: damaged links, links that are folders, giants, strange names', async () => {
    await using store = await emptyStore();
    const good = await store.layer(A, bytesOf(1));
    const torn = digestOf(bytesOf(2));
    await store.put({ kind: 'layerLink', repository: A, digest: torn }, 'sha256:torn');
    await store.put({ kind: 'layerLink', repository: A, digest: digestOf(bytesOf(3)) }, 'x'.repeat(100_000));
    await mkdir(store.at({ kind: 'layerLink', repository: A, digest: digestOf(bytesOf(4)) }), { recursive: true });
    const strange = path.join(store.at({ kind: 'layers', repository: A }), 'sha256', 'not-hex');
    await mkdir(strange);
    await writeFile(path.join(strange, 'link'), good);
    await store.put({ kind: 'manifestRevisionLink', repository: A, digest: torn }, '');

    const catalog = new Catalog(openFilesystemDriver(store.root));
    const [view] = await all(catalog);
    expect(view).toMatchObject({ name: A, layers: 3, manifests: 0, problems: 3 });
    const fates = catalog.layers(A, 0).layers.map(({ fate }) => fate);
    expect(fates.toSorted()).toEqual(['damaged', 'damaged', 'unreferenced']);
  });

  it('counts manifests that are missing, too large or unreadable, and what vanishes not at all', async () => {
    await using store = await emptyStore();
    const good = await store.manifest(A, imageManifest(CONFIG, [bytesOf(1)]));
    const large = await store.manifest(A, 'x'.repeat(MANIFEST_BYTES_MAX + 1));
    const unread = await store.manifest(A, imageManifest(CONFIG, [bytesOf(2)]));
    const gone = await store.manifest(A, imageManifest(CONFIG, [bytesOf(3)]));
    const missing = digestOf(bytesOf(4));
    await store.put({ kind: 'manifestRevisionLink', repository: A, digest: missing }, missing);
    const vanishing = await store.layer(A, bytesOf(5));
    await store.put({ kind: 'manifestTagCurrent', repository: A, tag: tagName('torn') }, 'sha256:torn');
    const failing: Readonly<Record<string, LayerliftError>> = {
      [pathFor({ kind: 'blobData', digest: unread })]: new LayerliftError('STORAGE_IO', 'a bad sector', {
        errno: 'EIO',
      }),
      [pathFor({ kind: 'blobData', digest: gone })]: new LayerliftError('PATH_NOT_FOUND', 'gone', { path: '' }),
      [pathFor({ kind: 'layerLink', repository: A, digest: vanishing })]: new LayerliftError('PATH_NOT_FOUND', 'gone', {
        path: '',
      }),
    };
    const driver = faultyDriver(openFilesystemDriver(store.root), ({ method, path: at }) =>
      method === 'getContent' ? (failing[at] ?? null) : null,
    );
    const [view] = await all(new Catalog(driver));
    expect([good, large, unread, gone, missing].length).toBe(5);
    // The tag that leads nowhere is one more.
    expect(view).toMatchObject({ name: A, manifests: 5, problems: 5, layers: 0 });
  });

  it('stops when it is told to, and says when the store is gone', async () => {
    await using store = await emptyStore();
    for (let n = 0; n < 40; n += 1) await store.layer(A, bytesOf(n));
    const catalog = new Catalog(openFilesystemDriver(store.root));
    const stopped = new AbortController();
    stopped.abort();
    await expect(all(catalog, stopped.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(catalog.read(A, stopped.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
    await all(catalog);
    await rename(store.root, `${store.root} away`);
    await expect(all(catalog)).rejects.toMatchObject({ code: 'STORE_MISSING' });
    await expect(catalog.read(A)).rejects.toMatchObject({ code: 'STORE_MISSING' });
    // What was known stays known.
    expect(catalog.layers(A, 0).total).toBe(40);
  });
});
