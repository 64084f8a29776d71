import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../electron/logFile.ts';
import { formatLogEntry, parseLog } from '../../shared/logEntry.ts';
import { tempDir } from '../support/tempDir.ts';

describe('the log on disk', () => {
  it('holds every line with its time, for its owner only, and no home', async () => {
    await using folder = await tempDir();
    const at = path.join(folder.path, 'logs');
    const log = new LogFile({ folder: at, home: '/home/somebody' });
    log.write('cannot open /home/somebody/secret.tar');
    log.write('second');
    await log.settled();
    const text = await fs.readFile(path.join(at, 'layerlift.log'), 'utf8');
    expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z cannot open ~\/secret\.tar\n\d{4}-.+ second\n$/);
    expect((await fs.stat(path.join(at, 'layerlift.log'))).mode & 0o777).toBe(0o600);
    expect((await fs.stat(at)).mode & 0o777).toBe(0o700);
  });

  it('rotates: few files of bounded size, the newest lines in them', async () => {
    await using folder = await tempDir();
    const log = new LogFile({ folder: folder.path, home: '', fileBytes: 2000 });
    for (let at = 0; at < 200; at += 1) {
      log.write(`line ${at} ${'x'.repeat(50)}`);
      await log.settled();
    }
    const names = (await fs.readdir(folder.path)).sort();
    expect(names).toEqual(['layerlift.1.log', 'layerlift.2.log', 'layerlift.3.log', 'layerlift.log']);
    for (const name of names) expect((await fs.stat(path.join(folder.path, name))).size).toBeLessThanOrEqual(2000);
    expect(await fs.readFile(path.join(folder.path, 'layerlift.log'), 'utf8')).toContain('line 199 ');
  });

  it('drops what comes faster than the disk takes it, and says how much', async () => {
    await using folder = await tempDir();
    const log = new LogFile({ folder: folder.path, home: '', fileBytes: 10_000_000 });
    for (let at = 0; at < 5000; at += 1) log.write(`line ${at}`);
    await log.settled();
    const lines = (await fs.readFile(path.join(folder.path, 'layerlift.log'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(2100);
    expect(lines.join('\n')).toMatch(/… \d+ lines more/);
  });

  it('never fails, whatever lies where it should be', async () => {
    await using folder = await tempDir();
    const blocked = path.join(folder.path, 'file');
    await fs.writeFile(blocked, '');
    const log = new LogFile({ folder: blocked, home: '' });
    log.write('nowhere');
    await expect(log.settled()).resolves.toBeUndefined();
    expect(await fs.readFile(blocked, 'utf8')).toBe('');
  });

  it('is read back entry by entry, across files, and exported under its head', async () => {
    await using folder = await tempDir();
    const log = new LogFile({ folder: path.join(folder.path, 'logs'), home: '/home/somebody', fileBytes: 300 });
    for (let at = 0; at < 8; at += 1) {
      log.write(`entry ${at} of /home/somebody\n  because: x`);
      await log.settled();
    }
    const entries = await log.read();
    expect(entries.map(({ text }) => text)).toEqual(
      Array.from({ length: 8 }, (_, at) => `entry ${at} of ~\n  because: x`),
    );
    const target = path.join(folder.path, 'saved.txt');
    await log.exportTo(target, 'Layerlift 1');
    expect(await fs.readFile(target, 'utf8')).toMatch(/^Layerlift 1\n\n[\s\S]*entry 0 [\s\S]*entry 7 /);
  });

  it('writes what waits at once when the process ends', async () => {
    await using folder = await tempDir();
    const log = new LogFile({ folder: folder.path, home: '' });
    log.write('first');
    await log.settled();
    log.write('last words');
    log.settleNow();
    expect(await fs.readFile(path.join(folder.path, 'layerlift.log'), 'utf8')).toMatch(/first\n.*last words\n$/);
  });
});

describe('an entry of the log', () => {
  const AT = Date.UTC(2026, 10, 24, 13, 0, 0, 7);

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
