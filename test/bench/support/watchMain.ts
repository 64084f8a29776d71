import type { ElectronApplication } from '@playwright/test';

/** Main's loop is asked this often, ms; what it is late by is the delay. */
const RESOLUTION_MS = 10;

/** How late main's event loop was, ms. */
export interface MainDelays {
  readonly p99: number;
  readonly max: number;
}

/** Watches main's event loop while `work` is done; resolves with what that comes to besides. */
export async function watchMain<T>(
  electron: ElectronApplication,
  work: () => Promise<T>,
): Promise<{ readonly main: MainDelays; readonly result: T }> {
  await electron.evaluate((_electron, resolution) => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const histogram = monitorEventLoopDelay({ resolution });
    histogram.enable();
    Object.assign(globalThis, { benchHistogram: histogram });
  }, RESOLUTION_MS);
  const result = await work();
  const { p99, max } = await electron.evaluate(() => {
    const { benchHistogram } = globalThis as unknown as {
      benchHistogram: import('node:perf_hooks').IntervalHistogram;
    };
    benchHistogram.disable();
    return { p99: benchHistogram.percentile(99) / 1e6, max: benchHistogram.max / 1e6 };
  });
  // The histogram holds the whole time between two of its ticks.
  const late = (ms: number): number => Math.max(0, ms - RESOLUTION_MS);
  return { main: { p99: late(p99), max: late(max) }, result };
}
