import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ASK_OVER } from '../../shared/intake.ts';
import {
  type AppFolders,
  answerOpenDialogs,
  appFolders,
  dropFiles,
  launchApp,
  snapshotOf,
  startAgain,
  waitForUpload,
} from '../support/app.ts';
import { addByDrop } from '../support/journey.ts';

test.setTimeout(120_000);

/** Makes files in a folder of the test, each with its name as its content. */
async function plant(folders: AppFolders, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const file = path.join(folders.files, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, name);
  }
}

const sheetOf = (page: Page) => page.getByRole('dialog', { name: /^Add / });

/** The names of the uploads in main, with their repositories. */
const uploadsIn = async (page: Page): Promise<readonly string[]> =>
  (await snapshotOf(page)).uploads.map(({ name, repository }) => `${repository} ${name}`).sort();

test('takes the layers of a folder that is dropped, and says what it passes over', async () => {
  await using folders = await appFolders();
  await plant(folders, ['images/a/layer.tar', 'images/b/layer.tar', 'images/b/.cache', 'images/b/SHA256SUMS']);
  await plant(folders, ['images/closed/secret.tar', 'images/half.tar.part']);
  await symlink('..', path.join(folders.files, 'images/a/up'));
  execFileSync('mkfifo', [path.join(folders.files, 'images/pipe')]);
  await chmod(path.join(folders.files, 'images/closed'), 0);
  await using app = await launchApp(folders);
  const { page } = app;
  await dropFiles(page, [path.join(folders.files, 'images')]);
  const sheet = sheetOf(page);
  await expect(sheet.getByRole('row', { name: 'layer.tar' })).toHaveCount(2);
  await expect(sheet).toContainText('a/layer.tar');
  await expect(sheet).toContainText('This folder cannot be read');
  await expect(sheet).toContainText(
    'Passed over in folders: 1 symbolic link, 1 pipe, socket or device, 1 hidden file or folder, 1 partial download, 1 checksum or signature file.',
  );
  await sheet.getByRole('button', { name: 'Take them off' }).click();
  await sheet.getByLabel('Repository', { exact: true }).fill('library/images');
  await sheet.getByRole('button', { name: 'Add 2 layers' }).click();
  await expect.poll(() => uploadsIn(page)).toEqual(['library/images layer.tar', 'library/images layer.tar']);
  await chmod(path.join(folders.files, 'images/closed'), 0o700);
  expect(app.complaints).toEqual([]);
});

test(`asks when more than ${ASK_OVER} files are dropped, and takes no for an answer`, async () => {
  await using folders = await appFolders();
  execFileSync('sh', ['-c', `seq ${ASK_OVER + 200} | sed 's/^/layer-/' | xargs touch`], { cwd: folders.files });
  await using app = await launchApp(folders);
  const { page } = app;
  const question = page.getByRole('alertdialog', { name: 'Look at 1,200 files?' });
  await dropFiles(page, [folders.files]);
  await expect(question).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await dropFiles(page, [folders.files]);
  await expect(question.getByRole('button', { name: 'Look at 1,200 files' })).toBeFocused();
  await page.keyboard.press('Enter');
  const sheet = sheetOf(page);
  await expect(sheet.getByRole('heading', { name: /^Add 1,200 layers/ })).toBeVisible();
  expect(await sheet.getByRole('row').count()).toBeLessThan(40);
  await sheet.getByRole('row').first().focus();
  await page.keyboard.press('End');
  await expect(sheet.getByRole('row', { name: 'layer-1200', exact: true })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(sheet.getByRole('heading', { name: /^Add 1,199 layers/ })).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await uploadsIn(page)).toEqual([]);
  expect(app.complaints).toEqual([]);
});

test('adds what is dropped on a repository to that one', async () => {
  await using folders = await appFolders();
  await plant(folders, ['first.tar', 'second.tar']);
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(page, [path.join(folders.files, 'first.tar')], 'games/assets');
  await waitForUpload(page, 'first.tar', 'ready');
  await addByDrop(page, [path.join(folders.files, 'second.tar')], 'library/other');
  const target = page.getByRole('navigation').getByRole('button', { name: /^games\/assets/ });
  await plant(folders, ['third.tar']);
  await dropFiles(page, [path.join(folders.files, 'third.tar')], target);
  await expect(sheetOf(page).getByLabel('Repository', { exact: true })).toHaveValue('games/assets');
  await sheetOf(page).getByRole('button', { name: /^Add / }).click();
  expect((await waitForUpload(page, 'third.tar', 'ready')).repository).toBe('games/assets');
});

test('takes folders from the dialog, and paths from the clipboard', async () => {
  await using folders = await appFolders();
  await plant(folders, ['chosen/one.tar', 'pasted dir/two.tar', 'three.tar']);
  await using app = await launchApp(folders);
  const { page } = app;
  await expect.poll(async () => (await snapshotOf(page)).store.state.kind).toBe('open');
  await answerOpenDialogs(app.electron, [path.join(folders.files, 'chosen')]);
  await page.keyboard.press('ControlOrMeta+Shift+O');
  await expect(sheetOf(page).getByRole('row', { name: 'one.tar' })).toBeVisible();
  await page.keyboard.press('Escape');

  const text = `${path.join(folders.files, 'pasted dir')}\nfile://${path.join(folders.files, 'three.tar')}\n`;
  await app.electron.evaluate(({ clipboard }, copied) => clipboard.writeText(copied), text);
  await page.keyboard.press('ControlOrMeta+V');
  await expect(sheetOf(page).getByRole('row', { name: 'two.tar' })).toBeVisible();
  await expect(sheetOf(page).getByRole('row', { name: 'three.tar' })).toBeVisible();
  await page.keyboard.press('Escape');

  await app.electron.evaluate(({ clipboard }) => clipboard.writeText('three.tar'));
  await page.getByRole('button', { name: 'More ways to add' }).click();
  await page.getByRole('menuitem', { name: 'Paste files or paths' }).click();
  await expect(page.getByText('There are no files in the clipboard')).toBeVisible();
  expect(app.complaints).toEqual([]);
});

test('takes paths of a second start from where that was started, and names that look like options', async () => {
  await using folders = await appFolders();
  const names = ['here.tar', '--store', '-rf', 'sub/below.tar', 'sub/\u202egnp.rat', `sub/${'w'.repeat(251)}.tar`];
  await plant(folders, names);
  await using app = await launchApp(folders);
  const args = ['--repository', 'library/second', 'here.tar', './sub', '--', '--store', '-rf'];
  const second = await startAgain(folders, args, folders.files);
  expect(second.code).toBe(0);
  const expected = names.map((name) => `library/second ${path.basename(name)}`).sort();
  await expect.poll(() => uploadsIn(app.page), { timeout: 30_000 }).toEqual(expected);
  expect((await readdir(folders.profile)).filter((name) => name.startsWith('handover'))).toEqual([]);
});

test('adds thousands bit by bit, with digests of the list beside them, and stops when told', async () => {
  await using folders = await appFolders();
  execFileSync('sh', ['-c', 'for i in $(seq 700); do echo $i > layer-$i.tar; done; sha256sum *.tar > SHA256SUMS'], {
    cwd: folders.files,
  });
  await using app = await launchApp(folders);
  const { page } = app;
  await dropFiles(page, [folders.files]);
  const sheet = sheetOf(page);
  await expect(sheet.getByRole('heading', { name: /^Add 700 layers/ })).toBeVisible();
  await expect(sheet.getByRole('row').first()).toContainText('digest from SHA256SUMS');
  await sheet.getByLabel('Repository', { exact: true }).fill('library/many');
  await sheet.getByRole('button', { name: 'Add 700 layers' }).click();
  await sheet.getByRole('button', { name: 'Stop adding' }).click();
  await expect(sheet.getByRole('button', { name: /^Add \d+ layers$/ })).toBeEnabled();
  const { uploads } = await snapshotOf(page);
  expect(uploads.length).toBeGreaterThan(0);
  expect(uploads.length).toBeLessThan(700);
  expect(uploads.every(({ expected }) => expected !== null)).toBe(true);
  await expect(sheet.getByRole('heading')).toHaveText(new RegExp(`^Add ${700 - uploads.length} layers`));
  expect(app.complaints).toEqual([]);
});
