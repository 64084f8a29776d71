/**
 * Makes this machine able to run the app and its tests: the Electron runtime, then the system packages that it needs.
 * Does nothing, fast and silently, where all is there.
 *
 *   npm run prepare:machine [-- --with-registry]    with docker-registry, which some tests run
 */
import { parseArgs } from 'node:util';
import { ensureElectronRuntime } from './machine/electronRuntime.ts';
import { SetupError } from './machine/setupError.ts';
import { ensureSystemPackages } from './machine/systemPackages.ts';

const { values } = parseArgs({ options: { 'with-registry': { type: 'boolean', default: false } } });

try {
  await ensureElectronRuntime();
  ensureSystemPackages({ registry: values['with-registry'] });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
