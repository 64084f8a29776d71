/**
 * `npm run test:coverage`: how much of the engine its tests run, by lines and branches, into `.reports/coverage`; fails
 * under the thresholds of `vitest.config.ts`. Takes as long as those tests. Arguments are files of tests; all that
 * run the engine without.
 */
import path from 'node:path';
import { packageFolder } from './lib/project.ts';
import { run } from './lib/run.ts';
import { findSandbox, inSandbox } from './lib/sandbox.ts';

/** The engine's own, those that meet it with what others may have written, and its users in the same process. */
const TESTS = ['test/engine', 'test/fuzz', 'test/cli', 'test/ipc', 'test/shell'];

const wanted = process.argv.slice(2);
const vitest = path.join(packageFolder('vitest'), 'vitest.mjs');
process.exitCode = await run(
  inSandbox(findSandbox(), [process.execPath, vitest, 'run', '--coverage', ...(wanted.length === 0 ? TESTS : wanted)]),
);
