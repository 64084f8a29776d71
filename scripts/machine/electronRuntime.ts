import { FALLBACK_VERSION } from './fallbackVersion.ts';
import { installOfficialRuntime, officialDownloadAnswers } from './officialRuntime.ts';
import { say } from './progress.ts';
import { installedVersion, pinnedVersion } from './runtimeFolder.ts';
import { SetupError } from './setupError.ts';

const CHOICES = ['auto', 'official', 'fallback'] as const;
type Choice = (typeof CHOICES)[number];

/**
 * Sees to it that `node_modules/electron` has a runtime: the official one where it can be had, otherwise (on 64-bit
 * x86 Linux) the pinned fallback. `ELECTRON_RUNTIME` narrows the choice to `official` or `fallback`.
 * @throws SetupError when there is no way to get one.
 */
export async function ensureElectronRuntime(): Promise<void> {
  const choice = chosen();
  if (isGoodEnough(choice, installedVersion())) return;
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  let reason = `ELECTRON_RUNTIME is ${choice}`;
  if (choice !== 'fallback') {
    // Without an alternative there is nothing to decide, and the installer may have its download in a cache.
    const worthTrying = choice === 'official' || !hasFallback || (await officialDownloadAnswers());
    const failure = worthTrying ? installOfficialRuntime() : 'github.com does not answer';
    if (failure === undefined) return;
    reason = `the official Electron runtime cannot be downloaded (${failure})`;
    say(reason);
  }
  if (choice === 'official' || !hasFallback) {
    throw new SetupError(
      `No Electron runtime for ${process.platform}-${process.arch}: ${reason}. Set ELECTRON_MIRROR to a server that ` +
        'has the Electron releases, or run again when github.com can be reached.',
    );
  }
  // Loaded only when needed: a prepared machine should not wait for its libraries.
  const { installFallbackRuntime } = await import('./fallbackRuntime.ts');
  await installFallbackRuntime();
}

function chosen(): Choice {
  const wish = process.env['ELECTRON_RUNTIME'] || 'auto';
  const choice = CHOICES.find((known) => known === wish);
  if (choice === undefined) throw new SetupError(`ELECTRON_RUNTIME is "${wish}"; it can be ${CHOICES.join(', ')}.`);
  return choice;
}

function isGoodEnough(choice: Choice, version: string | undefined): boolean {
  if (choice === 'official') return version === pinnedVersion();
  if (choice === 'fallback') return version === FALLBACK_VERSION;
  return version === pinnedVersion() || version === FALLBACK_VERSION;
}
