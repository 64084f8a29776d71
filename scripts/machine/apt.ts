import fs from 'node:fs';
import { type Command, capture } from '../lib/run.ts';
import { hasProgram } from '../lib/surroundings.ts';
import { SetupError } from './setupError.ts';

/** Asked by Debian's maintainer scripts before they start a service; 101 means "do not". See invoke-rc.d(8). */
const POLICY_FILE = '/usr/sbin/policy-rc.d';
const POLICY = '#!/bin/sh\nexit 101\n';

/** Fetches the lists of available packages. */
export function refreshPackageLists(): void {
  apt(['apt-get', 'update', '-q']);
}

/**
 * Chooses one name for each package: the first that the lists know, or the last when they know none (empty lists, for
 * instance), so that apt's own message names it.
 */
export function knownNames(
  packages: readonly (readonly [string, ...string[]])[],
  isKnown: (name: string) => boolean = isInLists,
): string[] {
  return packages.map((names) => names.find(isKnown) ?? names.at(-1) ?? names[0]);
}

/** Installs packages without their recommendations, and without starting a service that one of them brings. */
export function installPackages(names: readonly string[]): void {
  withServicesHeldBack(() => {
    apt(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...names]);
  });
  if (names.includes('docker-registry') && hasProgram('systemctl')) {
    // Held back now is not enough: it would start at the next boot.
    apt(['systemctl', 'disable', 'docker-registry.service']);
  }
}

function isInLists(name: string): boolean {
  const { code, stdout } = capture(['apt-cache', 'show', '--no-all-versions', name]);
  return code === 0 && stdout.includes(`Package: ${name}\n`);
}

function withServicesHeldBack(work: () => void): void {
  if (fs.existsSync(POLICY_FILE)) {
    // Somebody decided about services on this machine already (container images do); that decision stays.
    work();
    return;
  }
  fs.writeFileSync(POLICY_FILE, POLICY, { mode: 0o755, flag: 'wx' });
  try {
    work();
  } finally {
    fs.rmSync(POLICY_FILE);
  }
}

function apt(command: Command): void {
  const { code, stdout, stderr } = capture(command, {
    cwd: '/',
    env: { DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  });
  if (code === 0) return;
  const lastLines = `${stdout}\n${stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new SetupError(`"${command.join(' ')}" ended with ${code}:\n${lastLines}`);
}
