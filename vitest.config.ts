import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/e2e/**'],
    globalSetup: ['test/support/buildOnce.ts'],
    testTimeout: 30_000,
    // Tests write real files and sync them; two cores saturate quickly.
    maxWorkers: 2,
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: '.reports/vitest.json' },
  },
});
