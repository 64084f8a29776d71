import fs from 'node:fs';
import path from 'node:path';
import { plantUploads } from '../../support/plantUploads.ts';
import { repeat } from '../harness/inTurn.ts';
import { MIB, type Scenario } from '../harness/scenario.ts';
import { allMoving, dropAndMove, startApp } from '../support/driving.ts';
import { movingFiles, sparseFile } from '../support/files.ts';

const ROWS = 500;
/** How long the page is watched, ms. */
const WATCHED_MS = { full: 3000, quick: 2000 } as const;
/** Pixels that the list is scrolled by in every frame. */
const SCROLL_STEP = 24;

/** How long frames of the window take with many rows, while two uploads move and a person scrolls through the list. */
export const frames: Scenario = {
  name: 'renderer',
  drivesApp: true,
  metrics: [
    { id: 'renderer.frame_max_ms', unit: 'ms', goal: '<= 50' },
    { id: 'renderer.frame_p99_ms', unit: 'ms', goal: null },
    { id: 'renderer.longtask_max_ms', unit: 'ms', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const store = path.join(folder, 'store');
    fs.mkdirSync(store);
    await plantUploads(store, { source: sparseFile(folder, 'left-behind', MIB, 1), count: ROWS });
    const files = movingFiles(folder, 2);
    const watched = await repeat(() => watch(folder, files, quick), rounds);
    return {
      'renderer.frame_max_ms': watched.map((page) => page.frameMax),
      'renderer.frame_p99_ms': watched.map((page) => page.frameP99),
      'renderer.longtask_max_ms': watched.map((page) => page.longTaskMax),
    };
  },
};

/** All in ms. */
interface Watched {
  readonly frameMax: number;
  readonly frameP99: number;
  /** 0 when no task took 50 ms or longer. */
  readonly longTaskMax: number;
}

async function watch(folder: string, files: readonly string[], quick: boolean): Promise<Watched> {
  await using app = await startApp(folder);
  await dropAndMove(app, files);
  const result = await app.page.evaluate(watchFrames, {
    ms: quick ? WATCHED_MS.quick : WATCHED_MS.full,
    step: SCROLL_STEP,
  });
  if (!(await allMoving(app, files))) throw new Error('the uploads were over too early: use larger ones');
  await cancelMoving(app.page, files);
  return result;
}

/** Runs in the page. */
async function watchFrames({ ms, step }: { readonly ms: number; readonly step: number }): Promise<Watched> {
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
    frameMax: deltas.at(-1) ?? Number.NaN,
    frameP99: deltas[Math.floor(deltas.length * 0.99)] ?? Number.NaN,
    longTaskMax: Math.max(...longTasks),
  };
}

/** Leaves the store as it was found. */
async function cancelMoving(page: Parameters<typeof dropAndMove>[0]['page'], files: readonly string[]): Promise<void> {
  await page.evaluate(
    async (names) => {
      const snapshot = await window.layerlift['state:snapshot']();
      if (!snapshot.ok) throw new Error(snapshot.error.code);
      const ids = snapshot.value.uploads.filter(({ name }) => names.includes(name)).map(({ id }) => id);
      await window.layerlift['uploads:cancel'](ids);
    },
    files.map((file) => path.basename(file)),
  );
}
