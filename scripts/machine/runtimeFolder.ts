import fs from 'node:fs';
import path from 'node:path';
import { packageFolder } from '../lib/project.ts';

/** Where the `electron` package, and everything that starts Electron through it, looks for the runtime. */
export const runtimeFolder = path.join(packageFolder('electron'), 'dist');

const pathFile = path.join(packageFolder('electron'), 'path.txt');

const binaryNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

const binaryName = binaryNames[process.platform] ?? 'electron';

/** The Electron binary, absolute; present once the machine is prepared. */
export const electronBinary = path.join(runtimeFolder, binaryName);

/** The version that package.json asks for; the official runtime has exactly this one. */
export function pinnedVersion(): string {
  const manifest = fs.readFileSync(path.join(packageFolder('electron'), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** The version of the complete runtime that is in place, or undefined when there is none. */
export function installedVersion(): string | undefined {
  if (readIfThere(pathFile) !== binaryName || !fs.existsSync(electronBinary)) return undefined;
  return readIfThere(path.join(runtimeFolder, 'version'))?.trim().replace(/^v/, '');
}

/** Removes the runtime. The path file goes first: without it nobody takes a half-removed folder for a runtime. */
export function removeRuntime(): void {
  fs.rmSync(pathFile, { force: true });
  fs.rmSync(runtimeFolder, { recursive: true, force: true });
}

/** Puts a complete runtime, prepared by `fill` in a temporary folder, in place of whatever is there. */
export async function replaceRuntime(fill: (folder: string) => Promise<void>): Promise<void> {
  const temporary = `${runtimeFolder}.${process.pid}`;
  try {
    await fill(temporary);
    removeRuntime();
    fs.renameSync(temporary, runtimeFolder);
    fs.writeFileSync(pathFile, binaryName);
  } finally {
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
