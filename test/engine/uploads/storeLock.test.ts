import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../electron/engine/uploads/openStore.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

const LOCKED = { code: 'STORE_LOCKED' };

describe('two processes at one store', () => {
  it('refuses the second until the first is killed, and leaves nothing to clean up', async () => {
    await using dir = await tempDir();
    await using holder = startTs('storeHolder.ts', [dir.path]);
    expect((await holder.lines.next()).value).toBe('held');
    await expect(openStore(dir.path, false)).rejects.toMatchObject(LOCKED);
    {
      await using second = startTs('storeHolder.ts', [dir.path]);
      expect((await second.lines.next()).value).toBe('STORE_LOCKED');
    }
    // A refused one that dies takes no lock with it.
    await expect(openStore(dir.path, false)).rejects.toMatchObject(LOCKED);
    await holder.kill();
    await using store = await openStore(dir.path, false);
    await using late = startTs('storeHolder.ts', [dir.path]);
    expect((await late.lines.next()).value).toBe('STORE_LOCKED');
    await store.close();
    await using last = startTs('storeHolder.ts', [dir.path]);
    expect((await last.lines.next()).value).toBe('held');
  });

  it('goes by who holds the lock, not by what is written: a number in it that lives again locks nobody out', async () => {
    await using dir = await tempDir();
    await (await openStore(dir.path, true)).close();
    const lock = path.join(dir.path, 'layerlift/lock');
    // The number of a running process, as a lock file of another kind would name its dead holder by it.
    await writeFile(lock, String(process.ppid));
    await using store = await openStore(dir.path, false);
    expect(await readFile(lock, 'utf8')).toBe(String(process.ppid));
    await store.close();
  });
});
