import type { Page } from '@playwright/test';

/** Pixels that the list is scrolled by in every frame. */
const SCROLL_STEP = 24;

/** All in ms. */
export interface FrameTimes {
  readonly max: number;
  readonly p99: number;
  /** 0 when no task took 50 ms or longer. */
  readonly longTaskMax: number;
}

/** Scrolls the list up and down for some ms, and says how long frames take meanwhile. */
export async function frameTimes(page: Page, ms: number): Promise<FrameTimes> {
  return await page.evaluate(scrollAndWatch, { ms, step: SCROLL_STEP });
}

/** Runs in the page. */
async function scrollAndWatch({ ms, step }: { readonly ms: number; readonly step: number }): Promise<FrameTimes> {
  const list = document.querySelector('[role=grid]');
  if (list === null) throw new Error('there is no list');
  const longTasks: number[] = [0];
  const observer = new PerformanceObserver((entries) => {
    for (const { duration } of entries.getEntries()) longTasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const deltas: number[] = [];
  const start = performance.now();
  let last: number | null = null;
  let direction = step;
  while (performance.now() - start < ms) {
    // No function here may have a name: the page does not know the helper that keeps names.
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    if (last !== null) deltas.push(now - last);
    last = now;
    const top = list.scrollTop;
    list.scrollTop += direction;
    if (list.scrollTop === top) direction = -direction;
  }
  observer.disconnect();
  deltas.sort((a, b) => a - b);
  return {
    max: deltas.at(-1) ?? Number.NaN,
    p99: deltas[Math.floor(deltas.length * 0.99)] ?? Number.NaN,
    longTaskMax: Math.max(...longTasks),
  };
}
