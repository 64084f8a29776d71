/**
 * Makes this machine able to run the app and its tests: the Electron runtime, then the system packages that it needs.
 * Does nothing, fast and silently, where all is there.
 *
 *   npm run prepare:machine [-- --with-registry]    with docker-registry and the strange disks that some tests run on
 *   npm run prepare:machine [-- --with-peers]       with that and skopeo, beside which the benchmark measures
 */
import { parseArgs } from 'node:util';
import { ensureElectronRuntime } from './machine/electronRuntime.ts';
import { SetupError } from './machine/setupError.ts';
import type { Program } from './machine/systemNeeds.ts';
import { ensureSystemPackages } from './machine/systemPackages.ts';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { 'with-registry': flag, 'with-peers': flag } });
const programs: Program[] = [];
if (values['with-registry'] || values['with-peers']) programs.push('docker-registry', 'mkfs.xfs', 'bindfs');
if (values['with-peers']) programs.push('skopeo');

try {
  await ensureElectronRuntime();
  ensureSystemPackages(programs);
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
