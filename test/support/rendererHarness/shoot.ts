import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { violationsOf } from '../axe.ts';
import { serveHarness } from './serveHarness.ts';
import { type Harness, inspect, show, VIEWS, type View } from './views.ts';

/*
 * Pictures of the window without main, in the app's own Chromium:
 * `npx tsx test/support/rendererHarness/pictures.ts [--out DIR] [--only NAME,…] [--language de] [--direction rtl]
 * [--contrast more|forced] [--sizes 800x560,…]`.
 * Each scenario in light and dark and in two sizes; every page is checked by axe-core and must not violate the app's
 * content security policy. Exits with 1 when anything was found.
 */

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const SIZES = (option('--sizes') ?? '1240x780,800x560').split(',').map((size) => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  return { width, height };
});

/** The language and direction that were asked for; all that the scenarios do goes by English names. */
async function turn(page: Page): Promise<void> {
  await page.evaluate(
    ({ language, direction }) => {
      if (language !== undefined) (globalThis as unknown as { harness: Harness }).harness.speak(language);
      if (direction !== undefined) document.documentElement.dir = direction;
    },
    { language: option('--language'), direction: option('--direction') },
  );
}

async function look(page: Page, url: string, view: View, out: string): Promise<string[]> {
  const found: string[] = [];
  const name = view.name ?? view.scenario;
  for (const size of SIZES) {
    for (const theme of ['light', 'dark']) {
      const label = `${name}-${theme}-${size.width}`;
      const complain = (text: string) => found.push(`${label}: ${text}`);
      const onConsole = (message: { type(): string; text(): string }) => {
        if (message.type() === 'error') complain(message.text());
      };
      const onError = (error: Error) => complain(error.message);
      page.on('console', onConsole);
      page.on('pageerror', onError);
      await page.setViewportSize(size);
      await show(page, url, view.scenario, theme);
      await view.act?.(page);
      await turn(page);
      await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.still());
      await page.screenshot({ path: path.join(out, `${label}.png`) });
      for (const finding of await violationsOf(page)) complain(finding);
      page.off('console', onConsole);
      page.off('pageerror', onError);
    }
  }
  return found;
}

async function main(): Promise<void> {
  const out = path.resolve(option('--out') ?? path.join(tmpdir(), 'layerlift-pictures'));
  const only = option('--only')?.split(',');
  await mkdir(out, { recursive: true });
  const built = await mkdtemp(path.join(tmpdir(), 'layerlift-harness-'));
  const electron = await _electron.launch({
    args: [path.join(import.meta.dirname, 'window.cjs')],
    chromiumSandbox: process.env['LAYERLIFT_SANDBOX'] !== 'off',
  });
  const found: string[] = [];
  try {
    await using harness = await serveHarness(built);
    const page = await electron.firstWindow();
    const contrast = option('--contrast');
    await page.emulateMedia({
      reducedMotion: 'reduce',
      contrast: contrast === 'more' ? 'more' : 'no-preference',
      forcedColors: contrast === 'forced' ? 'active' : 'none',
    });
    const wanted = VIEWS.filter((view) => only === undefined || only.includes(view.name ?? view.scenario));
    for (const view of wanted) found.push(...(await look(page, harness.url, view, out)));
    if (only === undefined || only.includes('measure')) {
      await page.setViewportSize({ width: 1240, height: 780 });
      await show(page, harness.url, 'many', 'light');
      const report = await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.measure(5));
      console.log('500 rows, 10 ticks a second:', JSON.stringify(report));
      await inspect(page);
      const inspected = await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.measure(5));
      console.log('the same, with the inspector open:', JSON.stringify(inspected));
    }
  } finally {
    await electron.close();
    await rm(built, { recursive: true, force: true });
  }
  console.log(`Pictures are in ${out}`);
  for (const line of new Set(found)) console.error(line);
  process.exitCode = found.length === 0 ? 0 : 1;
}

await main();
