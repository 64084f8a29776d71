import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../electron/cli/exitCodes.ts';
import { progressLine } from '../../electron/cli/output/progressLine.ts';
import { runCli } from '../support/cli.ts';
import { tempDir } from '../support/tempDir.ts';

const ID = '7d3c1d6e-5f0a-4b6e-9a53-0f6f2b1c8e77';

describe('a command line that is not understood', () => {
  it.each([
    ['an unknown command', ['frobnicate'], 'there is no command “frobnicate”', 'layerlift --help'],
    ['an unknown option', ['list', '--store', 's', '--all'], '--all', 'layerlift list --help'],
    ['a switch with a value', ['list', '--store', 's', '--json=1'], '--json', 'layerlift list --help'],
    ['a missing argument', ['upload', '--store', 's'], 'upload needs FILE', 'layerlift upload --help'],
    ['an argument too many', ['list', 'x', '--store', 's'], '“x”', 'layerlift list --help'],
    ['a missing option', ['upload', 'f', '--store', 's'], 'upload needs --repository', 'layerlift upload --help'],
    ['no store', ['list'], 'give --store DIR or set LAYERLIFT_STORE', 'layerlift list --help'],
    ['a bad name', ['upload', 'f', '--store', 's', '--repository', 'A'], 'Write “a”', 'layerlift upload --help'],
    ['a bad digest', ['verify', 'sha256:12', '--store', 's'], '64 characters', 'layerlift verify --help'],
    ['a bad id', ['cancel', '12', '--store', 's'], 'not the id of an upload', 'layerlift cancel --help'],
    ['no age', ['purge', '--store', 's'], 'purge needs --older-than', 'layerlift purge --help'],
    ['a bad age', ['purge', '--store', 's', '--older-than', '7'], 'write 7d', 'layerlift purge --help'],
  ])('%s: one line with a hint, and 2', async (_, args, problem, hint) => {
    const end = await runCli(args);
    expect(end).toMatchObject({ code: 2, stdout: '' });
    expect(end.stderr).toContain(problem);
    expect(end.stderr).toContain(`Try: ${hint}`);
    expect(end.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('is answered with the help when there is nothing at all', async () => {
    expect(await runCli([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Commands:') });
  });
});

describe('--help', () => {
  it('tells of all commands, with examples and exit codes', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    for (const name of ['upload', 'list', 'layers', 'inspect', 'resume', 'finish', 'cancel', 'verify', 'purge']) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'));
      const own = await runCli([name, '--help']);
      expect(own.code).toBe(0);
      expect(own.stdout).toMatch(
        new RegExp(`Usage: layerlift ${name}.*Options:.*Examples:\n {2}layerlift ${name}`, 's'),
      );
    }
    expect(stdout).toMatch(/Exit codes:\n {2}0 .*130 +paused by a signal/s);
  });
});

describe('a store that is not there', () => {
  it('fails with words on stderr, or with JSON there: stdout is for results', async () => {
    await using dir = await tempDir();
    const args = ['list', '--store', path.join(dir.path, 'none')];
    const words = await runCli(args);
    expect(words).toMatchObject({ code: 1, stdout: '' });
    expect(words.stderr).toContain('Connect its disk');
    const json = await runCli([...args, '--json']);
    expect(json).toMatchObject({ code: 1, stdout: '' });
    expect(JSON.parse(json.stderr)).toMatchObject({ type: 'failed', id: null, code: 'STORE_MISSING' });
  });

  it('is refused by every other command in the same way', async () => {
    await using dir = await tempDir();
    const store = ['--store', path.join(dir.path, 'none')];
    for (const command of [['inspect', ID], ['resume', ID], ['finish', ID], ['cancel', ID], ['verify']]) {
      expect([command, (await runCli([...command, ...store])).code]).toEqual([command, 1]);
    }
    expect((await runCli(['purge', '--older-than', '1d', ...store])).code).toBe(1);
  });
});

describe('exit codes', () => {
  it.each([
    ['DIGEST_MISMATCH', 3],
    ['STORE_LOCKED', 4],
    ['WRITER_LOCKED', 4],
    ['SOURCE_CHANGED', 5],
    ['SOURCE_NOT_FOUND', 5],
    ['SOURCE_DIFFERS', 5],
    ['DISK_FULL', 6],
    ['CANCELLED', 130],
    ['STORAGE_IO', 1],
    ['INTERNAL', 1],
  ] as const)('%s is %i', (code, exitCode) => {
    expect(exitCodeOf(code)).toBe(exitCode);
  });
});

describe('the progress bar', () => {
  const progress = { what: 'Moving', done: 18.6e9, total: 40e9, bytesPerSecond: 412e6, etaMs: 52_000 };

  it('fills with what is done and fits the terminal', () => {
    const line = progressLine(progress, 99);
    expect(line).toBe(`Moving  [${'='.repeat(13)}${' '.repeat(17)}]  46 %  18.60 of 40.00 GB  412 MB/s  52 s left`);
    for (let columns = 60; columns < 120; columns += 1) {
      expect(progressLine(progress, columns).length).toBeLessThanOrEqual(columns);
    }
  });

  it('is left out where there is no room, or no end in sight', () => {
    expect(progressLine(progress, 40)).toBe('Moving  46 %  18.60 of 40.00 GB  412 MB/s  52 s left');
    expect(progressLine({ ...progress, total: null, bytesPerSecond: null, etaMs: null }, 99)).toBe('Moving  18.6 GB');
  });

  it('is full for an empty layer', () => {
    expect(progressLine({ ...progress, done: 0, total: 0 }, 99)).toContain(`[${'='.repeat(30)}]  100 %`);
  });
});
