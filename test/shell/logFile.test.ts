import fs from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../electron/logFile.ts';
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
});
