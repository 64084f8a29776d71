/**
 * Packages the app into `release/`.
 *
 *   npm run dist                  for people; on the official Electron runtime of exactly the pinned version
 *   npm run dist:test [-- DIR]    for tests: unpacked, on whatever runtime this machine has, into `release/test` or DIR
 *
 * What `dist:test` makes is never shipped: the fallback runtime is not the official one.
 */
import path from 'node:path';
import { build } from './lib/build.ts';
import { inProject, packageFolder } from './lib/project.ts';
import { run } from './lib/run.ts';
import { installedVersion, runtimeFolder } from './machine/runtimeFolder.ts';

const [mode, folder] = process.argv.slice(2);
process.exitCode = await dist(mode === '--test' ? forTests(path.resolve(folder ?? 'release/test')) : []);

/** @param args null when there is nothing to package with. */
async function dist(args: readonly string[] | null): Promise<number> {
  if (args === null) return 1;
  const built = await build();
  if (built !== 0) return built;
  const builder = path.join(packageFolder('electron-builder'), 'cli.js');
  return await run([process.execPath, builder, '--publish', 'never', ...args], { cwd: inProject() });
}

function forTests(output: string): readonly string[] | null {
  const version = installedVersion();
  if (version === undefined) {
    process.stderr.write('There is no Electron runtime yet: run `npm run prepare:machine` first.\n');
    return null;
  }
  // With a runtime at hand electron-builder downloads none.
  const runtime = [`-c.electronDist=${runtimeFolder}`, `-c.electronVersion=${version}`];
  return ['--dir', `-c.directories.output=${output}`, ...runtime];
}
