import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../electron/logFile.ts';
import { formatLogEntry, parseLog } from '../../shared/logEntry.ts';
import { tempDir } from '../support/tempDir.ts';

const AT = Date.UTC(2026, 10, 24, 13, 0, 0, 7);

describe('an entry of the log', () => {
  it('is read as it was written, however many lines it has', () => {
    const entries = [
      { at: AT, text: 'started' },
      { at: AT + 1, text: 'failed: a\n  because: b\n2026-11-24T13:00:00.000Z not an entry' },
      { at: AT + 2, text: '' },
    ];
    expect(parseLog(entries.map(formatLogEntry).join(''))).toEqual(entries);
  });

  it('is left out where a file begins in its middle or its time is none', () => {
    const torn = `  because: x\n2026-99-99T99:99:99.999Z no time\n${formatLogEntry({ at: AT, text: 'whole' })}`;
    expect(parseLog(torn)).toEqual([{ at: AT, text: 'whole' }]);
  });
});

describe('the log file', () => {
  it('keeps what is added, in order, and across starts', async () => {
    await using dir = await tempDir();
    const folder = path.join(dir.path, 'logs');
    const first = new LogFile(folder, { now: () => AT });
    first.add('one');
    first.add('two');
    await first.settled();
    const second = new LogFile(folder, { now: () => AT + 5 });
    second.add('three');
    expect(await second.read()).toEqual([
      { at: AT, text: 'one' },
      { at: AT, text: 'two' },
      { at: AT + 5, text: 'three' },
    ]);
  });

  it('begins a new file when one is full: few files of bounded size', async () => {
    await using dir = await tempDir();
    const file = new LogFile(dir.path, { now: () => AT, sizeMax: 200 });
    for (let n = 0; n < 60; n += 1) {
      file.add(`entry number ${n}`);
      await file.settled();
    }
    const names = (await readdir(dir.path)).sort();
    expect(names).toEqual(['layerlift.1.log', 'layerlift.2.log', 'layerlift.3.log', 'layerlift.log']);
    const entries = await file.read();
    expect(entries.at(-1)?.text).toBe('entry number 59');
    const numbers = entries.map(({ text }) => Number(text.slice('entry number '.length)));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(numbers.length).toBeLessThan(40);
  });

  it('writes what waits at once when the process ends, and exports everything under its head', async () => {
    await using dir = await tempDir();
    const file = new LogFile(path.join(dir.path, 'logs'), { now: () => AT });
    file.add('last words');
    file.settleNow();
    expect(await readFile(path.join(dir.path, 'logs', 'layerlift.log'), 'utf8')).toContain('last words');
    const target = path.join(dir.path, 'saved.txt');
    await file.exportTo(target, 'Layerlift 1');
    expect(await readFile(target, 'utf8')).toBe(`Layerlift 1\n\n${formatLogEntry({ at: AT, text: 'last words' })}`);
  });

  it('stops nothing where it cannot write', async () => {
    await using dir = await tempDir();
    await writeFile(path.join(dir.path, 'logs'), 'a file in the way');
    const file = new LogFile(path.join(dir.path, 'logs'));
    file.add('lost');
    await file.settled();
    file.add('lost too');
    file.settleNow();
    expect(await file.read()).toEqual([]);
  });

  it('is for its owner only, and names no home', async () => {
    await using dir = await tempDir();
    const folder = path.join(dir.path, 'logs');
    const file = new LogFile(folder, { now: () => AT, home: '/home/somebody' });
    file.add('cannot open /home/somebody/secret.tar');
    expect(await file.read()).toEqual([{ at: AT, text: 'cannot open ~/secret.tar' }]);
    expect((await stat(path.join(folder, 'layerlift.log'))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('drops what comes faster than the disk takes it, and says how much', async () => {
    await using dir = await tempDir();
    const file = new LogFile(dir.path, { now: () => AT, sizeMax: 10_000_000 });
    for (let n = 0; n < 20_000; n += 1) file.add(`entry number ${n}`);
    const entries = await file.read();
    expect(entries.length).toBeLessThan(10_000);
    expect(entries.at(-1)?.text).toBe(`… ${20_001 - entries.length} more, which nobody had time to write`);
  });

  it('goes on after a full disk or a folder that was away', async () => {
    await using dir = await tempDir();
    const folder = path.join(dir.path, 'logs');
    await writeFile(folder, '');
    const file = new LogFile(folder, { now: () => AT });
    file.add('lost');
    await file.settled();
    await rm(folder);
    await mkdir(folder);
    file.add('kept');
    expect(await file.read()).toEqual([{ at: AT, text: 'kept' }]);
  });
});
