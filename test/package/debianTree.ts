import fs from 'node:fs';
import path from 'node:path';
import { capture } from '../../scripts/lib/run.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

/** The ordinary user of the tree. */
export const USER = { name: 'stranger', id: 1000, home: '/home/stranger' } as const;

/** A Debian tree with the required packages and an ordinary user. Whoever made it disposes of it. */
export interface DebianTree extends AsyncDisposable {
  /** The tree's root, absolute. */
  readonly root: string;
  /** An absolute path inside the tree, as it is called outside. */
  at(inside: string): string;
  /** Runs a command inside as root and returns what it printed; any other exit code than 0 throws. */
  run(...command: readonly [string, ...string[]]): string;
}

/** What a program cannot live without; the rest of `/dev` stays outside. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/**
 * Makes a tree of this machine's own release from the mirror that apt uses here. To be called in a mount namespace
 * that ends with the test, because what is mounted into the tree stays.
 */
export async function debianTree(): Promise<DebianTree> {
  const folder: TempDir = await tempDir();
  const root = path.join(folder.path, 'tree');
  const at = (inside: string): string => path.join(root, inside);
  fs.chmodSync(folder.path, 0o755);
  sh('debootstrap', '--variant=minbase', release(), root, mirror());
  sh('mount', '-t', 'proc', 'proc', at('proc'));
  sh('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', at('dev'));
  for (const device of DEVICES) {
    fs.writeFileSync(at(`dev/${device}`), '');
    sh('mount', '--bind', `/dev/${device}`, at(`dev/${device}`));
  }
  fs.mkdirSync(at('dev/shm'));
  sh('mount', '-t', 'tmpfs', '-o', 'mode=1777', 'tmpfs', at('dev/shm'));
  // apt's sources of this machine, because a release alone lacks its security updates.
  fs.rmSync(at('etc/apt/sources.list'), { force: true });
  fs.cpSync('/etc/apt/sources.list.d/debian.sources', at('etc/apt/sources.list.d/debian.sources'));
  const run = (...command: readonly [string, ...string[]]): string =>
    sh('chroot', root, '/usr/bin/env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C.UTF-8', ...command);
  run('apt-get', 'update', '-q');
  run('useradd', '--create-home', '--uid', String(USER.id), '--shell', '/bin/bash', USER.name);
  return {
    root,
    at,
    run,
    [Symbol.asyncDispose]: async () => {
      // The devices first: removing what is mounted from outside would be refused.
      for (const mounted of ['dev/shm', ...DEVICES.map((device) => `dev/${device}`), 'dev', 'proc']) {
        sh('umount', '--lazy', at(mounted));
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Runs a command of this machine; its output, or an error with what it said. */
export function sh(...command: readonly [string, ...string[]]): string {
  const { code, stdout, stderr } = capture(command, { cwd: '/', env: { DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) throw new Error(`"${command.join(' ')}" ended with ${code}:\n${stdout.slice(-2000)}\n${stderr}`);
  return stdout;
}

/** The code name of the release that this machine runs (os-release(5)). */
function release(): string {
  const name = /^VERSION_CODENAME=(\w+)$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1];
  if (name === undefined) throw new Error('/etc/os-release names no release');
  return name;
}

/** Where apt gets Debian's main archive from. */
function mirror(): string {
  const sites = sh(
    'apt-get',
    'indextargets',
    '--format',
    '$(REPO_URI)',
    `Codename: ${release()}`,
    'Created-By: Packages',
  );
  const site = sites.split('\n').find((line) => line.startsWith('http'));
  if (site === undefined) throw new Error('apt names no archive of this release');
  return site;
}
