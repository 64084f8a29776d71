import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, collectViolations, launchApp, snapshotOf } from '../support/app.ts';
import { addByDrop } from '../support/journey.ts';

test.setTimeout(180_000);

const FILES = 500;
/** How long the window may stand still, ms. What it should be is for the benchmark to say. */
const STILL_MS = 250;
/** A busy machine may take the time away from the window, but not often and not for long. */
const STILL_TIMES = 2;
const NEVER_MS = 1000;

/**
 * Watches how long the page's own thread is busy with one frame, from now on. Waiting for a machine's other work is
 * not counted (Long Animation Frames: `blockingDuration`).
 * @returns reads the times in ms, the longest first.
 */
async function watchFrames(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const blocked: number[] = [];
    Object.assign(globalThis, { blocked });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        blocked.push((entry as PerformanceEntry & { readonly blockingDuration: number }).blockingDuration);
      }
    }).observe({ type: 'long-animation-frame' });
  });
  return () => page.evaluate(() => (globalThis as unknown as { blocked: number[] }).blocked.toSorted((a, b) => b - a));
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
  const blocked = await frames();
  console.log(`the page's thread was busy for at most ${blocked.slice(0, 5).map(Math.round).join(', ')} ms`);
  expect(blocked.filter((ms) => ms > STILL_MS).length).toBeLessThanOrEqual(STILL_TIMES);
  expect(blocked[0] ?? 0).toBeLessThan(NEVER_MS);

  await expect(page.getByRole('button', { name: /^Ready to finish/ })).toContainText(String(FILES));
  const rows = await page.locator('[data-upload]').count();
  expect(rows, 'only the rows in sight exist').toBeLessThan(40);
  expect(await violations()).toEqual([]);
  expect(app.complaints).toEqual([]);
});
