import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { repeat } from '../harness/inTurn.ts';
import type { Scenario } from '../harness/scenario.ts';
import { allMoving, dropAndMove, moveAtOnce, startApp } from '../support/driving.ts';
import { movingFiles } from '../support/files.ts';

/** How long main is watched, ms. */
const WATCHED_MS = { full: 3000, quick: 2000 } as const;
/** Main's loop is asked this often, ms; what it is late by is the delay. */
const RESOLUTION_MS = 10;
const UPLOADS = 4;

/** How late main's event loop is while four uploads move: what a person feels as a window that answers late. */
export const mainDelay: Scenario = {
  name: 'main',
  drivesApp: true,
  metrics: [
    { id: 'main.delay_p99_ms', unit: 'ms', goal: '< 10' },
    { id: 'main.delay_max_ms', unit: 'ms', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const files = movingFiles(folder, UPLOADS);
    const delays = await repeat(() => delaysOf(folder, files, quick), rounds);
    return {
      'main.delay_p99_ms': delays.map(({ p99 }) => p99),
      'main.delay_max_ms': delays.map(({ max }) => max),
    };
  },
};

interface Delays {
  /** ms */
  readonly p99: number;
  readonly max: number;
}

async function delaysOf(parent: string, files: readonly string[], quick: boolean): Promise<Delays> {
  const folder = fs.mkdtempSync(path.join(parent, 'app-'));
  try {
    await using app = await startApp(folder);
    await moveAtOnce(app.page, UPLOADS);
    await dropAndMove(app, files);
    await app.electron.evaluate((_electron, resolution) => {
      const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
      const histogram = monitorEventLoopDelay({ resolution });
      histogram.enable();
      Object.assign(globalThis, { benchHistogram: histogram });
    }, RESOLUTION_MS);
    await delay(quick ? WATCHED_MS.quick : WATCHED_MS.full);
    const { p99, max } = await app.electron.evaluate(() => {
      const { benchHistogram } = globalThis as unknown as {
        benchHistogram: import('node:perf_hooks').IntervalHistogram;
      };
      benchHistogram.disable();
      return { p99: benchHistogram.percentile(99) / 1e6, max: benchHistogram.max / 1e6 };
    });
    if (!(await allMoving(app, files))) throw new Error('the uploads were over too early: use larger ones');
    // The histogram holds the whole time between two of its ticks.
    return { p99: Math.max(0, p99 - RESOLUTION_MS), max: Math.max(0, max - RESOLUTION_MS) };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
