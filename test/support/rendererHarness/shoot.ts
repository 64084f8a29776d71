import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { serveHarness } from './serveHarness.ts';
import { inspect, VIEWS, type View } from './views.ts';

/*
 * Pictures of the window without main, in the app's own Chromium:
 * `npx tsx test/support/rendererHarness/pictures.ts [--out DIR] [--only NAME,…]`.
 * Each scenario in light and dark and in two sizes; every page is checked by axe-core and must not violate the app's
 * content security policy. Exits with 1 when anything was found.
 */

const SIZES = [
  { width: 1240, height: 780 },
  { width: 800, height: 560 },
] as const;

interface Axe {
  run(): Promise<{
    violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  }>;
}

async function axeFindings(page: Page, axeSource: string): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `axe ${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`),
    );
  });
}

interface Harness {
  readonly shown: Promise<void>;
  still(): Promise<void>;
  measure(seconds: number): Promise<unknown>;
}

async function show(page: Page, url: string, scenario: string, theme: string): Promise<void> {
  // Away from everything that looks different under a pointer.
  await page.mouse.move(0, 0);
  await page.goto(`${url}?scenario=${scenario}&theme=${theme}`);
  await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.shown);
}

async function look(page: Page, url: string, view: View, out: string, axeSource: string): Promise<string[]> {
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
      await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.still());
      await page.screenshot({ path: path.join(out, `${label}.png`) });
      for (const finding of await axeFindings(page, axeSource)) complain(finding);
      page.off('console', onConsole);
      page.off('pageerror', onError);
    }
  }
  return found;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

async function main(): Promise<void> {
  const out = path.resolve(option('--out') ?? path.join(tmpdir(), 'layerlift-pictures'));
  const only = option('--only')?.split(',');
  await mkdir(out, { recursive: true });
  const built = await mkdtemp(path.join(tmpdir(), 'layerlift-harness-'));
  const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const electron = await _electron.launch({
    args: [path.join(import.meta.dirname, 'window.cjs')],
    chromiumSandbox: process.env['LAYERLIFT_SANDBOX'] !== 'off',
  });
  const found: string[] = [];
  try {
    await using harness = await serveHarness(built);
    const page = await electron.firstWindow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const wanted = VIEWS.filter((view) => only === undefined || only.includes(view.name ?? view.scenario));
    for (const view of wanted) found.push(...(await look(page, harness.url, view, out, axeSource)));
    if (only === undefined || only.includes('measure')) {
      await page.setViewportSize(SIZES[0]);
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
