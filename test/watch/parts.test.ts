import { type FileHandle, open, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openForWriting } from '../../electron/watch/openForWriting.ts';
import { QuietFiles } from '../../electron/watch/quietFiles.ts';
import { identityOf, WatchLedger } from '../../electron/watch/watchLedger.ts';
import { tempDir } from '../support/tempDir.ts';

describe('files that are quiet', () => {
  it('have been the same for long enough; a change begins anew', () => {
    const files = new QuietFiles(10);
    const look = (state: string, now: number) => files.look({ path: '/a', state }, now);
    expect(look('1', 100)).toBe(false);
    expect(look('1', 109)).toBe(false);
    expect(look('2', 110)).toBe(false);
    expect(look('2', 119)).toBe(false);
    expect(look('2', 120)).toBe(true);
    expect(files.paths).toEqual(['/a']);
    files.disturb('/a', 125);
    expect(look('2', 134)).toBe(false);
    expect(look('2', 135)).toBe(true);
    files.forget('/a');
    files.disturb('/a', 140);
    expect(files.size).toBe(0);
    expect(look('2', 200)).toBe(false);
  });
});

describe('the ledger', () => {
  const line = (n: number) => `${n}:5:7 ${'0'.repeat(31)}${n % 10}`;
  const identity = (n: number) => ({ onDisk: `${n}:5:7`, byName: `${'0'.repeat(31)}${n % 10}` });

  it('remembers a file by its place on the disk and by its name, over restarts', async () => {
    await using folder = await tempDir();
    const ledger = await WatchLedger.open(folder.path);
    await ledger.add(identity(1));
    await ledger.close();
    const again = await WatchLedger.open(folder.path);
    expect(again.has(identity(1))).toBe(true);
    expect(again.has({ onDisk: '99:5:7', byName: identity(1).byName })).toBe(true);
    expect(again.has({ onDisk: '1:5:7', byName: 'f'.repeat(32) })).toBe(true);
    expect(again.has(identity(2))).toBe(false);
    await again.close();
  });

  it('loses one file to a line that was torn, and none that comes after it', async () => {
    await using folder = await tempDir();
    const file = path.join(folder.path, 'watched.log');
    await writeFile(file, `${line(1)}\nrubbish\n${line(2)}\n${line(3).slice(0, 20)}`);
    const ledger = await WatchLedger.open(folder.path);
    await ledger.add(identity(4));
    await ledger.close();
    expect(await readFile(file, 'utf8')).toBe([1, 2, 4].map((n) => `${line(n)}\n`).join(''));
  });

  it('knows a file that was renamed, and one that was changed as another', async () => {
    await using folder = await tempDir();
    const file = path.join(folder.path, 'a.tar');
    await writeFile(file, 'layer');
    const before = await stat(file, { bigint: true });
    const first = identityOf(file, before);
    expect(identityOf('/elsewhere', before).onDisk).toBe(first.onDisk);
    await utimes(file, 1, 2);
    const changed = identityOf(file, await stat(file, { bigint: true }));
    expect(changed.onDisk).not.toBe(first.onDisk);
    expect(changed.byName).not.toBe(first.byName);
  });
});

describe.runIf(process.platform === 'linux')('files that a process has open', () => {
  it('count when it may write to them, and not when it reads', async () => {
    await using folder = await tempDir();
    const handles: FileHandle[] = [];
    const opened = async (name: string, flags: string): Promise<string> => {
      const file = path.join(folder.path, name);
      await writeFile(file, 'x');
      handles.push(await open(file, flags));
      return file;
    };
    const [read, write, append, both] = [
      await opened('r', 'r'),
      await opened('w', 'w'),
      await opened('a', 'a'),
      await opened('b', 'r+'),
    ];
    try {
      expect(await openForWriting(new Set([read, write, append, both]))).toEqual(new Set([write, append, both]));
      expect(await openForWriting(new Set([read]))).toEqual(new Set());
    } finally {
      for (const handle of handles) await handle.close();
    }
    expect(await openForWriting(new Set([write]))).toEqual(new Set());
  });
});
