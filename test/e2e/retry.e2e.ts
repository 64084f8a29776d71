import { rename } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { appFolders, launchApp, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, limitRate, MIB, makeSparse, pressAction, rowOf } from '../support/journey.ts';

test.setTimeout(120_000);

test('an upload in trouble says that it goes on by itself, and is left alone by a person who stops it', async () => {
  await using folders = await appFolders();
  const source = await makeSparse(folders, 'away.tar', 64 * MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  await limitRate(page, 8 * MIB);
  await addByDrop(page, [source.path], 'library/retry');
  await waitForUpload(page, source.name, ({ offset }) => offset > 0);
  await pressAction(page, source.name, 'Pause');
  await waitForRow(page, source.name, 'paused');
  await rename(source.path, `${source.path}.away`);
  await pressAction(page, source.name, 'Resume');
  const row = rowOf(page, source.name);
  await expect(row).toContainText('goes on by itself');

  await row.getByRole('button', { name: 'Stop trying' }).click();
  await expect(row).not.toContainText('goes on by itself');
  expect((await waitForUpload(page, source.name, 'paused')).retry).toBeNull();

  // A person who resumes it in vain wants it to be tried for again.
  await pressAction(page, source.name, 'Resume');
  await expect(row).toContainText('goes on by itself');
  await limitRate(page, 0);
  await rename(`${source.path}.away`, source.path);
  await waitForRow(page, source.name, 'ready');
  expect(app.complaints).toEqual([]);
});
