import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, launchApp, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, cancelUpload, chooseAction, limitRate, MIB, makeSparse, uploadFolder } from '../support/journey.ts';

test.setTimeout(120_000);

const openHistory = (page: Page): Promise<void> => page.getByRole('button', { name: 'History' }).click();
const shown = (page: Page) => page.getByRole('grid', { name: 'History' }).getByRole('row');

test('finished, cancelled and failed uploads are in the history, searchable and after a restart', async () => {
  await using folders = await appFolders();
  const [good, given, slow, broken] = [
    await makeSparse(folders, 'good.tar', 100),
    await makeSparse(folders, 'given up.tar', 100),
    await makeSparse(folders, 'slow.tar', 256 * MIB),
    await makeSparse(folders, 'broken.tar', 4 * MIB),
  ] as const;
  await using first = await launchApp(folders);
  const { page } = first;
  await addByDrop(page, [good.path], 'library/past', { finishBySelf: true });
  await waitForRow(page, good.name, 'finished');
  await addByDrop(page, [given.path], 'library/past');
  await waitForRow(page, given.name, 'ready');
  await cancelUpload(page, given.name);
  await waitForRow(page, given.name, 'cancelled');
  // It waits behind another one when it loses its data.
  await page.getByLabel('Uploads at a time').selectOption('1');
  await limitRate(page, MIB);
  await addByDrop(page, [slow.path], 'library/past');
  await waitForUpload(page, slow.name, 'moving');
  await addByDrop(page, [broken.path], 'library/past');
  await rm(path.join(uploadFolder(folders, await waitForUpload(page, broken.name, 'queued')), 'data'));
  await chooseAction(page, broken.name, 'Start now');
  await waitForRow(page, broken.name, 'failed');

  await openHistory(page);
  await expect(shown(page)).toHaveCount(3);
  await expect(shown(page).first()).toContainText(broken.name);
  await expect(shown(page).first()).toContainText('Failed');
  await first.close();

  await using second = await launchApp(folders);
  await openHistory(second.page);
  await expect(shown(second.page)).toHaveCount(3);
  await second.page.getByLabel('Cancelled 1').check();
  await expect(shown(second.page)).toHaveText([/given up\.tar.*Cancelled/]);
  await second.page.getByLabel('All 3').check();
  await second.page.getByRole('textbox', { name: 'Search history' }).fill('good');
  await expect(shown(second.page)).toHaveText([/good\.tar.*Finished/]);
  expect(second.complaints).toEqual([]);
});
