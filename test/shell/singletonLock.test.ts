import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clearDeadSingletonLock } from '../../electron/singletonLock.ts';
import { tempDir } from '../support/tempDir.ts';

/** The number of a process that has ended and been reaped. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

async function lockedBy(profile: string, target: string): Promise<void> {
  await symlink(target, path.join(profile, 'SingletonLock'));
  await symlink('/nowhere/socket', path.join(profile, 'SingletonSocket'));
  await symlink('123', path.join(profile, 'SingletonCookie'));
}

describe.skipIf(process.platform === 'win32')('the lock of the profile', () => {
  it('has no holder in a new profile, or in none', async () => {
    await using folder = await tempDir();
    expect(clearDeadSingletonLock(folder.path, process.execPath)).toEqual({ kind: 'nobody' });
    expect(clearDeadSingletonLock(path.join(folder.path, 'none'), process.execPath)).toEqual({ kind: 'nobody' });
  });

  it('is removed when its holder is dead, and nothing else is', async () => {
    await using folder = await tempDir();
    const pid = deadPid();
    await lockedBy(folder.path, `${os.hostname()}-${pid}`);
    await writeFile(path.join(folder.path, 'settings.json'), '');
    expect(clearDeadSingletonLock(folder.path, process.execPath)).toEqual({ kind: 'dead', pid });
    expect(await readdir(folder.path)).toEqual(['settings.json']);
  });

  it('is respected while its holder runs', async () => {
    await using folder = await tempDir();
    await lockedBy(folder.path, `${os.hostname()}-${process.pid}`);
    expect(clearDeadSingletonLock(folder.path, process.execPath)).toEqual({ kind: 'alive', pid: process.pid });
    expect(await readdir(folder.path)).toHaveLength(3);
  });

  it.runIf(process.platform === 'linux')('is removed when another program has the number of its holder', async () => {
    await using folder = await tempDir();
    await lockedBy(folder.path, `${os.hostname()}-${process.pid}`);
    expect(clearDeadSingletonLock(folder.path, '/opt/layerlift/layerlift').kind).toBe('dead');
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'goes by the program that really runs under the number, and is dead when that has ended',
    async () => {
      await using folder = await tempDir();
      // Another program has got the number of the app that held the lock.
      const other = spawn('sleep', ['60'], { stdio: 'ignore' });
      await once(other, 'spawn');
      const taken = `${os.hostname()}-${other.pid}`;
      await lockedBy(folder.path, taken);
      expect(clearDeadSingletonLock(folder.path, '/opt/layerlift/layerlift')).toEqual({ kind: 'dead', pid: other.pid });
      await lockedBy(folder.path, taken);
      const sleep = await readlink(`/proc/${other.pid}/exe`);
      expect(clearDeadSingletonLock(folder.path, sleep)).toEqual({ kind: 'alive', pid: other.pid });
      other.kill('SIGKILL');
      await once(other, 'exit');
      expect(clearDeadSingletonLock(folder.path, sleep)).toEqual({ kind: 'dead', pid: other.pid });
      expect(await readdir(folder.path)).toEqual([]);
    },
  );

  it('is respected when it was taken on another computer', async () => {
    await using folder = await tempDir();
    await lockedBy(folder.path, 'other-host-1');
    expect(clearDeadSingletonLock(folder.path, process.execPath)).toEqual({ kind: 'elsewhere', host: 'other-host' });
    expect(await readlink(path.join(folder.path, 'SingletonLock'))).toBe('other-host-1');
  });

  it('is dead when it names no process', async () => {
    await using folder = await tempDir();
    await lockedBy(folder.path, `${os.hostname()}-x`);
    expect(clearDeadSingletonLock(folder.path, process.execPath).kind).toBe('dead');
  });

  it('is nobody’s when it is no link', async () => {
    await using folder = await tempDir();
    await mkdir(path.join(folder.path, 'SingletonLock'));
    expect(clearDeadSingletonLock(folder.path, process.execPath)).toEqual({ kind: 'nobody' });
  });
});
