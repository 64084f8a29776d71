import { mkdir, open, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  type AppFolders,
  answerOpenDialogs,
  appFolders,
  launchApp,
  snapshotOf,
  waitForUpload,
} from '../support/app.ts';
import { expectFinished, MIB, makeLayer, pressAction } from '../support/journey.ts';

test.setTimeout(120_000);

const uploadsIn = async (page: Page): Promise<readonly string[]> =>
  (await snapshotOf(page)).uploads.map(({ name, repository }) => `${repository} ${name}`).sort();
const stateOf = async (page: Page): Promise<string> => (await snapshotOf(page)).watch.state.kind;

async function watchedIn(folders: AppFolders): Promise<string> {
  const folder = path.join(folders.files, 'incoming');
  await mkdir(folder);
  return folder;
}

/** Lets the app watch a folder, through its settings, as a person does. */
async function watchThrough(page: Page, repository: string): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const settings = page.getByRole('main', { name: 'Settings' });
  await settings
    .locator('.setting', { hasText: 'Watched folder' })
    .getByRole('button', { name: 'Choose folder…' })
    .click();
  await settings.getByLabel('Quiet time').fill('1');
  await settings.getByLabel('Its repository').fill(repository);
  await page.keyboard.press('Enter');
  await expect(settings.getByRole('region', { name: 'State of the watched folder' })).toContainText('Watching');
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
}

test('adds what comes into the watched folder once it is quiet, each once, over a restart', async () => {
  await using folders = await appFolders();
  const folder = await watchedIn(folders);
  await writeFile(path.join(folders.files, 'secret.tar'), 'outside');
  await symlink(path.join(folders.files, 'secret.tar'), path.join(folder, 'link.tar'));
  const layer = await makeLayer({ ...folders, files: folder }, 'layer.tar', 1, MIB);
  {
    await using app = await launchApp(folders);
    const { page } = app;
    await answerOpenDialogs(app.electron, [folder]);
    await watchThrough(page, 'library/incoming');
    await expect(page.getByRole('button', { name: 'Watching incoming' })).toBeVisible();
    await waitForUpload(page, layer.name, 'ready');

    const growing = await open(path.join(folder, 'growing.tar'), 'a');
    await growing.write('half');
    await writeFile(path.join(folder, 'download.tar.part'), 'part of it');
    await writeFile(path.join(folder, 'whole.tar'), 'whole');
    await waitForUpload(page, 'whole.tar', 'ready');
    expect(await uploadsIn(page)).toEqual(['library/incoming layer.tar', 'library/incoming whole.tar']);
    await growing.write(' and half');
    await growing.close();
    await rename(path.join(folder, 'download.tar.part'), path.join(folder, 'download.tar'));
    expect((await waitForUpload(page, 'growing.tar', 'ready')).size).toBe('half and half'.length);
    await waitForUpload(page, 'download.tar', 'ready');

    await pressAction(page, layer.name, 'Finish');
    await expectFinished(folders, await waitForUpload(page, layer.name, 'finished'), layer.digest);
    expect(app.complaints).toEqual([]);
  }
  await writeFile(path.join(folder, 'while closed.tar'), 'later');
  await using app = await launchApp(folders);
  await waitForUpload(app.page, 'while closed.tar', 'ready');
  // The finished one is off the list: it would be the only one of its name, were it added again.
  expect(await uploadsIn(app.page)).toEqual(
    ['download.tar', 'growing.tar', 'while closed.tar', 'whole.tar'].map((name) => `library/incoming ${name}`),
  );
});

test('looks for a watched folder that is gone, and stops when told', async () => {
  await using folders = await appFolders();
  const folder = await watchedIn(folders);
  await using app = await launchApp(folders);
  const { page } = app;
  await answerOpenDialogs(app.electron, [folder]);
  await watchThrough(page, 'library/incoming');
  await rename(folder, `${folder}.away`);
  await expect(page.getByRole('button', { name: 'incoming is not watched' })).toBeVisible({ timeout: 30_000 });
  await writeFile(path.join(`${folder}.away`, 'back.tar'), 'back');
  await rename(`${folder}.away`, folder);
  await waitForUpload(page, 'back.tar', 'ready', 40_000);
  await expect(page.getByRole('button', { name: 'Watching incoming' })).toBeVisible();

  await page.getByRole('button', { name: 'Watching incoming' }).click();
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await expect.poll(() => stateOf(page)).toBe('off');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /incoming$/ })).toHaveCount(0);
  expect(app.complaints).toEqual([]);
});
