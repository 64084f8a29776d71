import { describe, expect, it } from 'vitest';
import { checkedDriver } from '../../../electron/engine/storage/checkedDriver.ts';
import type { StorageAdapter } from '../../../electron/engine/storage/storageAdapter.ts';
import { isReservedOnWindows } from '../../../electron/engine/storage/storePath.ts';

/** A place where nothing is, on a system that takes some names for something else. */
function adapter(isReserved?: (component: string) => boolean): StorageAdapter {
  const nothing = async (path: string): Promise<never> => {
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  };
  return {
    name: 'narrow',
    ...(isReserved === undefined ? {} : { isReserved }),
    getContent: nothing,
    stage: ({ path }) => nothing(path),
    openForReading: nothing,
    openForWriting: nothing,
    stat: nothing,
    list: nothing,
    move: nothing,
    delete: nothing,
    settle: nothing,
  };
}

describe('a place that cannot tell some names from others', () => {
  it.each(['/con', '/a/nul/b', '/a/b/aux.txt', '/a/name.'])('is never asked for %s', async (path) => {
    const driver = checkedDriver(adapter(isReservedOnWindows));
    const refused = { code: 'PATH_INVALID', details: { driver: 'narrow', path, reason: 'form' } };
    await expect(driver.stat(path)).rejects.toMatchObject(refused);
    await expect(driver.putContent(path, new Uint8Array())).rejects.toMatchObject(refused);
    await expect(driver.move('/a', path)).rejects.toMatchObject(refused);
    await expect(checkedDriver(adapter()).stat(path)).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
  });

  it('is asked for all the others', async () => {
    const driver = checkedDriver(adapter(isReservedOnWindows));
    await expect(driver.stat('/a/b')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
    await expect(driver.stat('/')).rejects.toMatchObject({ code: 'PATH_NOT_FOUND', details: { path: '/' } });
  });
});
