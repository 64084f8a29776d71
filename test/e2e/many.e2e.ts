import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, collectViolations, launchApp, snapshotOf } from '../support/app.ts';
import { addByDrop } from '../support/journey.ts';

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
