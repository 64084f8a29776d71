import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { packageFolder } from '../lib/project.ts';
import { say } from './progress.ts';
import { installedVersion, pinnedVersion, removeRuntime } from './runtimeFolder.ts';

const PROBE_LIMIT_MS = 3_000;
const DOWNLOAD_LIMIT_MS = 600_000;

/** Settings of the electron package that point its download elsewhere; then github.com says nothing about it. */
const DETOURS = [
  'ELECTRON_MIRROR',
  'npm_config_electron_mirror',
  'NPM_CONFIG_ELECTRON_MIRROR',
  'ELECTRON_GET_USE_PROXY',
];

/**
 * Whether the official download answers. The package's installer has no time limit of its own and would wait for ever
 * behind a firewall that drops packets, so one small file of the same release is asked for first.
 */
export async function officialDownloadAnswers(): Promise<boolean> {
  if (DETOURS.some((name) => process.env[name])) return true;
  const sums = `https://github.com/electron/electron/releases/download/v${pinnedVersion()}/SHASUMS256.txt`;
  try {
    const response = await fetch(sums, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return response.ok;
  } catch {
    // Every way to fail has the same meaning here: it does not answer.
    return false;
  }
}

/**
 * Lets the electron package download, verify and unpack its own runtime.
 * @returns undefined when the runtime is in place, otherwise the reason why not.
 */
export function installOfficialRuntime(): string | undefined {
  say(`downloading Electron ${pinnedVersion()}`);
  removeRuntime();
  const installer = path.join(packageFolder('electron'), 'install.js');
  const { status, stderr, error } = spawnSync(process.execPath, [installer], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: DOWNLOAD_LIMIT_MS,
  });
  if (status === 0 && installedVersion() === pinnedVersion()) return undefined;
  const complaint = stderr.split('\n').find((line) => line.includes('Error'));
  return error?.message ?? complaint?.trim() ?? `its installer ended with ${status}`;
}
