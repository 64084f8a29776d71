import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants of the engine meet: fast ones on files in memory and on disk, without processes, threads and
 * the crash explorer, which take minutes and would be run for every mutant. What they draw at random is fixed, so that
 * a mutant's fate is the same twice, and so are the titles by which the mutation runner finds them again.
 */
export default defineConfig({
  test: {
    include: [
      'test/engine/{layers,digest,storage,model}/**/*.test.ts',
      'test/engine/parity/{seedBugs,seedEnds,referenceStates,removedUploads}.test.ts',
      'test/engine/maintenance/*.test.ts',
      'test/engine/uploads/inspectDetails.test.ts',
    ],
    env: { LAYERLIFT_MUTATING: '1', LAYERLIFT_SEED: '1', LAYERLIFT_MODEL_RUNS: '60' },
    // One thread for all files: importing the engine anew for each would take longer than its tests.
    isolate: false,
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
