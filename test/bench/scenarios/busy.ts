import fs from 'node:fs';
import path from 'node:path';
import { type RunningApp, waitForUpload } from '../../support/app.ts';
import { plantUploads } from '../../support/plantUploads.ts';
import { repeat } from '../harness/inTurn.ts';
import { MIB, type Scenario } from '../harness/scenario.ts';
import { median } from '../harness/statistics.ts';
import { allMoving, dropAndMove, moveAtOnce, startApp } from '../support/driving.ts';
import { movingFiles, sparseFile } from '../support/files.ts';
import { type FrameTimes, frameTimes } from '../support/frameTimes.ts';
import { inputTimes } from '../support/inputTimes.ts';
import { type MainDelays, watchMain } from '../support/watchMain.ts';

const UPLOADS = 4;
/** Uploads that lie in the list besides. */
const ROWS = 500;
/** How long the list is scrolled, ms. */
const SCROLLED_MS = { full: 3000, quick: 1500 } as const;

/**
 * The app while four uploads move as fast as they can and a person scrolls through a long list, types and clicks: how
 * late main is, how long frames of the window take, and how soon it shows what came of a key or a click.
 */
export const busy: Scenario = {
  name: 'busy',
  drivesApp: true,
  metrics: [
    { id: 'main.delay_p99_ms', unit: 'ms', goal: '< 10' },
    { id: 'main.delay_max_ms', unit: 'ms', goal: null },
    { id: 'renderer.input_to_paint_max_ms', unit: 'ms', goal: '< 50' },
    { id: 'renderer.input_to_paint_ms', unit: 'ms', goal: null },
    { id: 'renderer.frame_max_ms', unit: 'ms', goal: '<= 50' },
    { id: 'renderer.frame_p99_ms', unit: 'ms', goal: null },
    { id: 'renderer.longtask_max_ms', unit: 'ms', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const store = path.join(folder, 'store');
    fs.mkdirSync(store);
    await plantUploads(store, { source: sparseFile(folder, 'left-behind', MIB, 1), count: ROWS });
    const files = movingFiles(folder, UPLOADS);
    const watched = await repeat(() => watch(folder, files, quick ? SCROLLED_MS.quick : SCROLLED_MS.full), rounds);
    return {
      'main.delay_p99_ms': watched.map(({ main }) => main.p99),
      'main.delay_max_ms': watched.map(({ main }) => main.max),
      'renderer.input_to_paint_max_ms': watched.map(({ inputs }) => Math.max(...inputs)),
      'renderer.input_to_paint_ms': watched.map(({ inputs }) => median(inputs)),
      'renderer.frame_max_ms': watched.map(({ frames }) => frames.max),
      'renderer.frame_p99_ms': watched.map(({ frames }) => frames.p99),
      'renderer.longtask_max_ms': watched.map(({ frames }) => frames.longTaskMax),
    };
  },
};

interface Watched {
  readonly main: MainDelays;
  readonly frames: FrameTimes;
  /** ms */
  readonly inputs: readonly number[];
}

async function watch(folder: string, files: readonly string[], scrolledMs: number): Promise<Watched> {
  await using app = await startApp(folder);
  await moveAtOnce(app.page, UPLOADS);
  const inputs = await whileMoving(app, files, () => inputTimes(app.page));
  const scrolled = () => frameTimes(app.page, scrolledMs);
  const { main, result } = await whileMoving(app, files, () => watchMain(app.electron, scrolled));
  return { main, frames: result, inputs };
}

/** Does something while all of these files move from its beginning to its end, and leaves the store as it was found. */
async function whileMoving<T>(app: RunningApp, files: readonly string[], work: () => Promise<T>): Promise<T> {
  await dropAndMove(app, files);
  const result = await work();
  if (!(await allMoving(app, files))) throw new Error('the uploads were over too early: use larger ones');
  const ids = await app.page.evaluate(
    async (names) => {
      const snapshot = await window.layerlift['state:snapshot']();
      if (!snapshot.ok) throw new Error(snapshot.error.code);
      const moving = snapshot.value.uploads.filter(({ name }) => names.includes(name)).map(({ id }) => id);
      await window.layerlift['uploads:cancel'](moving);
      return moving;
    },
    files.map((file) => path.basename(file)),
  );
  for (const file of files) await waitForUpload(app.page, path.basename(file), 'cancelled');
  await app.page.evaluate((cancelled) => window.layerlift['uploads:dismiss'](cancelled), ids);
  return result;
}
