import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, collectViolations, launchApp, snapshotOf } from '../support/app.ts';
import { addByDrop, MIB, makeSparse } from '../support/journey.ts';
import { plantUploads } from '../support/plantUploads.ts';

test.setTimeout(180_000);

const FILES = 500;
/** How long the window's own work may hold up a frame, ms. What it should be is for the benchmark to say. */
const STILL_MS = 150;
/** A busy machine may take the time away from the window, but not often and not for long. */
const STILL_TIMES = 2;
const NEVER_MS = 1000;

/** What held up frames, ms, the longest first. */
interface Frames {
  /** All that the page's thread did beyond 50 ms; waiting for a machine's other work is not counted. */
  readonly blocked: readonly number[];
  /**
   * Our scripts and drawing. The rest is Chromium's: for every file that is dropped it asks its main process what kind
   * of file that is, one after the other, before the page hears of the drop.
   */
  readonly own: readonly number[];
}

/** Watches frames from now on (Long Animation Frames). @returns reads what was seen so far. */
async function watchFrames(page: Page): Promise<() => Promise<Frames>> {
  await page.evaluate(() => {
    interface LongFrame extends PerformanceEntry {
      readonly blockingDuration: number;
      readonly renderStart: number;
      readonly scripts: readonly PerformanceEntry[];
    }
    const seen: { readonly blocked: number[]; readonly own: number[] } = { blocked: [], own: [] };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as LongFrame[]) {
        const drawing = entry.renderStart === 0 ? 0 : entry.startTime + entry.duration - entry.renderStart;
        seen.blocked.push(entry.blockingDuration);
        // Scripts that run while drawing are part of it.
        const before = entry.scripts.filter(
          ({ startTime }) => entry.renderStart === 0 || startTime < entry.renderStart,
        );
        seen.own.push(before.reduce((sum, { duration }) => sum + duration, drawing));
      }
    }).observe({ type: 'long-animation-frame' });
  });
  return async () => {
    const { blocked, own } = await page.evaluate(() => (globalThis as unknown as { seen: Frames }).seen);
    return { blocked: blocked.toSorted((a, b) => b - a), own: own.toSorted((a, b) => b - a) };
  };
}

test(`takes ${FILES} small files at once without standing still`, async () => {
  await using folders = await appFolders();
  const files = Array.from({ length: FILES }, (_, index) => path.join(folders.files, `small ${index}.tar`));
  for (const [index, file] of files.entries()) await writeFile(file, `layer ${index}`);
  await using app = await launchApp(folders);
  const { page } = app;
  const violations = await collectViolations(page);
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();

  const frames = await watchFrames(page);
  await addByDrop(page, files, 'library/many');
  const kinds = async (): Promise<Readonly<Record<string, number>>> => {
    const counts: Record<string, number> = {};
    for (const { status } of (await snapshotOf(page)).uploads) counts[status.kind] = (counts[status.kind] ?? 0) + 1;
    return counts;
  };
  await expect.poll(kinds, { timeout: 150_000, intervals: [500] }).toEqual({ ready: FILES });
  const { blocked, own } = await frames();
  const longest = (times: readonly number[]): string => times.slice(0, 5).map(Math.round).join(', ');
  console.log(`the page's thread was busy for at most ${longest(blocked)} ms, with our own work ${longest(own)} ms`);
  expect(own.filter((ms) => ms > STILL_MS).length).toBeLessThanOrEqual(STILL_TIMES);
  expect(blocked[0] ?? 0).toBeLessThan(NEVER_MS);

  await expect(page.getByRole('button', { name: /^Ready to finish/ })).toContainText(String(FILES));
  const rows = await page.locator('[data-upload]').count();
  expect(rows, 'only the rows in sight exist').toBeLessThan(40);
  expect(await violations()).toEqual([]);
  expect(app.complaints).toEqual([]);
});

/** The benchmark opens 10,000, for which planting alone takes a quarter of a minute. */
const FOUND = 2000;

test(`finds, sorts, selects and scrolls through ${FOUND} uploads that lie in the store`, async () => {
  await using folders = await appFolders();
  const source = (await makeSparse(folders, 'source.tar', MIB)).path;
  await plantUploads(folders.store, {
    source,
    count: FOUND,
    bytes: 4096,
    phaseOf: (index) => (index % 4 === 0 ? { kind: 'moving' } : { kind: 'paused', reason: 'person', error: null }),
  });
  await using app = await launchApp(folders);
  const { page } = app;
  const grid = page.getByRole('grid', { name: 'Uploads' });
  const rows = grid.getByRole('row');
  const names = rows.locator('.name b');
  const expectCount = (count: number) => expect(grid).toHaveAttribute('aria-rowcount', String(count));
  await expect(grid).toHaveAttribute('aria-rowcount', String(FOUND), { timeout: 60_000 });
  await expect(names.first()).toHaveText('layer 0.tar');
  await expect(page.getByRole('button', { name: /^All/ })).toContainText('2,000');

  await page.getByRole('button', { name: /^Paused/ }).click();
  await expectCount((FOUND * 3) / 4);
  await page.getByRole('button', { name: /^Needs you/ }).click();
  await expectCount(FOUND / 4);
  await page.getByRole('button', { name: /^All/ }).click();
  await page.getByRole('textbox', { name: 'Search uploads' }).fill('layer 77');
  await expectCount(11);
  await expect(names).toHaveText(['layer 77.tar', ...Array.from({ length: 10 }, (_, n) => `layer ${770 + n}.tar`)]);
  await page.getByRole('textbox', { name: 'Search uploads' }).fill('');
  await expectCount(FOUND);

  await page.getByLabel('Sort by').selectOption('name');
  await page.getByRole('button', { name: /^Sorted upwards/ }).click();
  await expect(names.first()).toHaveText('layer 1999.tar');
  await rows.first().focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('2,000 selected')).toBeVisible();
  await grid.evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  const last = page.getByRole('row', { name: 'layer 0.tar' });
  await expect(last).toBeInViewport({ ratio: 0.9 });
  await expect(last).toHaveAttribute('aria-rowindex', String(FOUND));
  await expect(last).toHaveAttribute('aria-selected', 'true');
  expect(await rows.count(), 'only the rows in sight exist').toBeLessThan(40);
  expect(app.complaints).toEqual([]);
});
