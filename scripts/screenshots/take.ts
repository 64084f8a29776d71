/** Brings the real app into the states that the documentation shows, and takes their pictures into docs/images. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import {
  appFolders,
  dropFiles,
  launchApp,
  type RunningApp,
  snapshotOf,
  waitForUpload,
} from '../../test/support/app.ts';
import { addByDrop, limitRate, pressAction, untilOffset } from '../../test/support/journey.ts';
import { inProject } from '../lib/project.ts';

const MB = 1_000_000;
const images = inProject('docs', 'images');
const SIZE = { width: 1240, height: 780 };

/** What lies in the store when the pictures are taken; sizes in bytes, sparse so that they cost nothing to make. */
const LAYERS = {
  moving: { name: 'llama-70b-instruct.q8.tar', size: 6000 * MB, repository: 'ml/llama-70b' },
  second: { name: 'ubuntu-24.04-cuda-rootfs.tar.zst', size: 4000 * MB, repository: 'library/ubuntu' },
  ready: { name: 'assets-2026-11.tar.gz', size: 240 * MB, repository: 'games/assets' },
  changed: { name: 'textures-pack-b.tar.gz', size: 900 * MB, repository: 'games/assets' },
  paused: { name: 'base-rootfs.tar', size: 410 * MB, repository: 'library/ubuntu' },
  sheet: { name: 'weights-00001.tar', size: 990 * MB, repository: 'ml/llama-70b' },
} as const;

await using folders = await appFolders();
fs.mkdirSync(images, { recursive: true });
await empty();
await busy();
await afterCrash();

async function empty(): Promise<void> {
  await using app = await launch();
  await app.page.getByRole('heading', { name: 'Drop layers here' }).waitFor();
  await both(app, 'empty');
}

async function busy(): Promise<void> {
  await using app = await launch();
  const { page } = app;
  await add(page, LAYERS.ready);
  await waitForUpload(page, LAYERS.ready.name, 'ready');
  for (const layer of [LAYERS.paused, LAYERS.changed]) {
    await add(page, layer);
    await untilOffset(page, layer.name, layer.size / 4);
    await pressAction(page, layer.name, 'Pause');
    await waitForUpload(page, layer.name, 'paused');
  }
  fs.appendFileSync(path.join(folders.files, LAYERS.changed.name), 'edited');
  await pressAction(page, LAYERS.changed.name, 'Resume');
  await waitForUpload(page, LAYERS.changed.name, (upload) => upload.status.kind === 'paused');
  for (const layer of [LAYERS.moving, LAYERS.second]) await add(page, layer);
  await untilOffset(page, LAYERS.moving.name, LAYERS.moving.size * 0.2);
  await both(app, 'busy');
  await limitRate(page, 60 * MB);
  // The speed that is shown follows within seconds.
  await page.getByText(/moving · [4-7]\d(\.\d)? MB\/s/).waitFor();
  await page.getByRole('row', { name: LAYERS.moving.name }).press('i');
  const panel = page.getByRole('complementary');
  await panel.getByRole('img', { name: / now, / }).waitFor();
  await panel.getByText(/^of the first /).waitFor();
  await both(app, 'inspector');
  await page.keyboard.press('Escape');
  await limitRate(page, 0);
  await dropFiles(page, [sparse(LAYERS.sheet)]);
  await page.getByRole('dialog').getByLabel('Repository', { exact: true }).fill(LAYERS.sheet.repository);
  await both(app, 'add');
  await app.kill();
}

async function afterCrash(): Promise<void> {
  await using app = await launch();
  await waitForUpload(app.page, LAYERS.moving.name, 'interrupted');
  await both(app, 'after-a-crash');
}

async function launch(): Promise<RunningApp> {
  const app = await launchApp(folders);
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, SIZE);
  // Repositories come when the window has painted.
  await expect.poll(async () => (await snapshotOf(app.page)).catalog.state).toBe('read');
  return app;
}

async function add(page: Page, layer: (typeof LAYERS)[keyof typeof LAYERS]): Promise<void> {
  await addByDrop(page, [sparse(layer)], layer.repository);
}

function sparse({ name, size }: { readonly name: string; readonly size: number }): string {
  const file = path.join(folders.files, name);
  fs.writeFileSync(file, '');
  fs.truncateSync(file, size);
  return file;
}

/** Takes a picture in light and in dark. */
async function both({ page }: RunningApp, name: string): Promise<void> {
  // Away from everything that looks different under a pointer.
  await page.mouse.move(0, 0);
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: a picture would catch colours half-way from light to dark.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: path.join(images, `${name}-${colorScheme}.png`) });
  }
}
