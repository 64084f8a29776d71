import { defineConfig } from '@playwright/test';

/** One way through one installed package, in order; each step builds on the one before. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.pkg.ts',
  outputDir: '../../test-results/package',
  workers: 1,
  retries: 0,
  timeout: 300_000,
  reporter: [['list']],
});
