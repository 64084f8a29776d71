import { chmod, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ErrorCode } from '../../shared/errors.ts';
import { answerOpenDialogs, appFolders, launchApp, snapshotOf, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, MIB, makeLayer, makeSparse, pressAction, untilOffset } from '../support/journey.ts';
import { tree } from '../support/layers.ts';

test.setTimeout(120_000);

/** Main has closed the store for a reason, and the window says so, with what to do. */
async function expectProblem(page: Page, code: ErrorCode, title: string, remedy: string): Promise<void> {
  await expect
    .poll(async () => {
      const { state } = (await snapshotOf(page)).store;
      return state.kind === 'closed' ? state.error.code : state.kind;
    })
    .toBe(code);
  const card = page.getByRole('region', { name: title });
  await expect(card).toContainText(remedy);
  await expect(card.getByRole('button', { name: 'Choose another folder…' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add layers' })).toBeDisabled();
}

/** Chooses a store in the store menu. */
async function chooseStore(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^(Store|store|bad|other)/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Choose another folder…' }).click();
}

test('says why a folder cannot be the store, changes nothing in it, and goes on with a good one', async () => {
  await using folders = await appFolders();
  const bad = (name: string): string => path.join(folders.files, name);
  const readOnly = bad('bad read-only');
  await mkdir(path.join(readOnly, 'docker'), { recursive: true });
  await chmod(readOnly, 0o555);
  await writeFile(bad('bad file'), 'a file');
  await mkdir(bad('other things'));
  await writeFile(path.join(bad('other things'), 'letter.txt'), 'dear');
  const layer = await makeLayer(folders, 'kept.tar', 1, MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(page, [layer.path], 'library/kept');
  await waitForRow(page, layer.name, 'ready');

  await answerOpenDialogs(app.electron, [readOnly]);
  await chooseStore(page);
  await expectProblem(page, 'STORE_READ_ONLY', 'The store cannot be written to', 'write permission');
  await expect(page.locator('[data-upload]')).toHaveCount(0);
  expect(await readdir(readOnly)).toEqual(['docker']);
  await chmod(readOnly, 0o755);

  await answerOpenDialogs(app.electron, [bad('bad file')]);
  await chooseStore(page);
  await expectProblem(page, 'STORE_NOT_A_FOLDER', 'A file lies where the store should be', 'Choose a folder instead.');
  expect(await readFile(bad('bad file'), 'utf8')).toBe('a file');

  await answerOpenDialogs(app.electron, [bad('other things')]);
  await chooseStore(page);
  await expectProblem(page, 'STORE_NOT_A_STORE', 'This folder is not a store', 'what is in it stays as it is');
  expect(await tree(bad('other things'))).toEqual(['letter.txt']);
  await page.getByRole('button', { name: 'Create store here' }).click();
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  expect(await tree(bad('other things'))).toEqual(['layerlift/lock', 'letter.txt']);

  await answerOpenDialogs(app.electron, [folders.store]);
  await chooseStore(page);
  await waitForUpload(page, layer.name, 'ready');
  await waitForRow(page, layer.name, 'ready');
  expect(app.complaints).toEqual([]);
});

test('waits for a store that is missing at start', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'away.tar', 1, MIB);
  const first = await launchApp(folders, { args: ['--repository', 'library/away', layer.path] });
  await waitForUpload(first.page, layer.name, 'ready');
  await first.close();
  const away = `${folders.store} away`;
  await rename(folders.store, away);
  const settings = JSON.stringify({ version: 1, settings: { store: folders.store } });
  await writeFile(path.join(folders.profile, 'settings.json'), settings);

  await using second = await launchApp(folders, { storeOfSettings: true });
  const { page } = second;
  await expectProblem(page, 'STORE_MISSING', 'The store’s folder is not there', `Looked for ${folders.store}`);
  // The place of a disk that is not there is not taken for an empty store.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectProblem(page, 'STORE_MISSING', 'The store’s folder is not there', 'Connect its disk');
  await rename(away, folders.store);
  // It opens by itself when the disk is back.
  await waitForRow(page, layer.name, 'ready');
});

test('leaves a store to the app that has it', async () => {
  await using folders = await appFolders();
  const layer = await makeSparse(folders, 'large.tar', 4096 * MIB);
  const profile = path.join(folders.files, 'profile of another');
  await mkdir(profile);
  const first = await launchApp(folders);
  await addByDrop(first.page, [layer.path], 'library/locked');
  await untilOffset(first.page, layer.name, 16 * MIB);

  await using second = await launchApp({ store: folders.store, profile });
  await expectProblem(second.page, 'STORE_LOCKED', 'Another Layerlift is using this store', 'Close it first');
  const { offset } = await waitForUpload(first.page, layer.name, 'moving');
  await untilOffset(first.page, layer.name, offset + 1);
  // A dead owner does not hold the lock.
  await first.kill();
  await second.page.getByRole('button', { name: 'Try again' }).click();
  await waitForRow(second.page, layer.name, 'interrupted');
  await pressAction(second.page, layer.name, 'Resume');
  await waitForUpload(second.page, layer.name, (upload) => upload.offset > offset);
});
