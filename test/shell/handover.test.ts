import { readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeStaleHandovers, takeHandover, writeHandover } from '../../electron/handover.ts';
import { tempDir } from '../support/tempDir.ts';

describe('what a second start hands over', () => {
  it('arrives whole and once, however much it is; the message stays small', async () => {
    await using folder = await tempDir();
    const files = Array.from({ length: 5000 }, (_, index) => `/layers/${index} 🐳.tar`);
    const message = writeHandover(folder.path, { repository: 'library/a', files });
    expect(JSON.stringify(message).length).toBeLessThan(100);
    expect(takeHandover(folder.path, message)).toEqual({ repository: 'library/a', files });
    expect(await readdir(folder.path)).toEqual([]);
    expect(() => takeHandover(folder.path, message)).toThrow('ENOENT');
  });

  it.each([undefined, null, {}, { handover: '../settings.json' }, { handover: 'settings.json' }, 'handover'])(
    'is nothing in %j',
    async (message) => {
      await using folder = await tempDir();
      await writeFile(path.join(folder.path, 'settings.json'), '{}');
      expect(takeHandover(folder.path, message)).toBeNull();
      expect(await readdir(folder.path)).toEqual(['settings.json']);
    },
  );

  it('is refused in another form', async () => {
    await using folder = await tempDir();
    const message = writeHandover(folder.path, { repository: null, files: [] });
    await writeFile(path.join(folder.path, message.handover), '{"files": [1]}');
    expect(() => takeHandover(folder.path, message)).toThrow();
  });

  it('is swept away when nobody took it, unless it is fresh', async () => {
    await using folder = await tempDir();
    const old = writeHandover(folder.path, { repository: null, files: [] });
    const fresh = writeHandover(folder.path, { repository: null, files: [] });
    await utimes(path.join(folder.path, old.handover), 1000, 1000);
    await writeFile(path.join(folder.path, 'other.json'), '');
    removeStaleHandovers(folder.path);
    expect((await readdir(folder.path)).sort()).toEqual([fresh.handover, 'other.json'].sort());
  });
});
