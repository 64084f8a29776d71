import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, collectViolations, launchApp, snapshotOf } from '../support/app.ts';
import { addByDrop } from '../support/journey.ts';

test.setTimeout(180_000);

const FILES = 500;
/** The longest that the window may stand still, ms; what it should be is for the benchmark to say. */
const STILL_MS = 250;

/** Measures the time between frames from now on; the result ends it and gives the gaps in ms, the longest first. */
async function watchFrames(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      if (!Object.hasOwn(globalThis, 'framesSeen')) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, { frameGaps: gaps });
  });
  return () =>
    page.evaluate(() => {
      Object.assign(globalThis, { framesSeen: true });
      return (globalThis as unknown as { frameGaps: number[] }).frameGaps.sort((a, b) => b - a);
    });
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
  const gaps = await frames();
  console.log(`frames: ${gaps.length}, longest gaps: ${gaps.slice(0, 5).map(Math.round).join(', ')} ms`);
  expect(gaps[0]).toBeLessThan(STILL_MS);

  await expect(page.getByRole('button', { name: /^Ready to finish/ })).toContainText(String(FILES));
  const rows = await page.locator('[data-upload]').count();
  expect(rows, 'only the rows in sight exist').toBeLessThan(40);
  expect(await violations()).toEqual([]);
  expect(app.complaints).toEqual([]);
});
