import { hasProgram, isRoot } from '../lib/surroundings.ts';
import { installPackages, knownNames, refreshPackageLists } from './apt.ts';
import { say } from './progress.ts';
import { SetupError } from './setupError.ts';
import { missingNeeds, type Need, type Program } from './systemNeeds.ts';

/**
 * Sees to it that the operating system has what Electron and a display for it need, and the programs asked for. Installs
 * with apt where it may.
 * @throws SetupError with the one command to run where it may not, or when something is still missing afterwards.
 */
export function ensureSystemPackages(programs: readonly Program[]): void {
  const needs = missingNeeds(programs);
  if (needs.length === 0) return;
  if (!hasProgram('apt-get')) {
    throw new SetupError(
      `This machine lacks: ${inWords(needs)}. Install them with its package manager (GTK 3, NSS, ALSA, GBM, Xvfb, ` +
        'xauth; docker-registry for the tests) and run again.',
    );
  }
  if (!isRoot())
    throw new SetupError(`This machine lacks: ${inWords(needs)}. Run this, then try again:\n  ${oneCommand(needs)}`);
  say('updating the package lists');
  refreshPackageLists();
  const names = knownNames(needs.flatMap((need) => need.packages));
  say(`installing ${names.join(' ')}`);
  installPackages(names);
  const left = missingNeeds(programs);
  if (left.length > 0)
    throw new SetupError(`After installing ${names.join(' ')} this machine still lacks: ${inWords(left)}.`);
}

function inWords(needs: readonly Need[]): string {
  return needs.map((need) => need.what).join(', ');
}

/** The command for a person who may become root, with the service that docker-registry would start kept off. */
function oneCommand(needs: readonly Need[]): string {
  const names = knownNames(needs.flatMap((need) => need.packages));
  const install = `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
  const keepOff = names.includes('docker-registry') ? ' && systemctl disable --now docker-registry' : '';
  return `sudo sh -c '${install}${keepOff}'`;
}
