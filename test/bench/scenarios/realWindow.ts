import fs from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { plantUploads } from '../../support/plantUploads.ts';
import { deedsOfPage, type Measured } from '../../support/rendererHarness/deedsOfPage.ts';
import { repeat } from '../harness/inTurn.ts';
import { KIB, type Metric, MIB, type Scenario } from '../harness/scenario.ts';
import { startApp } from '../support/driving.ts';
import { sparseFile } from '../support/files.ts';

const UPLOADS = 10_000;
/** Longer than the app takes to open them, ms. */
const PATIENCE_MS = 120_000;

const DEEDS: { readonly [deed in keyof Measured]: string } = {
  filter: 'window.filter_ms_10000',
  search: 'window.search_ms_10000',
  sort: 'window.sort_ms_10000',
  select: 'window.select_all_ms_10000',
  jump: 'window.jump_ms_10000',
  scrollP99: 'window.scroll_frame_p99_ms_10000',
};
const OPEN = 'window.open_ms_10000';

/**
 * The real app over a store in which 10,000 uploads lie, every fourth of them interrupted and the others paused: from
 * the start of its process until the list has all of them, once, and then what a person feels of the window.
 */
export const realWindow: Scenario = {
  name: 'window',
  drivesApp: true,
  metrics: [
    { id: OPEN, unit: 'ms', goal: null },
    ...Object.values(DEEDS).map((id): Metric => ({ id, unit: 'ms', goal: '< 50' })),
  ],
  run: async ({ rounds, folder }) => {
    const store = path.join(folder, 'store');
    fs.mkdirSync(store);
    await plantUploads(store, {
      source: sparseFile(folder, 'left-behind', MIB, 1),
      count: UPLOADS,
      bytes: 4 * KIB,
      phaseOf: (index) => (index % 4 === 0 ? { kind: 'moving' } : { kind: 'paused', reason: 'person', error: null }),
    });
    const doDeeds = await deedsOfPage();
    const startedAt = performance.now();
    await using app = await startApp(folder);
    const grid = app.page.getByRole('grid', { name: 'Uploads' });
    await expect(grid).toHaveAttribute('aria-rowcount', String(UPLOADS), { timeout: PATIENCE_MS });
    const opened = performance.now() - startedAt;
    const felt = await repeat(() => doDeeds(app.page), rounds);
    const deeds = Object.entries(DEEDS) as [keyof Measured, string][];
    return {
      [OPEN]: [opened],
      ...Object.fromEntries(deeds.map(([deed, id]) => [id, felt.map((round) => round[deed])])),
    };
  },
};
