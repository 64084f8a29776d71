import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { isStoreThere, probeStore } from '../../../electron/engine/uploads/probeStore.ts';
import { tree } from '../../support/layers.ts';
import { openManager } from '../../support/managers.ts';
import { canMountSmallDisks, onSmallDisk } from '../../support/smallDisk.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';

async function closedStore(root: string): Promise<void> {
  await (await openManager(root)).close();
}

describe('probeStore', () => {
  it('finds a store ready, with the room on its disk, and changes nothing', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    await closedStore(root);
    const before = await tree(root);
    expect(await probeStore(root)).toEqual({ freeBytes: expect.any(Number), error: null });
    expect(await tree(root)).toEqual(before);
  });

  it('says in a code why a folder could not be opened', async () => {
    await using dir = await tempDir();
    const at = (name: string): string => path.join(dir.path, name);
    await mkdir(at('empty'));
    await mkdir(at('other'));
    await writeFile(path.join(at('other'), 'letter.txt'), 'dear');
    await writeFile(at('file'), '');
    await mkdir(path.join(at('read-only'), 'docker'), { recursive: true });
    await chmod(at('read-only'), 0o555);
    const codes: Record<string, string | undefined> = {};
    for (const name of ['gone', 'empty', 'other', 'file', 'read-only']) {
      codes[name] = (await probeStore(at(name))).error?.code;
    }
    await chmod(at('read-only'), 0o755);
    expect(codes).toEqual({
      gone: 'STORE_MISSING',
      // What an absent disk leaves behind.
      empty: 'STORE_MISSING',
      other: 'STORE_NOT_A_STORE',
      file: 'STORE_NOT_A_FOLDER',
      // Root may write anywhere.
      'read-only': process.getuid?.() === 0 ? undefined : 'STORE_READ_ONLY',
    });
  });

  it.runIf(process.platform === 'linux')('sees that an app has it open, and that it has let go', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const manager = await openManager(root);
    expect(await probeStore(root)).toMatchObject({ freeBytes: expect.any(Number), error: { code: 'STORE_LOCKED' } });
    await manager.close();
    expect((await probeStore(root)).error).toBeNull();
  });

  it.runIf(canMountSmallDisks()).each(['docker/registry/v2/blobs', 'layerlift'])(
    'sees that %s lies on another disk',
    async (mounted) => {
      await using dir = await tempDir();
      const root = path.join(dir.path, 'store');
      await closedStore(root);
      const place = path.join(root, mounted);
      await mkdir(place, { recursive: true });
      await using child = startTs('probeStoreHere.ts', [root], onSmallDisk(place, 1024 * 1024, 10));
      const told = JSON.parse((await child.lines.next()).value ?? 'null');
      expect(told).toMatchObject({ freeBytes: expect.any(Number), error: { code: 'STORE_SPLIT' } });
    },
  );

  it('does not wait for a disk that does not answer', async () => {
    await using dir = await tempDir();
    expect(await probeStore(dir.path, AbortSignal.abort())).toMatchObject({
      freeBytes: null,
      error: { code: 'STORAGE_IO' },
    });
  });
});

describe('isStoreThere', () => {
  it('tells a store from what a disk leaves behind when it is pulled out', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    await closedStore(root);
    expect(await isStoreThere(root)).toBe(true);
    await rename(root, `${root} away`);
    expect(await isStoreThere(root)).toBe(false);
    await mkdir(root);
    expect(await isStoreThere(root)).toBe(false);
  });
});
