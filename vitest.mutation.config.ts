import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants of a folder of the engine meet: fast ones on files in memory and on disk, without processes,
 * threads and the crash explorer, which take minutes and would be run for every mutant. A folder has to be held by
 * tests of its own: those of `layers` use all the others, and would make each mutant there cost as much.
 */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  digest: ['test/engine/digest/**/*.test.ts'],
  storage: ['test/engine/storage/**/*.test.ts'],
  layers: [
    'test/engine/{layers,model,maintenance}/**/*.test.ts',
    'test/engine/parity/{seedBugs,seedEnds,referenceStates,removedUploads}.test.ts',
    'test/engine/uploads/inspectDetails.test.ts',
  ],
};

/** Given by `scripts/mutation.ts`. */
const folder = process.env['LAYERLIFT_MUTATING'] ?? '';

export default defineConfig({
  test: {
    include: [...(TESTS[folder] ?? Object.values(TESTS).flat())],
    // What is drawn at random is fixed, so that a mutant's fate is the same twice, and so are the titles by which the
    // mutation runner finds tests again.
    env: { LAYERLIFT_MUTATING: folder, LAYERLIFT_SEED: '1', LAYERLIFT_MODEL_RUNS: '60' },
    // One thread for all files: importing the engine anew for each would take longer than its tests.
    isolate: false,
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
