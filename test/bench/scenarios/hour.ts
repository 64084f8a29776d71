import path from 'node:path';
import { _electron, type CDPSession, type ElectronApplication, expect, type Page } from '@playwright/test';
import { sandboxWorks } from '../../support/app.ts';
import { serveHarness } from '../../support/rendererHarness/serveHarness.ts';
import { type Harness, inspect, show } from '../../support/rendererHarness/views.ts';
import { MIB, type Scenario } from '../harness/scenario.ts';

/** Ten ticks a second. */
const TICKS = 36_000;
/** From one tick that the window gets to the next. */
const STEP = { full: 1, quick: 10 } as const;
/** By then everything that is bounded is full, and code that is used often has been compiled. */
const SETTLED = TICKS / 6;

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

interface Passing extends Harness {
  pass(stretch: Stretch): Promise<void>;
}

/**
 * What an hour of ticks leaves behind in the window, from its tenth minute on, with the inspector open on an upload that
 * moves: an hour by the window's clock, shown as fast as frames can follow, with a frame for every tick. The quick one is
 * as long and has every tenth tick.
 */
export const hour: Scenario = {
  name: 'hour',
  drivesApp: true,
  metrics: [
    { id: 'renderer.hour_heap_growth_mib', unit: 'MiB', goal: '< 1', summary: 'max' },
    { id: 'renderer.hour_nodes_growth', unit: 'nodes', goal: '< 50', summary: 'max' },
    { id: 'renderer.hour_listeners_growth', unit: 'listeners', goal: '< 10', summary: 'max' },
    { id: 'renderer.hour_heap_mib', unit: 'MiB', goal: null },
    { id: 'renderer.hour_resident_growth_mib', unit: 'MiB', goal: null },
  ],
  run: async ({ quick, folder }) => {
    const step = quick ? STEP.quick : STEP.full;
    await using harness = await serveHarness(path.join(folder, 'harness'));
    const electron = await _electron.launch({
      args: [
        path.resolve(import.meta.dirname, '../../support/rendererHarness/window.cjs'),
        // Frames follow each other as fast as they are made.
        '--disable-frame-rate-limit',
        '--disable-gpu-vsync',
      ],
      chromiumSandbox: sandboxWorks,
    });
    try {
      const page = await electron.firstWindow();
      await show(page, harness.url, 'busy', 'light');
      await inspect(page);
      const session = await page.context().newCDPSession(page);
      await pass(page, { from: 0, to: SETTLED, step });
      const before = await weigh(electron, session);
      await pass(page, { from: SETTLED, to: TICKS, step });
      const after = await weigh(electron, session);
      return {
        'renderer.hour_heap_growth_mib': [after.heap - before.heap],
        'renderer.hour_nodes_growth': [after.nodes - before.nodes],
        'renderer.hour_listeners_growth': [after.listeners - before.listeners],
        'renderer.hour_heap_mib': [after.heap],
        'renderer.hour_resident_growth_mib': [after.resident - before.resident],
      };
    } finally {
      await electron.close();
    }
  },
};

async function pass(page: Page, stretch: Stretch): Promise<void> {
  await page.evaluate((one) => (globalThis as unknown as { harness: Passing }).harness.pass(one), stretch);
  // The window has heard of it, and has shown it.
  const bar = page.getByRole('row').first().getByRole('progressbar');
  await expect(bar).toHaveAttribute('aria-valuenow', String(Math.floor((100 * (stretch.to - stretch.step)) / TICKS)));
}

interface Weight {
  /** What scripts hold on to after a collection, MiB. */
  readonly heap: number;
  readonly nodes: number;
  readonly listeners: number;
  /** Of the page's process, MiB. */
  readonly resident: number;
}

async function weigh(electron: ElectronApplication, session: CDPSession): Promise<Weight> {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const resident = await electron.evaluate(({ app }) =>
    app.getAppMetrics().reduce((sum, { type, memory }) => sum + (type === 'Tab' ? memory.workingSetSize : 0), 0),
  );
  return { heap: usedSize / MIB, nodes, listeners: jsEventListeners, resident: resident / 1024 };
}
