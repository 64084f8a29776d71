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
    // `npm run test:coverage`. What runs in threads and processes of its own is not seen: those run the built app.
    coverage: {
      provider: 'v8',
      include: ['electron/engine/**/*.ts'],
      exclude: ['**/*.d.ts'],
      reporter: ['text', 'html', 'json', 'json-summary'],
      reportsDirectory: '.reports/coverage',
      reportOnFailure: true,
      thresholds: { lines: 95, branches: 90 },
    },
  },
});
