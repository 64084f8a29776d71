import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { serveHarness } from './serveHarness.ts';

/*
 * Pictures of the window without main, in the app's own Chromium:
 * `npx tsx test/support/rendererHarness/pictures.ts [--out DIR] [--only NAME,…]`.
 * Each scenario in light and dark and in two sizes; every page is checked by axe-core and must not violate the app's
 * content security policy. Exits with 1 when anything was found.
 */

interface View {
  readonly scenario: string;
  readonly name?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const firstRow = (page: Page) => page.getByRole('row').first();

async function inspect(page: Page, row = 0): Promise<void> {
  await page.getByRole('row').nth(row).focus();
  await page.keyboard.press('i');
  await page.getByRole('complementary').getByRole('slider').waitFor();
}

async function inspectFolder(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('table').waitFor();
}

async function inspectContents(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Contents' }).click();
  await page.getByRole('treeitem', { name: 'opt' }).click();
  await page.getByRole('treeitem', { name: 'readme.txt' }).waitFor();
}

async function inspectStory(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Story' }).click();
  await page.getByRole('list', { name: /^Story of/ }).waitFor();
}

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
  { scenario: 'busy', name: 'inspector', act: inspect },
  {
    scenario: 'busy',
    name: 'inspectorMap',
    act: async (page) => {
      await inspect(page);
      await page.getByRole('slider').focus();
      await page.keyboard.press('PageUp');
    },
  },
  {
    scenario: 'busy',
    name: 'inspectorSpeed',
    act: async (page) => {
      await inspect(page);
      await page.locator('.insp-speed .quiet').scrollIntoViewIfNeeded();
    },
  },
  { scenario: 'busy', name: 'inspectorReady', act: (page) => inspect(page, 2) },
  { scenario: 'busy', name: 'inspectorFound', act: (page) => inspect(page, 6) },
  { scenario: 'inspectStates', name: 'inspectorFolder', act: inspectFolder },
  {
    scenario: 'inspectStates',
    name: 'inspectorDecoded',
    act: async (page) => {
      await inspectFolder(page);
      await page
        .getByRole('button', { name: /^Take hashstates/ })
        .first()
        .click();
    },
  },
  { scenario: 'busy', name: 'inspectorStory', act: inspectStory },
  { scenario: 'busy', name: 'inspectorContents', act: inspectContents },
  {
    scenario: 'busy',
    name: 'inspectorBiggest',
    act: async (page) => {
      await inspectContents(page);
      await page.locator('.biggest').scrollIntoViewIfNeeded();
    },
  },
  {
    scenario: 'busy',
    name: 'historyStory',
    act: async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await firstRow(page).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('list', { name: /^Story of/ }).waitFor();
    },
  },
  { scenario: 'inspectStates', name: 'inspectorRehash', act: (page) => inspect(page, 1) },
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
  { scenario: 'trouble' },
  { scenario: 'purge' },
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
