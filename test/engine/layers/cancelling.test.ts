import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { type Fault, faultyDriver } from '../../support/faultyDriver.ts';
import { layerStore, newRecord } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const FULL = new LayerliftError('DISK_FULL', 'no space');
const BROKEN = new LayerliftError('STORAGE_IO', 'broken');

/** An upload of a few bytes at rest, in a store whose driver then fails as `fault` says. */
async function scene(fault: Fault) {
  const inner = openMemoryDriver();
  const { store } = await layerStore(inner);
  const writer = await store.create(newRecord());
  await writer.write(seededBytes(51, 1000));
  await writer.close();
  const driver = faultyDriver(inner, fault);
  return { store: (await layerStore(driver)).store, driver, inner, upload: writer.upload };
}

/** Fails the first `count` calls of a method. */
function failFirst(method: string, count: number, error: Error): Fault {
  let left = count;
  return (call) => (call.method === method && left-- > 0 ? error : null);
}

const isThere = (driver: StorageDriver, path: string): Promise<boolean> =>
  driver.stat(path).then(
    () => true,
    () => false,
  );

describe('a cancel', () => {
  it('lets the bytes go first when a full disk has no room even for a folder', async () => {
    const { store, driver, inner, upload } = await scene(failFirst('move', 1, FULL));
    await store.cancel(upload);
    expect(driver.calls.map(({ method }) => method).filter((method) => /move|truncate/.test(method))).toEqual([
      'move',
      'writer.truncate',
      'move',
    ]);
    expect(await isThere(inner, pathFor({ kind: 'upload', ...upload }))).toBe(false);
    expect(await isThere(inner, pathFor({ kind: 'trashed', id: upload.id }))).toBe(false);
  });

  it('that the disk refuses for another reason costs no byte, and leaves the upload free', async () => {
    const { store, inner, upload } = await scene(failFirst('move', 1, BROKEN));
    await expect(store.cancel(upload)).rejects.toBe(BROKEN);
    expect(await inner.stat(pathFor({ kind: 'uploadData', ...upload }))).toMatchObject({ size: 1000 });
    await store.cancel(upload);
    await expect(store.cancel(upload)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN', details: { id: upload.id } });
  });

  it('is noted once it is out of sight, and before its rest is deleted', async () => {
    const { store, inner, upload } = await scene(() => null);
    const seen: boolean[] = [];
    await store.cancel(upload, async () => {
      seen.push(await isThere(inner, pathFor({ kind: 'upload', ...upload })));
      seen.push(await isThere(inner, pathFor({ kind: 'trashed', id: upload.id })));
    });
    expect(seen).toEqual([false, true]);
    expect(await isThere(inner, pathFor({ kind: 'trashed', id: upload.id }))).toBe(false);
  });

  it('makes room by its bytes when a full disk keeps it from being noted, and tries once more', async () => {
    const { store, inner, upload } = await scene(() => null);
    const data = `${pathFor({ kind: 'trashed', id: upload.id })}/data`;
    const hadBytes: boolean[] = [];
    await store.cancel(upload, async () => {
      hadBytes.push(await isThere(inner, data));
      if (hadBytes.length === 1) throw FULL;
    });
    expect(hadBytes).toEqual([true, false]);
  });

  it('that cannot be noted says so, and keeps what is left', async () => {
    const { store, inner, upload } = await scene(() => null);
    await expect(store.cancel(upload, () => Promise.reject(BROKEN))).rejects.toBe(BROKEN);
    expect(await isThere(inner, `${pathFor({ kind: 'trashed', id: upload.id })}/data`)).toBe(true);
  });

  it('ends an upload whose data is missing', async () => {
    const { store, inner, upload } = await scene(() => null);
    await inner.delete(pathFor({ kind: 'uploadData', ...upload }));
    await store.cancel(upload);
    expect(await isThere(inner, pathFor({ kind: 'upload', ...upload }))).toBe(false);
  });
});

describe('a beginning that fails', () => {
  it('leaves nothing behind, whatever failed, and says what it was', async () => {
    let failed = 0;
    for (let number = 1; ; number += 1) {
      const inner = openMemoryDriver();
      const driver = faultyDriver(inner, (call) => (call.number === number ? FULL : null));
      const begun = await (await layerStore(driver)).store.begin(newRecord()).then(
        () => true,
        (error: unknown) => {
          expect(error).toBe(FULL);
          return false;
        },
      );
      if (begun) break;
      failed += 1;
      for (const path of [pathFor({ kind: 'staging' }), pathFor({ kind: 'trash' })]) {
        expect(await inner.list(path).catch(() => [])).toEqual([]);
      }
      expect((await (await layerStore(inner)).driver.list('/')).filter((path) => path !== '/layerlift')).toEqual([]);
    }
    expect(failed).toBe(4);
  });

  it('takes back an upload that has appeared although its appearance was called a failure', async () => {
    const inner = openMemoryDriver();
    const driver: StorageDriver = {
      ...faultyDriver(inner, () => null),
      move: async (from, to) => {
        await inner.move(from, to);
        if (from.includes('staging')) throw FULL;
      },
    };
    await expect((await layerStore(driver)).store.begin(newRecord())).rejects.toBe(FULL);
    expect(await inner.list(pathFor({ kind: 'uploads', repository: newRecord().repository }))).toEqual([]);
    expect(await inner.list(pathFor({ kind: 'trash' }))).toEqual([]);
  });

  it('is told also when nothing can be taken back', async () => {
    const driver = faultyDriver(openMemoryDriver(), ({ method }) => {
      if (method === 'move') return FULL;
      return method === 'delete' ? BROKEN : null;
    });
    await expect((await layerStore(driver)).store.begin(newRecord())).rejects.toBe(FULL);
  });
});
