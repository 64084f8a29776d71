import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { scanUploads, uploadFolders } from '../../../electron/engine/layers/uploadScan.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';

const ROOT = pathFor({ kind: 'repositories' });
const [FIRST, SECOND] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

async function storeWith(...files: readonly string[]): Promise<StorageDriver> {
  const driver = openMemoryDriver();
  for (const file of files) await driver.putContent(`${ROOT}/${file}`, new Uint8Array(1));
  return driver;
}

async function all<T>(found: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of found) list.push(item);
  return list;
}

describe('the uploads of a store', () => {
  it('are those in every repository, also in one that holds others', async () => {
    const driver = await storeWith(`a/_uploads/${FIRST}/data`, `a/b/c/_uploads/${SECOND}/data`);
    expect(await all(scanUploads(driver))).toEqual([
      { repository: 'a', id: FIRST },
      { repository: 'a/b/c', id: SECOND },
    ]);
    expect(await all(uploadFolders(driver))).toEqual([`${ROOT}/a/_uploads`, `${ROOT}/a/b/c/_uploads`]);
  });

  it('are none under names that are no repository’s or no upload’s, nor where a registry keeps other things', async () => {
    const driver = await storeWith(
      `a/_uploads/not-an-id/data`,
      `a/_uploads/${FIRST.toUpperCase()}x/data`,
      `UPPER/_uploads/${FIRST}/data`,
      `_uploads/${FIRST}/data`,
      `a/_layers/sha256/_uploads/${FIRST}/data`,
      'a/file',
      'file',
    );
    expect(await all(scanUploads(driver))).toEqual([]);
  });

  it('are none in a store without repositories', async () => {
    expect(await all(scanUploads(openMemoryDriver()))).toEqual([]);
  });

  it.each(['stat', 'list'])(
    'leave out what vanishes meanwhile (%s), and nothing when the disk fails',
    async (method) => {
      const inner = await storeWith(`a/_uploads/${FIRST}/data`, `b/_uploads/${SECOND}/data`);
      const scanWith = (error: Error) =>
        all(
          scanUploads(
            faultyDriver(
              inner,
              failCalls((call) => call.method === method && /\/a(\/|$)/.test(call.path), error),
            ),
          ),
        );
      expect(await scanWith(new LayerliftError('PATH_NOT_FOUND', 'gone'))).toEqual([{ repository: 'b', id: SECOND }]);
      await expect(scanWith(new LayerliftError('STORAGE_IO', 'broken'))).rejects.toMatchObject({ code: 'STORAGE_IO' });
    },
  );
});
