import { mkdir, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileOps, fileOps } from '../../../electron/engine/storage/fileOps.ts';
import { groupedSyncs } from '../../../electron/engine/storage/groupedSyncs.ts';
import { wholeSyncAt } from '../../../electron/engine/storage/wholeSync.ts';
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

describe('a sync of a whole file system', () => {
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
