import { expect, type Page, test } from '@playwright/test';
import { appFolders, launchApp, snapshotOf, waitForUpload } from '../support/app.ts';
import { addByDrop, MIB, makeSparse } from '../support/journey.ts';

test.setTimeout(120_000);

const limitButton = (page: Page) => page.getByRole('button', { name: /^Speed limit: / });
const movingCount = async (page: Page): Promise<number> =>
  (await snapshotOf(page)).uploads.filter(({ status }) => status.kind === 'moving').length;

test('places, limit and timetable are set in the status bar and hold at once', async () => {
  await using folders = await appFolders();
  await using first = await launchApp(folders);
  const { page } = first;
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  await limitButton(page).click();
  await page.getByRole('menuitemradio', { name: '1.0 MB/s' }).click();
  await page.getByLabel('Uploads at a time').selectOption('1');
  const sources = [];
  for (const name of ['a.tar', 'b.tar', 'c.tar']) sources.push(await makeSparse(folders, name, 128 * MIB));
  await addByDrop(
    page,
    sources.map(({ path }) => path),
    'library/limits',
  );
  await waitForUpload(page, 'a.tar', ({ offset }) => offset > 0);
  expect(await movingCount(page)).toBe(1);
  await page.getByLabel('Uploads at a time').selectOption('3');
  await expect.poll(() => movingCount(page)).toBe(3);

  // All day, on every day, there is no limit: what would take minutes is over at once.
  await limitButton(page).click();
  await page.getByRole('menuitem', { name: 'Limit and timetable…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Speed limit' });
  await dialog.getByLabel('Timetable').check();
  for (const day of ['Saturday', 'Sunday']) await dialog.getByLabel(day).check();
  await dialog.getByLabel('From').fill('00:00');
  await dialog.getByLabel('Until').fill('00:00');
  await dialog.getByLabel('Limit in MB/s; empty for none').fill('');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(limitButton(page)).toHaveAccessibleName('Speed limit: No limit');
  for (const { name } of sources) await waitForUpload(page, name, 'ready');

  const { settings } = await snapshotOf(page);
  expect(settings).toMatchObject({ concurrency: 3, rateLimit: 1_000_000, rateTimetable: { on: true } });
  await first.close();
  await using second = await launchApp(folders);
  expect((await snapshotOf(second.page)).settings.rateTimetable).toEqual(settings.rateTimetable);
  await limitButton(second.page).click();
  await second.page.getByRole('menuitemcheckbox', { name: 'Follow the timetable' }).click();
  await expect(limitButton(second.page)).toHaveAccessibleName('Speed limit: At most 1.0 MB/s');
  expect(second.complaints).toEqual([]);
});
