import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants of the engine meet: fast ones on files in memory and on disk, without processes, threads and
 * the crash explorer, which take minutes and would be run for every mutant.
 */
export default defineConfig({
  test: {
    include: [
      'test/engine/{layers,digest,storage,model}/**/*.test.ts',
      'test/engine/parity/{seedBugs,removedUploads}.test.ts',
    ],
    // It drives the built app's threads, which hold no mutant.
    exclude: ['test/engine/layers/verifyExisting.test.ts'],
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
