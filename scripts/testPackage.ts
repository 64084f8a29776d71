/**
 * Proves the packages as a stranger gets them: makes the deb and the rpm, installs each in a Debian tree that has nothing
 * but what they ask for, and lets an ordinary user work with it there; the AppImage runs as it is. Takes some minutes;
 * needs root, debootstrap, rpmbuild, mksquashfs and the Debian mirror that apt uses.
 *
 *   npm run test:package [-- PLAYWRIGHT ARGUMENTS]
 */
import path from 'node:path';
import { withDisplay } from './lib/display.ts';
import { inProject, packageFolder } from './lib/project.ts';
import { run } from './lib/run.ts';
import { hasProgram, isRoot } from './lib/surroundings.ts';

/** Namespaces of its own: what is mounted and started in them ends with them, whatever happens. */
const APART = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc'];

const PROGRAMS = ['debootstrap', 'rpmbuild', 'mksquashfs'];

process.exitCode = await main();

async function main(): Promise<number> {
  if (process.platform !== 'linux' || !isRoot() || !PROGRAMS.every(hasProgram)) {
    process.stderr.write('This needs Linux, root, and some tools (apt-get install debootstrap rpm squashfs-tools).\n');
    return 1;
  }
  const playwright = path.join(packageFolder('@playwright/test'), 'cli.js');
  const config = inProject('test/package/playwright.config.ts');
  const test = [process.execPath, playwright, 'test', '--config', config, ...process.argv.slice(2)];
  return await withDisplay(({ env }) => run(['unshare', ...APART, ...test], { env }));
}
