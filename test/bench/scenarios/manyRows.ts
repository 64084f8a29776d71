import path from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { sandboxWorks } from '../../support/app.ts';
import { serveHarness } from '../../support/rendererHarness/serveHarness.ts';
import { repeat } from '../harness/inTurn.ts';
import type { Metric, Scenario } from '../harness/scenario.ts';

const ROWS = 10_000;

/** As `test/renderer/harness/felt.ts` measures it in the page; ms. */
const DEEDS = {
  add: 'renderer.add_ms_10000',
  filter: 'renderer.filter_ms_10000',
  search: 'renderer.search_ms_10000',
  sort: 'renderer.sort_ms_10000',
  select: 'renderer.select_all_ms_10000',
  jump: 'renderer.jump_ms_10000',
  scrollP99: 'renderer.scroll_frame_p99_ms_10000',
} as const;
const TICK = 'renderer.tick_ms_10000';
const FILL = 'renderer.fill_frame_max_ms_10000';

type Felt = Readonly<Record<keyof typeof DEEDS | 'tick' | 'fill', number>>;

interface Harness {
  readonly shown: Promise<void>;
  still(): Promise<void>;
  felt(): Promise<Omit<Felt, 'fill'>>;
  fill(count: number): Promise<number>;
}

const underFifty = (id: string): Metric => ({ id, unit: 'ms', goal: '< 50' });

/**
 * How the window feels with 10,000 uploads: the window itself in the app's own Chromium, over a main that the page
 * plays, so that nothing else is measured.
 */
export const manyRows: Scenario = {
  name: 'manyRows',
  drivesApp: true,
  metrics: [...Object.values(DEEDS).map(underFifty), underFifty(FILL), { id: TICK, unit: 'ms', goal: '< 2' }],
  run: async ({ rounds, folder }) => {
    await using harness = await serveHarness(path.join(folder, 'harness'));
    const electron = await _electron.launch({
      args: [path.resolve(import.meta.dirname, '../../support/rendererHarness/window.cjs')],
      chromiumSandbox: sandboxWorks,
    });
    try {
      const page = await electron.firstWindow();
      const felt = await repeat(() => feel(page, harness.url), rounds);
      const deeds = Object.entries(DEEDS) as [keyof typeof DEEDS, string][];
      return {
        ...Object.fromEntries(deeds.map(([deed, id]) => [id, felt.map((round) => round[deed])])),
        [FILL]: felt.map(({ fill }) => fill),
        [TICK]: felt.map(({ tick }) => tick),
      };
    } finally {
      await electron.close();
    }
  },
};

async function feel(page: Page, url: string): Promise<Felt> {
  await show(page, `${url}?scenario=thousands`);
  const felt = await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.felt());
  await show(page, `${url}?scenario=empty`);
  const fill = await page.evaluate(
    (count) => (globalThis as unknown as { harness: Harness }).harness.fill(count),
    ROWS,
  );
  return { ...felt, fill };
}

async function show(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.evaluate(async () => {
    const { harness } = globalThis as unknown as { harness: Harness };
    await harness.shown;
    await harness.still();
  });
}
