import { constants } from 'node:fs';
import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileOps, fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { groupedSyncs } from '../../../electron/engine/storage/groupedSyncs.ts';
import { isAtLeast, wholeSyncAt } from '../../../electron/engine/storage/wholeSync.ts';
import { tempDir } from '../../support/tempDir.ts';

/** Operations whose syncs wait until they are let go, and a count of those of the whole disk. */
function slowDisk(failure: Error | null = null) {
  const pending: (() => void)[] = [];
  const alone: string[] = [];
  let whole = 0;
  const wait = (): Promise<void> => new Promise((resolve) => pending.push(resolve));
  const slow: FileOps = {
    ...fileOps,
    syncFolder: async (folder) => {
      alone.push(folder);
      await wait();
    },
  };
  const ops = groupedSyncs(slow, async () => {
    whole += 1;
    await wait();
    if (failure !== null) throw failure;
  });
  const letGo = async (): Promise<void> => {
    for (const resolve of pending.splice(0)) resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { ops, alone, letGo, whole: () => whole };
}

describe('grouped syncs', () => {
  it('are one by one when few wait', async () => {
    const { ops, alone, letGo, whole } = slowDisk();
    const syncs = [ops.syncFolder('/0'), ops.syncFolder('/1'), ops.syncFolder('/2')];
    await letGo();
    await letGo();
    await Promise.all(syncs);
    expect([alone, whole()]).toEqual([['/0', '/1', '/2'], 0]);
  });

  it('share one of the whole disk when many wait, begun after the last of them asked', async () => {
    const { ops, alone, letGo, whole } = slowDisk();
    const done: string[] = [];
    const ask = (name: string) => ops.syncFolder(name).then(() => done.push(name));
    const syncs = ['/0', '/1', '/2', '/3', '/4'].map(ask);
    await letGo();
    expect([alone, whole(), done]).toEqual([['/0'], 1, ['/0']]);
    // Asked for while the shared one runs, which may have missed what it is about.
    syncs.push(ask('/late'));
    await letGo();
    expect(done).toEqual(['/0', '/1', '/2', '/3', '/4']);
    await letGo();
    await Promise.all(syncs);
    expect([alone, whole()]).toEqual([['/0', '/late'], 1]);
  });

  it('fail for everybody when the shared one fails, and go on after it', async () => {
    const failure = new Error('EIO');
    const { ops, letGo } = slowDisk(failure);
    const first = ops.syncFolder('/0');
    const group = ['/1', '/2', '/3', '/4'].map((folder) => ops.syncFolder(folder));
    const outcomes = Promise.allSettled(group);
    await letGo();
    await letGo();
    await first;
    expect(await outcomes).toEqual(group.map(() => ({ status: 'rejected', reason: failure })));
    const next = ops.syncFolder('/5');
    await letGo();
    await next;
  });
});

describe('grouped syncs of files', () => {
  it('reach the file itself when it is alone, and share one sync of the whole disk with others', async () => {
    await using dir = await tempDir();
    const calls: string[] = [];
    let whole = 0;
    const recording: FileOps = {
      ...fileOps,
      open: async (at, flags) => ({
        ...(await fileOps.open(at, flags)),
        sync: async () => void calls.push('sync'),
        datasync: async () => void calls.push('datasync'),
      }),
    };
    const ops = groupedSyncs(recording, async () => {
      whole += 1;
    });
    const file = await ops.open(path.join(dir.path, 'file'), constants.O_RDWR | constants.O_CREAT);
    await file.sync();
    await file.datasync();
    expect([calls, whole]).toEqual([['sync', 'datasync'], 0]);
    await Promise.all([file.datasync(), file.datasync(), file.sync(), file.datasync(), file.sync()]);
    expect(whole).toBe(1);
    // But for the first, at most: it waits for nobody.
    expect(calls.length).toBeLessThanOrEqual(3);
    await file.write(Uint8Array.of(1, 2), 0);
    expect((await file.stat()).size).toBe(2);
    await file.close();
  });
});

describe('a sync of a whole file system', () => {
  it.each([
    ['5.8.0', true],
    ['5.15.0-91-generic', true],
    ['6.1.0-18-amd64', true],
    ['10.0', true],
    ['5.7.19', false],
    ['4.19.0', false],
    ['unknown', false],
  ])('is told of failures since 5.8: %s', (version, told) => {
    expect(isAtLeast(version, [5, 8])).toBe(told);
  });

  it('is there on a known one only', async () => {
    // proc(5) is no disk; shared memory loses everything anyway.
    for (const folder of ['/proc', '/dev/shm']) expect(await wholeSyncAt(folder)).toBeNull();
  });

  it('does its work, and fails where its folder is gone', async (context) => {
    await using dir = await tempDir();
    const folder = path.join(dir.path, 'store');
    await mkdir(folder);
    const sync = await wholeSyncAt(folder);
    if (sync === null) return context.skip();
    await sync();
    await rmdir(folder);
    await expect(sync()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
