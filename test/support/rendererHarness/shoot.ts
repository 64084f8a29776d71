import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { serveHarness } from './serveHarness.ts';

/*
 * Pictures of the window without main: `npx tsx test/support/rendererHarness/shoot.ts [--out DIR] [--only NAME]`.
 * Each scenario in light and dark and in two sizes; every page is checked by axe-core and must not violate the app's
 * content security policy. Exits with 1 when anything was found.
 */

interface View {
  readonly scenario: string;
  readonly name?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const firstRow = (page: Page) => page.getByRole('row').first();

const VIEWS: readonly View[] = [
  { scenario: 'empty' },
  { scenario: 'busy', act: async (page) => firstRow(page).focus() },
  { scenario: 'crash' },
  { scenario: 'add' },
  { scenario: 'addBad' },
  { scenario: 'addMany' },
  {
    scenario: 'mismatch',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Enter');
    },
  },
  {
    scenario: 'busy',
    name: 'cancel',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Delete');
    },
  },
  {
    scenario: 'busy',
    name: 'menu',
    act: async (page) => {
      await page.getByRole('row').nth(2).getByRole('button', { name: 'More actions' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'storeMenu',
    act: async (page) => {
      await page.getByRole('button', { name: /Build store/ }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'settings',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'history',
    act: async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await firstRow(page).waitFor();
    },
  },
  {
    scenario: 'busy',
    name: 'noMatch',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Search uploads' }).fill('nowhere');
    },
  },
  {
    scenario: 'busy',
    name: 'drop',
    act: async (page) => {
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['a'], 'a.tar'));
        dataTransfer.items.add(new File(['b'], 'b.tar'));
        window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
      });
    },
  },
  { scenario: 'storeMissing' },
  { scenario: 'storeLost' },
  { scenario: 'firstRun' },
  { scenario: 'every' },
  {
    scenario: 'every',
    name: 'everyEnd',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('End');
    },
  },
  { scenario: 'hostile' },
  { scenario: 'many' },
];

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

async function look(browser: Browser, url: string, view: View, out: string, axeSource: string): Promise<string[]> {
  const found: string[] = [];
  const name = view.name ?? view.scenario;
  for (const size of SIZES) {
    for (const theme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
      const label = `${name}-${theme}-${size.width}`;
      page.on('console', (message) => {
        if (message.type() === 'error') found.push(`${label}: ${message.text()}`);
      });
      page.on('pageerror', (error) => found.push(`${label}: ${error.message}`));
      await page.goto(`${url}?scenario=${view.scenario}&theme=${theme}`);
      await page.getByRole('navigation').waitFor({ state: 'attached' });
      await page.waitForFunction(() => document.querySelector('.app') !== null);
      await page.waitForTimeout(250);
      await view.act?.(page);
      await page.waitForTimeout(150);
      await page.screenshot({ path: path.join(out, `${label}.png`) });
      for (const finding of await axeFindings(page, axeSource)) found.push(`${label}: ${finding}`);
      await page.close();
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
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const found: string[] = [];
  try {
    await using harness = await serveHarness(built);
    const wanted = VIEWS.filter((view) => only === undefined || only.includes(view.name ?? view.scenario));
    for (const view of wanted) found.push(...(await look(browser, harness.url, view, out, axeSource)));
    if (only === undefined || only.includes('measure')) {
      const page = await browser.newPage({ viewport: SIZES[0] });
      await page.goto(`${harness.url}?scenario=many`);
      await page.getByRole('row').first().waitFor();
      const report = await page.evaluate(() =>
        (globalThis as unknown as { harness: { measure(seconds: number): Promise<unknown> } }).harness.measure(5),
      );
      console.log('500 rows, 10 ticks a second:', JSON.stringify(report));
    }
  } finally {
    await browser.close();
    await rm(built, { recursive: true, force: true });
  }
  console.log(`Pictures are in ${out}`);
  for (const line of new Set(found)) console.error(line);
  process.exitCode = found.length === 0 ? 0 : 1;
}

await main();
