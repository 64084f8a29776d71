import { defineConfig } from '@playwright/test';

/** End-to-end tests drive the real app, one at a time: each owns its store, its profile and the display's focus. */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/references/{arg}{ext}',
  // A reference that is missing is a failure; CONTRIBUTING.md says how to make it.
  updateSnapshots: 'none',
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: '.reports/playwright.json' }]],
});
