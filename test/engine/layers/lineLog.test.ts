import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LineLog } from '../../../electron/engine/layers/lineLog.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { hookedOps } from '../../support/hookedOps.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const ALL = 1_000_000;

const numberIn = (raw: unknown): number | null =>
  typeof raw === 'object' && raw !== null && 'n' in raw && typeof raw.n === 'number' ? raw.n : null;

describe('a log of lines', () => {
  it('is empty where there is no file, and gives back what was added, in order', async () => {
    await using dir = await quickTempDir();
    const log = new LineLog(openFilesystemDriver(dir.path), '/log');
    expect(await log.read(ALL, numberIn)).toEqual({ values: [], unreadable: 0 });
    await Promise.all([1, 2, 3].map((n) => log.add({ n })));
    await log.add({ n: 4 });
    expect(await log.read(ALL, numberIn)).toEqual({ values: [1, 2, 3, 4], unreadable: 0 });
  });

  it('syncs once for all that is added while others are written', async () => {
    await using dir = await quickTempDir();
    const syncs: string[] = [];
    const ops = hookedOps({ before: ({ op }) => void (op === 'file.datasync' && syncs.push(op)) });
    const log = new LineLog(openFilesystemDriver(dir.path, ops), '/log');
    await Promise.all(Array.from({ length: 100 }, (_, n) => log.add({ n })));
    expect((await log.read(ALL, numberIn)).values).toHaveLength(100);
    expect(syncs.length).toBeLessThanOrEqual(2);
  });

  it('counts lines that it cannot read, leaves them, and takes none for torn but the last', async () => {
    await using dir = await quickTempDir();
    const file = path.join(dir.path, 'log');
    await writeFile(file, '{"n": 1}\nno JSON\n{"m": 2}\n{"n": 3');
    const log = new LineLog(openFilesystemDriver(dir.path), '/log');
    expect(await log.read(ALL, numberIn)).toEqual({ values: [1], unreadable: 2 });
    await log.add({ n: 4 });
    expect(await log.read(ALL, numberIn)).toEqual({ values: [1, 4], unreadable: 3 });
    expect(await readFile(file, 'utf8')).toContain('no JSON');
  });

  it('reads no more than the newest bytes that it may', async () => {
    await using dir = await quickTempDir();
    const log = new LineLog(openFilesystemDriver(dir.path), '/log');
    for (const n of [1, 2, 3]) await log.add({ n });
    expect(await log.read('\n{"n":3}\n'.length, numberIn)).toEqual({ values: [3], unreadable: 0 });
  });

  it('is deleted after what was added before, and begins anew', async () => {
    await using dir = await quickTempDir();
    const log = new LineLog(openFilesystemDriver(dir.path), '/log');
    const [added, deleted] = [log.add({ n: 1 }), log.delete()];
    await Promise.all([added, deleted]);
    await expect(stat(path.join(dir.path, 'log'))).rejects.toMatchObject({ code: 'ENOENT' });
    await log.delete();
    await log.add({ n: 2 });
    expect((await log.read(ALL, numberIn)).values).toEqual([2]);
  });

  it('goes on after a write that failed', async () => {
    await using dir = await quickTempDir();
    await appendFile(path.join(dir.path, 'log'), '');
    let failing = true;
    const ops = hookedOps({
      before: ({ op }) => {
        if (op === 'file.write' && failing) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      },
    });
    const log = new LineLog(openFilesystemDriver(dir.path, ops), '/log');
    await expect(log.add({ n: 1 })).rejects.toMatchObject({ code: 'DISK_FULL' });
    failing = false;
    await log.add({ n: 2 });
    expect((await log.read(ALL, numberIn)).values).toEqual([2]);
  });
});
