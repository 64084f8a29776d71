import fs from 'node:fs';
import path from 'node:path';
import { inProject, packageFolder } from './project.ts';
import { run } from './run.ts';

/** The entry points of the three bundles; without all of them there is nothing to build yet. */
const ENTRIES = [
  'electron/entry.ts',
  'electron/worker/contentsWorker.ts',
  'electron/worker/transferWorker.ts',
  'electron/worker/catalogWorker.ts',
  'electron/preload.ts',
  'renderer/index.html',
];

const SOURCES = ['shared', 'electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json'];

/** What a complete build leaves behind. */
const RESULTS = [
  'out/main/entry.js',
  'out/main/contentsWorker.js',
  'out/main/transferWorker.js',
  'out/main/catalogWorker.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** Whether the sources of an app that can be built are there. */
export function isBuildable(): boolean {
  return ENTRIES.every((entry) => fs.existsSync(inProject(entry)));
}

/** Whether `out/` is complete and no source, nor a folder of sources, has changed since. */
export function isBuilt(): boolean {
  const built = RESULTS.map((file) => fs.statSync(inProject(file), { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.min(...built) > Math.max(...SOURCES.map((source) => newest(inProject(source))));
}

/** Builds the app into `out/`, as it would be shipped. Returns the builder's exit code. */
export function build(): Promise<number> {
  const builder = path.join(packageFolder('electron-vite'), 'bin', 'electron-vite.js');
  return run([process.execPath, builder, 'build', '--logLevel', 'warn'], {
    // A test runner's NODE_ENV would put React's development build into the bundle.
    env: { NODE_ENV: 'production', NODE_OPTIONS: undefined, VITEST: undefined },
  });
}

/** The newest modification time at or below a path, in ms; a folder's own time tells of removed files. */
function newest(at: string): number {
  const stat = fs.statSync(at, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...fs.readdirSync(at).map((name) => newest(path.join(at, name))));
}
