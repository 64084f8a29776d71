import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from '@playwright/test';
import { appEnvironment, launchApp, sandboxWorks } from '../../support/app.ts';
import { inTurn } from '../harness/inTurn.ts';
import type { Scenario } from '../harness/scenario.ts';
import { ratios } from '../harness/statistics.ts';

const BARE_APP = fileURLToPath(new URL('../support/bareApp', import.meta.url));

/**
 * From the start of the process to a window that takes a click, on an empty store, beside a window that only says
 * hello. Both include what drives the app.
 */
export const startup: Scenario = {
  name: 'startup',
  drivesApp: true,
  metrics: [
    { id: 'startup.ms', unit: 'ms', goal: null },
    { id: 'startup.bare_ms', unit: 'ms', goal: null },
    { id: 'startup.vs_bare', unit: '×', goal: '< 1.3' },
  ],
  run: async ({ rounds, folder }) => {
    const place = (): string => fs.mkdtempSync(path.join(folder, 'app-'));
    const start = async (): Promise<number> => {
      const startedAt = performance.now();
      await using app = await launchApp({ store: place(), profile: place() });
      await app.page.locator('main button').first().click({ trial: true });
      return performance.now() - startedAt;
    };
    const bare = async (): Promise<number> => {
      const startedAt = performance.now();
      const electron = await _electron.launch({
        args: [BARE_APP, `--user-data-dir=${place()}`],
        chromiumSandbox: sandboxWorks,
        env: appEnvironment(),
      });
      try {
        await (await electron.firstWindow()).locator('main button').click({ trial: true });
        return performance.now() - startedAt;
      } finally {
        await electron.close();
      }
    };
    const { ours, other } = await inTurn({ ours: start, other: bare }, rounds);
    return { 'startup.ms': ours, 'startup.bare_ms': other, 'startup.vs_bare': ratios(ours, other) };
  },
};
