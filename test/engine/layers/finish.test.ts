import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { digestOf, layerStore, newRecord, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(30, 123_457);
const DIGEST = digestOf(BYTES);

/** Lets `left` changing calls through, then fails as if the process had died there. */
function dyingDriver(inner: StorageDriver, left: number): StorageDriver & { readonly dead: () => boolean } {
  let calls = left;
  const step = async <T>(operation: () => Promise<T>): Promise<T> => {
    calls -= 1;
    if (calls < 0) throw new Error('dead');
    return await operation();
  };
  return {
    name: inner.name,
    dead: () => calls < 0,
    getContent: (at) => inner.getContent(at),
    reader: (at, offset) => inner.reader(at, offset),
    stat: (at) => inner.stat(at),
    list: (at) => inner.list(at),
    writer: (at, options) => inner.writer(at, options),
    putContent: (at, content) => step(() => inner.putContent(at, content)),
    putContents: (files) => step(() => inner.putContents(files)),
    move: (from, to) => step(() => inner.move(from, to)),
    delete: (at) => step(() => inner.delete(at)),
    settle: (at) => inner.settle(at),
  };
}

describe('finish', () => {
  it('can be carried on after a crash at any step, and repeated', async () => {
    let steps = 0;
    for (let survive = 0; ; survive += 1) {
      await using dir = await tempDir();
      const { store } = await layerStore(dir.path);
      const first = await store.create(newRecord({ expected: DIGEST }));
      await first.write(BYTES);
      await first.close();

      const dying = dyingDriver(openFilesystemDriver(dir.path), survive);
      const { store: before } = await layerStore(dying);
      const writer = await before.resume(first.upload, { expected: DIGEST }).catch(() => null);
      await writer?.finish(DIGEST).catch(() => undefined);
      await writer?.close().catch(() => undefined);
      if (!dying.dead()) break;
      steps += 1;

      const { store: after, driver } = await layerStore(dir.path);
      const history = await History.load(driver);
      const [upload] = await recoverStore({ driver, store: after, history, clock: Date.now });
      if (upload !== undefined) {
        expect(upload.view.status.kind).toBeOneOf(['interrupted', 'ready']);
        await using again = await after.resume(upload.ref, { expected: DIGEST });
        await again.finish(DIGEST);
      } else {
        expect(history.list()).toMatchObject([{ id: first.upload.id, outcome: 'finished', digest: DIGEST }]);
      }
      expect(Buffer.compare(await servedBytes(dir.path, DIGEST), BYTES)).toBe(0);
      const left = (await tree(dir.path)).filter((name) => !name.startsWith('layerlift/'));
      expect(left.filter((name) => name.includes('_uploads'))).toEqual([]);
      expect(await recoverStore({ driver, store: after, history, clock: Date.now })).toEqual([]);
    }
    expect(steps).toBeGreaterThan(4);
  });

  it('tells after a crash at any step that a corrupt blob was replaced', async () => {
    let carriedOn = 0;
    for (let survive = 0; ; survive += 1) {
      await using dir = await tempDir();
      const { store, driver } = await layerStore(dir.path);
      const blob = path.join(dir.path, pathFor({ kind: 'blobData', digest: DIGEST }));
      await mkdir(path.dirname(blob), { recursive: true });
      await writeFile(blob, BYTES.toReversed());
      const first = await store.create(newRecord({ expected: DIGEST }));
      await first.write(BYTES);
      await first.close();
      const dying = dyingDriver(driver, survive);
      const writer = await (await layerStore(dying)).store.resume(first.upload, { expected: DIGEST });
      await writer.finish(DIGEST, { verifyExisting: true }).catch(() => undefined);
      await writer.close().catch(() => undefined);
      if (!dying.dead()) break;

      const history = await History.load(driver);
      const [upload] = await recoverStore({ driver, store, history, clock: Date.now });
      if (upload === undefined) {
        carriedOn += 1;
        expect(history.list()).toMatchObject([{ note: 'A corrupt blob of the same digest was replaced.' }]);
      } else {
        await using again = await store.resume(upload.ref, { expected: DIGEST });
        expect(await again.finish(DIGEST, { verifyExisting: true })).toMatchObject({ existing: 'replaced' });
      }
    }
    expect(carriedOn).toBeGreaterThan(2);
  });

  it('tells in the history of no replacement that was noted and never made', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    // A layer with a corrupt blob is linked already; the upload that was to replace it has been cancelled.
    await driver.putContent(pathFor({ kind: 'blobData', digest: DIGEST }), BYTES.subarray(1));
    const link = pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: DIGEST });
    await driver.putContent(link, new TextEncoder().encode(DIGEST));
    const phase = { kind: 'finishing', digest: DIGEST, size: BYTES.length, replaces: true } as const;
    const upload = await store.begin(newRecord({ phase }));
    await driver.move(pathFor({ kind: 'upload', ...upload }), pathFor({ kind: 'trashed', id: upload.id }));
    const history = await History.load(driver);
    await recoverStore({ driver, store, history, clock: Date.now });
    expect(history.list()).toMatchObject([{ id: upload.id, note: '' }]);
  });

  it('keeps a blob that is already there, and replaces one of another size', async () => {
    for (const [content, existing] of [
      [BYTES, 'kept'],
      [BYTES.subarray(0, 8), 'replaced'],
    ] as const) {
      await using dir = await tempDir();
      const { store } = await layerStore(dir.path);
      const blob = path.join(dir.path, pathFor({ kind: 'blobData', digest: DIGEST }));
      await mkdir(path.dirname(blob), { recursive: true });
      await writeFile(blob, content);
      await using writer = await store.create(newRecord());
      await writer.write(BYTES);
      expect(await writer.finish(DIGEST)).toMatchObject({ existing });
      expect(Buffer.compare(await servedBytes(dir.path, DIGEST), BYTES)).toBe(0);
    }
  });

  it('says so when neither the data nor the blob is there', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const phase = { kind: 'finishing', digest: DIGEST, size: BYTES.length } as const;
    const upload = await store.begin(newRecord({ phase }));
    await driver.delete(pathFor({ kind: 'uploadData', ...upload }));
    await expect(store.completeMoved(upload)).rejects.toMatchObject({ code: 'UPLOAD_DAMAGED' });
    await store.cancel(upload);
    expect(await tree(dir.path)).toEqual([]);
  });

  it('writes a cancelled upload that a crash kept from the history into it', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const upload = await store.begin(newRecord({ name: 'gone.tar' }));
    await driver.move(pathFor({ kind: 'upload', ...upload }), pathFor({ kind: 'trashed', id: upload.id }));
    const history = await History.load(driver);
    expect(await recoverStore({ driver, store, history, clock: () => 5 })).toEqual([]);
    const again = await History.load(driver);
    expect(again.list()).toMatchObject([
      { id: upload.id, repository: REPOSITORY, name: 'gone.tar', outcome: 'cancelled', at: 5 },
    ]);
    expect(await tree(dir.path)).toEqual(['layerlift/history.jsonl']);
  });
});
