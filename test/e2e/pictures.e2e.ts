import { readFileSync, writeFileSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  type AppFolders,
  appFolders,
  dropFiles,
  launchApp,
  type RunningApp,
  waitForRow,
  waitForUpload,
} from '../support/app.ts';
import { cancelUpload, chooseAction, limitRate, makeLayer } from '../support/journey.ts';
import { expectPictures, expectSeen, holdStill } from '../support/pictures/comparePictures.ts';
import { plantQueue, QUEUE } from '../support/pictures/plantedQueue.ts';
import { differences, type Surroundings, surroundingsOf } from '../support/pictures/surroundings.ts';

/*
 * The main views of the real app beside the pictures in `references`. They are compared only where the same page looks
 * the same as where they were made; elsewhere the tests skip and say what differs. To make them anew see CONTRIBUTING.
 */

test.setTimeout(120_000);

const SIZE = { width: 1000, height: 640 };
/** Wide enough for the inspector to stand beside the list. */
const WIDE = { width: 1090, height: 640 };
const SMALL = { width: 800, height: 560 };
const MADE_ON = path.resolve(import.meta.dirname, 'references/made-on.json');

/** Starts the app in a window of `size` CSS pixels, whatever the display's own scale. */
async function open(folders: AppFolders, size = SIZE): Promise<RunningApp> {
  const app = await launchApp(folders, { args: ['--force-device-scale-factor=1'] });
  const here = await surroundingsOf(app);
  const isRenewed = test.info().config.updateSnapshots !== 'none';
  if (isRenewed) writeFileSync(MADE_ON, `${JSON.stringify(here, null, 2)}\n`);
  const reason = differences(here, JSON.parse(readFileSync(MADE_ON, 'utf8')) as Surroundings);
  if (reason !== '') {
    await app.close();
    console.log(`Pictures are not compared: their references were made elsewhere (${reason}).`);
    test.skip(true, reason);
  }
  // The one digester that says the same of itself on every machine.
  await app.page.evaluate(() => window.layerlift['settings:change']({ language: 'en', digester: 'hash-wasm' }));
  await expect(app.page.getByText('Digest: hash-wasm')).toBeVisible();
  await resize(app, size);
  await holdStill(app.page);
  return app;
}

async function resize({ electron, page }: RunningApp, size: typeof SIZE, zoom = 1): Promise<void> {
  await page.evaluate((factor) => window.layerlift['settings:change']({ zoom: factor }), zoom);
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.waitForFunction(({ width, height }) => window.innerWidth === width && window.innerHeight === height, {
    width: size.width / zoom,
    height: size.height / zoom,
  });
}

const rowNamed = (page: Page, name: string) => page.getByRole('row', { name });

/** One upload moves, as slowly as can be, and one waits behind it. */
async function makeBusy(page: Page): Promise<void> {
  await limitRate(page, 100_000);
  await page.getByLabel('Uploads at a time').selectOption('1');
  await chooseAction(page, QUEUE.moving, 'Resume');
  await waitForRow(page, QUEUE.moving, 'moving');
  await chooseAction(page, QUEUE.waiting, 'Resume');
  await waitForRow(page, QUEUE.waiting, 'queued');
}

async function inspect(page: Page, name: string): Promise<void> {
  await rowNamed(page, name).press('i');
  await expect(page.getByRole('complementary')).toContainText(/of the first [\d,]+ bytes/);
}

test('looks as it did: empty, settings, and files on their way in', async () => {
  await using folders = await appFolders();
  await using app = await open(folders);
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  await expectPictures(app, 'empty');

  const files = [];
  for (const [index, name] of ['weights-00001.tar', 'weights-00002.tar', 'tokenizer.tar'].entries()) {
    const { path: file, digest } = await makeLayer(folders, name, index, (index + 1) * 300_000);
    if (index === 0) await writeFile(`${file}.sha256`, `${digest.slice('sha256:'.length)}  ${name}\n`);
    files.push(file);
  }
  await dropFiles(page, files);
  const sheet = page.getByRole('dialog');
  await expect(sheet.getByText('weights-00001.tar.sha256')).toBeVisible();
  await sheet.getByLabel('Repository', { exact: true }).fill('ml/llama-70b');
  await expectPictures(app, 'add');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Search settings' })).toBeVisible();
  await expectPictures(app, 'settings');
  expect(app.complaints).toEqual([]);
});

test('looks as it did: after a crash, at work, and what an upload consists of', async () => {
  await using folders = await appFolders();
  await plantQueue(folders);
  await using app = await open(folders);
  const { page } = app;
  await waitForRow(page, QUEUE.failed, 'interrupted');
  await expectPictures(app, 'after-a-crash');
  await page.getByRole('button', { name: 'Not now' }).click();

  await makeBusy(page);
  await rowNamed(page, QUEUE.moving).focus();
  await expectPictures(app, 'busy');

  await resize(app, WIDE);
  await inspect(page, QUEUE.paused);
  await expectPictures(app, 'inspector-state');
  const panel = page.getByRole('complementary');
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('button', { name: /^Take hashstates/ }).click();
  await expectPictures(app, 'inspector-folder', panel);
  await page.getByRole('tab', { name: 'Story' }).click();
  await rowNamed(page, QUEUE.moving).focus();
  await expect(page.getByRole('list', { name: `Story of ${QUEUE.moving}` })).toContainText('Recovered from');
  await expectPictures(app, 'inspector-story', panel);
  await rowNamed(page, QUEUE.paused).focus();
  await page.getByRole('tab', { name: 'Contents' }).click();
  await page.getByRole('treeitem', { name: 'lib' }).click();
  await expectPictures(app, 'inspector-contents', panel);
  expect(app.complaints).toEqual([]);
});

test('looks as it did: troubles, history and repositories', async () => {
  await using folders = await appFolders();
  const planted = await plantQueue(folders);
  await using app = await open(folders);
  const { page } = app;
  await waitForRow(page, QUEUE.failed, 'interrupted');
  await page.getByRole('button', { name: 'Not now' }).click();
  await appendFile(path.join(folders.files, QUEUE.changed), 'edited');
  await chooseAction(page, QUEUE.changed, 'Resume');
  await waitForUpload(page, QUEUE.changed, ({ status }) => status.kind === 'paused' && status.error !== null);
  // It waits behind another one when it loses its data.
  await makeBusy(page);
  await chooseAction(page, QUEUE.failed, 'Resume');
  await waitForRow(page, QUEUE.failed, 'queued');
  await rm(path.join(planted(QUEUE.failed), 'data'));
  await chooseAction(page, QUEUE.failed, 'Start now');
  await waitForRow(page, QUEUE.failed, 'failed');
  await page.getByRole('button', { name: /^Needs you/ }).click();
  await expectPictures(app, 'troubles');

  await page.getByRole('button', { name: /^All/ }).click();
  await cancelUpload(page, QUEUE.waiting);
  await waitForRow(page, QUEUE.waiting, 'cancelled');
  await rowNamed(page, QUEUE.ready).press('f');
  await waitForRow(page, QUEUE.ready, 'finished');
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('grid', { name: 'History' }).getByRole('row')).toHaveCount(3);
  await expectPictures(app, 'history');

  await page.getByRole('region', { name: 'Repositories' }).getByRole('button', { name: 'games/assets' }).click();
  await expect(page.locator('[data-layer]')).toContainText('No manifest names it');
  await expectPictures(app, 'repository');
  expect(app.complaints).toEqual([]);
});

test('looks as it did in the smallest window and at twice the size, and a change is seen', async () => {
  await using folders = await appFolders();
  await plantQueue(folders);
  await using app = await open(folders, SMALL);
  const { page } = app;
  await waitForRow(page, QUEUE.failed, 'interrupted');
  await page.getByRole('button', { name: 'Not now' }).click();
  await makeBusy(page);
  await rowNamed(page, QUEUE.moving).focus();
  await expectPictures(app, 'small-busy');
  await expectSeen(app, 'small-busy', '.side { padding-inline-start: 10px }');
  await expectSeen(app, 'small-busy', '.progress .durable { background: #6aa5f4 }');

  await inspect(page, QUEUE.paused);
  await expectPictures(app, 'small-inspector');
  await resize(app, SIZE, 2);
  await expectPictures(app, 'twice-inspector');
  await page.getByRole('button', { name: 'Close inspector' }).click();
  await expectPictures(app, 'twice-busy');
  expect(app.complaints).toEqual([]);
});
