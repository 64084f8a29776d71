import { mkdir, readdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { answerOpenDialogs, appFolders, launchApp, snapshotOf, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, MIB, makeLayer, makeSparse, pressAction, untilOffset } from '../support/journey.ts';

test.setTimeout(120_000);

async function openMenu(page: Page): Promise<void> {
  await page.locator('.store').click();
}

async function chooseInMenu(page: Page, name: string | RegExp): Promise<void> {
  await openMenu(page);
  await page.getByRole('menuitem', { name }).click();
}

const rootOf = async (page: Page): Promise<string> => (await snapshotOf(page)).store.root;

async function untilOpen(page: Page, root: string): Promise<void> {
  await expect
    .poll(async () => {
      const { store } = await snapshotOf(page);
      return `${store.root} ${store.state.kind}`;
    })
    .toBe(`${root} open`);
}

test('switches between stores: asks while bytes move, pauses with a checkpoint, and goes on when it is back', async () => {
  await using folders = await appFolders();
  const second = path.join(folders.files, 'second');
  await mkdir(second);
  const large = await makeSparse(folders, 'large.tar', 4096 * MIB);
  const small = await makeLayer(folders, 'small.tar', 91, MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(page, [large.path], 'library/large');
  await untilOffset(page, large.name, 16 * MIB);

  // The system's dialog is not even opened before the answer.
  await answerOpenDialogs(app.electron, [second]);
  await chooseInMenu(page, 'Choose another folder…');
  const question = page.getByRole('alertdialog', { name: '1 upload is moving' });
  await question.getByRole('button', { name: 'Stay here' }).click();
  expect(await rootOf(page)).toBe(folders.store);
  await waitForUpload(page, large.name, 'moving');
  await chooseInMenu(page, 'Choose another folder…');
  await question.getByRole('button', { name: 'Pause and switch' }).click();
  await untilOpen(page, second);
  await expect(page.locator('[data-upload]')).toHaveCount(0);
  await addByDrop(page, [small.path], 'library/small');
  await waitForRow(page, small.name, 'ready');

  // The first one was named on the command line only; the second was chosen, and is kept.
  await openMenu(page);
  await expect(page.getByRole('menuitem', { name: /^second/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await answerOpenDialogs(app.electron, [folders.store]);
  await chooseInMenu(page, 'Choose another folder…');
  await untilOpen(page, folders.store);
  const back = await waitForUpload(page, large.name, 'paused');
  expect(back).toMatchObject({ status: { reason: 'quit' }, checkpointed: back.offset });
  await expect(page.locator('[data-upload]')).toContainText('when its store was closed');
  await pressAction(page, large.name, 'Resume');
  const moving = await waitForUpload(page, large.name, ({ offset }) => offset > back.offset);
  expect(moving.rehashed).toBe(0);
  await pressAction(page, large.name, 'Pause');
  // In the window, which asks otherwise.
  await waitForRow(page, large.name, 'paused');

  await chooseInMenu(page, /^second/);
  await untilOpen(page, second);
  await waitForRow(page, small.name, 'ready');
  expect(app.complaints).toEqual([]);
});

test('keeps what is said of a store, offers its repository, and writes its registry before references', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'layer.tar', 92, MIB);
  const app = await launchApp(folders);
  const { page } = app;
  await chooseInMenu(page, 'Manage stores…');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Build');
  await page.getByRole('textbox', { name: 'Repository' }).fill('library/base');
  await page.getByRole('textbox', { name: 'Registry' }).fill('localhost:5000');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Build' })).toContainText('library/base · localhost:5000');
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.locator('.store')).toContainText('Build');
  await addByDrop(page, [layer.path], 'library/once');
  await waitForUpload(page, layer.name, 'ready');
  // What was used once does not take the place of what the store offers.
  expect((await snapshotOf(page)).settings.repository).toBe('library/base');
  await pressAction(page, layer.name, 'Finish');
  await page.getByRole('button', { name: 'library/once 1 layer' }).click();
  await page.getByRole('row', { name: layer.digest }).focus();
  await page.keyboard.press('l');
  await expect(page.getByText('Reference copied')).toBeVisible();
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(
    `localhost:5000/library/once@${layer.digest}`,
  );
  await app.close();

  await using again = await launchApp(folders);
  await expect(again.page.locator('.store')).toContainText('Build');
  expect((await snapshotOf(again.page)).settings.stores).toEqual([
    { root: folders.store, name: 'Build', repository: 'library/base', host: 'localhost:5000' },
  ]);
});

test('says that a disk is gone, waits for it, and goes on', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'layer.tar', 93, MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(page, [layer.path], 'library/disk');
  await waitForRow(page, layer.name, 'ready');
  await rename(folders.store, `${folders.store} away`);
  await expect(page.getByRole('region', { name: 'The disk of this store is missing' })).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.locator('.store')).toContainText('disk missing');
  await rename(`${folders.store} away`, folders.store);
  await expect(page.getByRole('region', { name: 'The disk of this store is missing' })).toBeHidden({ timeout: 20_000 });
  await pressAction(page, layer.name, 'Finish');
  await waitForUpload(page, layer.name, 'finished');
  expect(app.complaints).toEqual([]);
});

test('asks for a folder at the first start, and makes none before', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders, { storeOfSettings: true });
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Where should the layers go?' })).toBeVisible();
  expect(await readdir(homedir())).not.toContain('Layerlift');
  await answerOpenDialogs(app.electron, [folders.store]);
  await page.getByRole('button', { name: 'Choose a folder…' }).click();
  await untilOpen(page, folders.store);
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  expect((await snapshotOf(page)).settings).toMatchObject({ store: folders.store, stores: [{ root: folders.store }] });
});
