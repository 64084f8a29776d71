import fs from 'node:fs';
import path from 'node:path';
import { repeat } from '../harness/inTurn.ts';
import type { Scenario } from '../harness/scenario.ts';
import { startApp } from '../support/driving.ts';

/** From the start of the process to a window that takes a click, on an empty store. Includes what drives the app. */
export const startup: Scenario = {
  name: 'startup',
  drivesApp: true,
  metrics: [{ id: 'startup.ms', unit: 'ms', goal: null }],
  run: async ({ rounds, folder }) => {
    const start = async (): Promise<number> => {
      const startedAt = performance.now();
      await using app = await startApp(fs.mkdtempSync(path.join(folder, 'app-')));
      await app.page.locator('main button').first().click({ trial: true });
      return performance.now() - startedAt;
    };
    return { 'startup.ms': await repeat(start, rounds) };
  },
};
