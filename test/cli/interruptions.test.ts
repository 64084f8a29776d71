import { execFile } from 'node:child_process';
import { appendFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { exitCodeOf } from '../../electron/cli/exitCodes.ts';
import { CLI_SCRIPT, lastOf, runCli, SLOWLY, startCli, startedUpload } from '../support/cli.ts';
import { sourceFile } from '../support/managers.ts';
import { seededBytes } from '../support/seededBytes.ts';
import { tempDir } from '../support/tempDir.ts';

// Every command is a process of its own, and a machine may be busy with others.
vi.setConfig({ testTimeout: 120_000 });

const MIB = 1024 * 1024;
const execute = promisify(execFile);

/** Resumes and expects it to finish; the last event. */
async function resumed(store: string, id: string, ...args: string[]) {
  const end = await runCli(['resume', id, '--store', store, '--json', ...args]);
  expect(end).toMatchObject({ code: 0, stderr: '' });
  const { digest, ...finished } = lastOf(end);
  const verified = await runCli(['verify', String(digest), '--store', store, '--json']);
  expect(verified.json).toMatchObject([{ blobs: 1, corrupt: [], brokenLinks: [] }]);
  return { end, ...finished, rehashedBytes: Number(finished['rehashedBytes']) };
}

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('%s pauses cleanly, and resume hashes nothing again', async (signal) => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id } = await startedUpload(dir.path, store, { mib: 256 });
    await using _ = cli;
    cli.child.kill(signal);
    const end = await cli.ended;
    expect(end).toMatchObject({ code: 130, killedBy: null, stderr: '' });
    expect(end.json.at(-2)).toEqual({ type: 'pausing', id, code: signal });
    expect(lastOf(end)).toEqual({ type: 'paused', id, code: signal, message: expect.any(String) });

    const inspected = JSON.parse((await runCli(['inspect', id, '--store', store, '--json'])).stdout);
    expect(inspected).toMatchObject({ status: 'paused', reason: 'quit', gap: 0, open: false, size: 256 * MIB });
    expect(inspected.offset).toBeLessThan(256 * MIB);
    expect(await resumed(store, id)).toMatchObject({ type: 'finished', size: 256 * MIB, rehashedBytes: 0 });
  });

  it('that comes a second time stops at once, and loses at most the gap', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id } = await startedUpload(dir.path, store, { mib: 256 });
    await using _ = cli;
    // Both wait while the process is stopped, so that the second is there before the first has been dealt with.
    cli.child.kill('SIGSTOP');
    cli.child.kill('SIGINT');
    cli.child.kill('SIGTERM');
    cli.child.kill('SIGCONT');
    const end = await cli.ended;
    expect(end).toMatchObject({ code: 130, killedBy: null });
    expect(lastOf(end)).toMatchObject({ type: 'paused', id, message: expect.stringContaining('Stopped at once') });
    const { rehashedBytes } = await resumed(store, id);
    expect(rehashedBytes).toBeLessThanOrEqual(64 * MIB);
  });

  it('pauses a resume that hashes everything again', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id, file } = await startedUpload(dir.path, store, { mib: 640, after: 250 });
    await using _ = cli;
    cli.child.kill('SIGINT');
    await cli.ended;
    await using again = startCli(['resume', id, '--source', file, '--store', store, '--json'], SLOWLY);
    await again.event(({ type }) => type === 'recovering');
    again.child.kill('SIGINT');
    const end = await again.ended;
    expect([end.code, lastOf(end)['type'], lastOf(end)['code']]).toEqual([130, 'paused', 'SIGINT']);
    expect(await resumed(store, id)).toMatchObject({ rehashedBytes: 0 });
  });

  it('stops a scrub', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const file = await sourceFile(dir.path, 'a.tar', seededBytes(90, 200 * MIB));
    expect((await runCli(['upload', file, '--store', store, '--repository', 'a'])).code).toBe(0);
    await using cli = startCli(['verify', '--store', store]);
    await new Promise((resolve) => cli.child.stderr?.once('data', resolve));
    cli.child.kill('SIGINT');
    expect(await cli.ended).toMatchObject({ code: 130, stdout: '' });
  });
});

describe('a kill', () => {
  it('costs a resume at most 64 MiB of hashing, and says how much', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id } = await startedUpload(dir.path, store, { mib: 640, after: 160 });
    await using _ = cli;
    cli.child.kill('SIGKILL');
    expect(await cli.ended).toMatchObject({ code: null, killedBy: 'SIGKILL' });
    const [left] = JSON.parse((await runCli(['list', '--store', store, '--json'])).stdout);
    expect(left).toMatchObject({ id, status: 'interrupted', open: false, size: 640 * MIB });
    expect(left.offset).toBeGreaterThanOrEqual(160 * MIB);

    const { end, rehashedBytes } = await resumed(store, id);
    expect(rehashedBytes).toBe(left.gap);
    expect(rehashedBytes).toBeLessThanOrEqual(64 * MIB);
    expect(end.json.find(({ type }) => type === 'opened')).toEqual({
      type: 'opened',
      id,
      offset: left.offset,
      rehashedBytes,
      copiedTwice: 0,
    });
  });
});

describe('another process', () => {
  it('that has the store is 4, for whoever would write; looking goes on', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id } = await startedUpload(dir.path, store, { after: 1 });
    await using _ = cli;
    // Stopped, it keeps its locks and stays where it is, however long the rest takes.
    cli.child.kill('SIGSTOP');
    const other = await sourceFile(dir.path, 'b.tar', seededBytes(91, 10));
    const at = ['--store', store];
    for (const command of [
      ['upload', other, '--repository', 'b'],
      ['resume', id],
      ['finish', id],
      ['cancel', id],
      ['purge', '--older-than', '1d'],
    ]) {
      const end = await runCli([...command, ...at]);
      expect([command[0], end.code]).toEqual([command[0], 4]);
      expect(end.stderr).toContain('Close it first');
    }
    const [listed] = JSON.parse((await runCli(['list', ...at, '--json'])).stdout);
    expect(listed).toMatchObject({ id, status: 'moving', open: true });
    expect((await runCli(['list', ...at])).stdout).toContain(`${id}  moving`);
    const inspected = JSON.parse((await runCli(['inspect', id, ...at, '--json'])).stdout);
    expect(inspected).toMatchObject({ id, status: 'moving', open: true });
    expect((await runCli(['verify', ...at])).code).toBe(0);
    const purged = JSON.parse((await runCli(['purge', '--older-than', '0s', '--dry-run', ...at, '--json'])).stdout);
    expect(purged).toMatchObject({ removed: 0, uploads: [{ id, outcome: 'open' }] });
  });
});

describe('a source', () => {
  it('that changed is 5, until the original is named', async () => {
    await using dir = await tempDir();
    const store = path.join(dir.path, 'store');
    const { cli, id, file } = await startedUpload(dir.path, store, { mib: 400 });
    await using _ = cli;
    cli.child.kill('SIGINT');
    await cli.ended;
    const original = path.join(dir.path, 'original.tar');
    await execute('cp', ['--sparse=always', file, original]);
    await appendFile(file, 'x');
    const changed = await runCli(['resume', id, '--store', store, '--json']);
    expect(changed.code).toBe(5);
    expect(lastOf(changed)).toMatchObject({ type: 'paused', id, code: 'SOURCE_CHANGED' });
    expect(lastOf(changed)['message']).toContain('--source FILE');
    await rm(file);
    const gone = await runCli(['resume', id, '--store', store, '--json']);
    expect([gone.code, lastOf(gone)['code']]).toEqual([5, 'SOURCE_NOT_FOUND']);
    const stranger = await sourceFile(dir.path, 'stranger.tar', seededBytes(92, 400 * MIB));
    const differs = await runCli(['resume', id, '--source', stranger, '--store', store, '--json']);
    expect([differs.code, lastOf(differs)['code']]).toEqual([5, 'SOURCE_DIFFERS']);
    await rename(original, file);
    expect(await resumed(store, id, '--source', file)).toMatchObject({ type: 'finished', size: 400 * MIB });
  });
});

describe('a full disk', () => {
  /** A small tmpfs in a mount namespace of its own, which ends with the shell. */
  const inSmallDisk = (folder: string, script: string) =>
    execute('unshare', [
      ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
      '--mount',
      'sh',
      '-c',
      `mount -t tmpfs -o size=48m disk ${folder} && ${script}`,
    ]);

  it('is 6, keeps every byte, and goes on when there is room again', async () => {
    await using dir = await tempDir();
    const disk = path.join(dir.path, 'disk');
    await execute('mkdir', [disk]);
    const mayMount = await inSmallDisk(disk, 'true').then(
      () => true,
      () => false,
    );
    if (!mayMount) {
      console.warn('No small disk can be mounted here: only the exit code is tested.');
      expect(exitCodeOf('DISK_FULL')).toBe(6);
      return;
    }
    const file = await sourceFile(dir.path, 'a.tar', seededBytes(93, 24 * MIB));
    const layerlift = `"${process.execPath}" "${CLI_SCRIPT}"`;
    const { stdout } = await inSmallDisk(
      disk,
      `head -c ${36 * MIB} /dev/zero > ${disk}/filler
       ${layerlift} upload ${file} --store ${disk}/store --repository a --json; echo "code $?"
       ${layerlift} list --store ${disk}/store --json
       id=$(${layerlift} list --store ${disk}/store | tail -n 1 | cut -d ' ' -f 1)
       rm ${disk}/filler
       ${layerlift} resume $id --store ${disk}/store --json; echo "code $?"
       ${layerlift} verify --store ${disk}/store; echo "code $?"`,
    );
    const lines = stdout.trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('code'))).toEqual(['code 6', 'code 0', 'code 0']);
    const ends = lines.filter((line) => /^{"type":"(paused|finished)"/.test(line)).map((line) => JSON.parse(line));
    expect(ends).toMatchObject([
      { type: 'paused', code: 'DISK_FULL', message: expect.stringContaining('Nothing is lost') },
      { type: 'finished', size: 24 * MIB },
    ]);
    const [listed] = JSON.parse(lines.find((line) => line.startsWith('[')) ?? '[]');
    expect(listed.offset).toBeGreaterThan(8 * MIB);
    expect(ends[1].rehashedBytes).toBeLessThanOrEqual(listed.offset);
  });
});
