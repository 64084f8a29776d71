/**
 * The long run of the tests that draw at random: 300 real kills and 20,000 runs of the model, some ten minutes.
 * `LAYERLIFT_SEED` repeats one. Arguments go to vitest.
 */
import path from 'node:path';
import { packageFolder } from './lib/project.ts';
import { run } from './lib/run.ts';

const LONG = { LAYERLIFT_KILLS: '300', LAYERLIFT_MODEL_RUNS: '20000' };
const TESTS = ['test/engine/crash/kills.test.ts', 'test/engine/model'];

const vitest = path.join(packageFolder('vitest'), 'vitest.mjs');
process.exitCode = await run([process.execPath, vitest, 'run', ...TESTS, ...process.argv.slice(2)], {
  env: { ...LONG, ...process.env },
});
