import { open, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CatalogThread } from '../../electron/engine/catalog/catalogThread.ts';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import { type CatalogChange, StoreCatalog } from '../../electron/storeCatalog.ts';
import type { VerificationView } from '../../shared/catalog.ts';
import type { Digest } from '../../shared/digest.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../support/layers.ts';
import { CATALOG_SCRIPT } from '../support/managers.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

const BYTES = seededBytes(131, 3_000_000);
const DIGEST = digestOf(BYTES);

let folder: TempDir;
let root: string;
let told: CatalogChange[];
let catalog: StoreCatalog;

const blob = (digest: Digest): string => path.join(root, pathFor({ kind: 'blobData', digest }));

async function finished(bytes: Uint8Array): Promise<Digest> {
  const { store } = await layerStore(root);
  await using writer = await store.create(newRecord());
  await writer.write(bytes);
  return (await writer.finish(digestOf(bytes))).digest;
}

/** The states that a verification went through, without its numbers. */
function kindsOf(digest: Digest): readonly string[] {
  const kinds = told.flatMap(({ verifications = [] }) =>
    verifications.filter((one) => one.digest === digest).map(({ state }) => state.kind),
  );
  return kinds.filter((kind, index) => kind !== kinds[index - 1]);
}

const stateOf = (digest: Digest): VerificationView['state'] | undefined =>
  catalog.state().verifications.find((one) => one.digest === digest)?.state;

beforeEach(async () => {
  folder = await tempDir();
  root = path.join(folder.path, 'store');
  const { driver } = await layerStore(folder.path);
  await driver.putContent('/store/layerlift/lock', new Uint8Array());
  told = [];
  catalog = new StoreCatalog({
    root,
    script: CATALOG_SCRIPT,
    onChange: (change) => told.push(change),
    log: () => undefined,
  });
});
afterEach(async () => {
  await catalog.close();
  await folder[Symbol.asyncDispose]();
});

describe('StoreCatalog', () => {
  it('reads a store in its thread, and one repository again when it has changed', async () => {
    await finished(BYTES);
    await catalog.refresh(null);
    expect(told.map(({ view }) => view?.state).filter(Boolean)).toEqual(['reading', 'read']);
    expect(catalog.state().repositories).toMatchObject([{ name: REPOSITORY, layers: 1, bytes: BYTES.length }]);
    const [before] = catalog.state().repositories;
    await catalog.refresh(REPOSITORY);
    expect(catalog.state().repositories).toEqual([before]);
    const second = await finished(seededBytes(132, 10));
    await catalog.refresh(REPOSITORY);
    expect(catalog.state().repositories).toMatchObject([{ layers: 2 }]);
    expect(catalog.state().repositories[0]?.revision).not.toBe(before?.revision);
    const { layers } = await catalog.layers(REPOSITORY, 0);
    expect(layers.map(({ name }) => name).toSorted()).toEqual([DIGEST, second].toSorted());
  });

  it('says that the store is gone, keeps what it knows, and reads it again when it is back', async () => {
    await finished(BYTES);
    await catalog.refresh(null);
    await rename(root, `${root} away`);
    await catalog.refresh(null);
    expect(catalog.state().catalog).toMatchObject({ state: 'off', error: { code: 'STORE_MISSING' } });
    expect(catalog.state().repositories).toHaveLength(1);
    await rename(`${root} away`, root);
    await catalog.refresh(null);
    expect(catalog.state().catalog).toEqual({ state: 'read', error: null });
  });

  it('begins anew when its thread dies, and knows then what there is', async () => {
    await finished(BYTES);
    await catalog.close();
    // The first thread ends at once, as one that ran out of memory would; the second one lives.
    const script = path.join(folder.path, 'dying.mjs');
    const marker = path.join(folder.path, 'lived');
    await writeFile(
      script,
      `import { existsSync, writeFileSync } from 'node:fs';
       if (!existsSync(${JSON.stringify(marker)})) { writeFileSync(${JSON.stringify(marker)}, ''); process.exit(1); }
       await import(${JSON.stringify(CATALOG_SCRIPT.href)});`,
    );
    catalog = new StoreCatalog({
      root,
      script: pathToFileURL(script),
      onChange: (change) => told.push(change),
      log: () => undefined,
    });
    await catalog.refresh(null);
    expect(catalog.state()).toMatchObject({
      catalog: { state: 'off', error: { code: 'WORKER_DIED' } },
      repositories: [],
    });
    // Whatever is asked for next reads all of the store.
    expect(await catalog.layers(REPOSITORY, 0)).toMatchObject({ total: 1 });
    expect(catalog.state()).toMatchObject({
      catalog: { state: 'read', error: null },
      repositories: [{ name: REPOSITORY }],
    });
  });

  it('finds a blob intact, and corrupt after one flipped bit', async () => {
    await finished(BYTES);
    catalog.verify(DIGEST);
    await vi.waitFor(() => expect(stateOf(DIGEST)?.kind).toBe('intact'), 10_000);
    expect(kindsOf(DIGEST)).toEqual(['waiting', 'running', 'intact']);

    const flipped = Uint8Array.from(BYTES);
    flipped[2_000_000] = (BYTES[2_000_000] ?? 0) ^ 1;
    await using handle = await open(blob(DIGEST), 'r+');
    await handle.write(flipped.subarray(2_000_000, 2_000_001), 0, 1, 2_000_000);
    catalog.verify(DIGEST);
    await vi.waitFor(
      () => expect(stateOf(DIGEST)).toMatchObject({ kind: 'corrupt', actual: digestOf(flipped) }),
      10_000,
    );
  });

  it('says when there is nothing to hash', async () => {
    catalog.verify(DIGEST);
    await vi.waitFor(
      () => expect(stateOf(DIGEST)).toMatchObject({ kind: 'failed', error: { code: 'PATH_NOT_FOUND' } }),
      10_000,
    );
  });

  it('hashes one blob after another, and stops one that runs and one that waits', async () => {
    const large = await finished(seededBytes(133, 10));
    // Hashing this much takes longer than to say stop.
    await truncate(blob(large), 64 * 2 ** 30);
    const [second, third] = [await finished(seededBytes(134, 20)), await finished(seededBytes(135, 30))];
    catalog.verify(large);
    catalog.verify(second);
    catalog.verify(third);
    catalog.verify(third);
    await vi.waitFor(() => expect(stateOf(large)?.kind).toBe('running'), 10_000);
    expect([stateOf(second), stateOf(third)]).toEqual([{ kind: 'waiting' }, { kind: 'waiting' }]);
    catalog.stopVerifying(second);
    expect(stateOf(second)).toBeUndefined();
    catalog.stopVerifying(large);
    await vi.waitFor(() => expect(stateOf(third)?.kind).toBe('intact'), 10_000);
    expect(catalog.state().verifications.map(({ digest }) => digest)).toEqual([third]);
    // Nothing keeps it from being asked for again.
    catalog.verify(second);
    await vi.waitFor(() => expect(stateOf(second)?.kind).toBe('intact'), 10_000);
  });

  it('lets no more blobs wait than anybody asks for', async () => {
    const digests = Array.from({ length: 501 }, (_, n) => digestOf(Uint8Array.of(n % 256, n >> 8)));
    expect(() => {
      for (const digest of digests) catalog.verify(digest);
    }).toThrow('too many wait');
    for (const digest of digests) catalog.stopVerifying(digest);
    await vi.waitFor(() => expect(catalog.state().verifications).toEqual([]), 10_000);
  });

  it('ends with whatever runs, and tells nothing afterwards', async () => {
    const large = await finished(seededBytes(133, 10));
    await truncate(blob(large), 64 * 2 ** 30);
    catalog.verify(large);
    await vi.waitFor(() => expect(stateOf(large)?.kind).toBe('running'), 10_000);
    const reading = catalog.refresh(null);
    await catalog.close();
    await reading;
    const before = told.length;
    catalog.verify(DIGEST);
    await catalog.refresh(null);
    expect(told).toHaveLength(before);
  });
});

describe('CatalogThread', () => {
  it('says that its thread died to all who wait, and starts another one', async () => {
    const broken = new CatalogThread(new URL('data:text/javascript,process.exit(3)'), { root });
    const asked = [broken.readAll(() => undefined), broken.layers(REPOSITORY, 0)];
    for (const one of asked) await expect(one).rejects.toMatchObject({ code: 'WORKER_DIED' });
    await expect(broken.layers(REPOSITORY, 0)).rejects.toMatchObject({ code: 'WORKER_DIED' });
    await broken.close();
  });
});
