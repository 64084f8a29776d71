import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { parseRepositoryName } from '../../shared/names.ts';
import { formatStartedAt, parseStartedAt } from '../../shared/startedAt.ts';
import { appFolders, launchApp, waitForUpload } from '../support/app.ts';
import { MIB, makeLayer, rowOf, uploadFolder } from '../support/journey.ts';
import { openManager, until } from '../support/managers.ts';

const HOUR = 3_600_000;

test('an upload that a registry is about to remove says so, and is kept for another week by a key', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'old.tar', 1, MIB);
  const manager = await openManager(folders.store);
  const { id } = await manager.add({
    sourcePath: layer.path,
    repository: parseRepositoryName('library/old'),
    expected: null,
    finishBySelf: false,
  });
  const startedAt = path.join(uploadFolder(folders, await until(manager, id, 'ready')), 'startedat');
  await manager.close();
  await writeFile(startedAt, formatStartedAt(Date.now() - 130 * HOUR));

  await using app = await launchApp(folders);
  const { page } = app;
  const row = rowOf(page, layer.name);
  await expect(row.locator('time')).toContainText(/kept until \d+ \w+, \d\d:\d\d/);
  const before = Date.now();
  await page.getByRole('row', { name: layer.name }).press('k');
  await expect(page.getByText('old.tar is kept for another week')).toBeVisible();
  await expect(row.locator('time')).toHaveCount(0);
  expect(parseStartedAt(await readFile(startedAt, 'utf8'))).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);
  // It is what it was: whole, and ready to be finished.
  await row.getByRole('button', { name: 'Finish' }).click();
  const finished = await waitForUpload(page, layer.name, 'finished');
  expect(finished.status).toMatchObject({ digest: layer.digest });
  expect(app.complaints).toEqual([]);
});
