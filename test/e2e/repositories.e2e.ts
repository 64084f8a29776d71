import { mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { pathFor } from '../../electron/engine/layers/paths.ts';
import type { Digest } from '../../shared/digest.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import { type AppFolders, appFolders, dropFiles, launchApp, waitForUpload } from '../support/app.ts';
import { startDockerRegistry } from '../support/dockerRegistry.ts';
import { addByDrop, MIB, makeLayer, pressAction } from '../support/journey.ts';
import { digestOf } from '../support/layers.ts';
import { imageManifest, pushBlob, pushManifest } from '../support/registryManifests.ts';
import { seededBytes } from '../support/seededBytes.ts';

test.setTimeout(120_000);

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{ readonly violations: readonly { readonly id: string }[] }>;
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  return found.violations.map(({ id }) => id);
}

function blobAt({ store }: Pick<AppFolders, 'store'>, digest: Digest): string {
  return path.join(store, pathFor({ kind: 'blobData', digest }));
}

/** 400 repositories with a link each to one blob that takes long to hash. */
async function manyRepositories(folders: AppFolders): Promise<Digest> {
  const digest = digestOf(Buffer.from('not its bytes'));
  await mkdir(path.dirname(blobAt(folders, digest)), { recursive: true });
  await writeFile(blobAt(folders, digest), '');
  await truncate(blobAt(folders, digest), 256 * 1024 * MIB);
  for (let n = 0; n < 400; n += 1) {
    const repository = parseRepositoryName(`team/service-${n}`);
    const link = path.join(folders.store, pathFor({ kind: 'layerLink', repository, digest }));
    await mkdir(path.dirname(link), { recursive: true });
    await writeFile(link, digest);
  }
  return digest;
}

const rowOf = (page: Page, digest: Digest) => page.locator(`[data-layer="${digest}"]`);

const inSideBar = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Repositories' }).getByRole('button', { name });

async function flipBit(folders: AppFolders, digest: Digest): Promise<void> {
  await using file = await open(blobAt(folders, digest), 'r+');
  const [byte = 0] = (await file.read(Buffer.alloc(1), 0, 1, 1000)).buffer;
  await file.write(Uint8Array.of(byte ^ 1), 0, 1, 1000);
}

test('shows the layers of a store that a registry serves, live, verifies one and finds a flipped bit', async () => {
  await using folders = await appFolders();
  const config = Buffer.from('{}');
  const pushed = seededBytes(81, MIB);
  await using registry = await startDockerRegistry(folders.store);
  await pushBlob(registry, 'library/served', config);
  const served = await pushBlob(registry, 'library/served', pushed);
  await pushManifest(registry, 'library/served', imageManifest(config, [pushed]), 'v1');

  await using app = await launchApp(folders);
  const { page } = app;
  await inSideBar(page, 'library/served').click();
  await expect(page.getByRole('heading', { name: 'library/served' })).toBeVisible();
  await expect(rowOf(page, served)).toContainText('In v1');
  await expect(page.getByRole('row')).toHaveCount(2);

  // What is dropped on the page of a repository goes there.
  const layer = await makeLayer(folders, 'ours.tar', 82, 3 * MIB);
  await dropFiles(page, [layer.path]);
  await expect(page.getByRole('dialog').getByLabel('Repository', { exact: true })).toHaveValue('library/served');
  await page.keyboard.press('Escape');

  // A layer of ours comes into the list as soon as it is finished, and nothing names it yet.
  await addByDrop(page, [layer.path], 'library/served');
  await waitForUpload(page, layer.name, 'ready');
  await page.getByRole('tab', { name: /^Uploads/ }).click();
  await pressAction(page, layer.name, 'Finish');
  await waitForUpload(page, layer.name, 'finished');
  await page.getByRole('tab', { name: /^Layers/ }).click();
  await expect(rowOf(page, layer.digest)).toContainText('No manifest names it');
  await expect(page.getByRole('note')).toContainText('No manifest names one layer');
  expect(await violations(page)).toEqual([]);

  // A registry tells nobody of a push: the window looks again when it is asked to.
  await pushManifest(registry, 'library/served', imageManifest(config, [pushed, await readFile(layer.path)]), 'v2');
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(rowOf(page, layer.digest)).toContainText('In v2');
  await expect(page.getByRole('note')).toHaveCount(0);

  await page.getByRole('row', { name: layer.digest }).focus();
  await page.keyboard.press('v');
  await expect(rowOf(page, layer.digest)).toContainText('Intact');
  await page.keyboard.press('Control+c');
  await expect(page.getByText('Digest copied')).toBeVisible();
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(layer.digest);
  await page.keyboard.press('l');
  await expect(page.getByText('Reference copied')).toBeVisible();
  expect(await app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(`library/served@${layer.digest}`);

  await flipBit(folders, layer.digest);
  await page.keyboard.press('v');
  await expect(rowOf(page, layer.digest)).toContainText('Corrupt');
  expect(await violations(page)).toEqual([]);
  expect(app.complaints).toEqual([]);
});

test('stops a verification, and shows thousands of repositories without all of them in the document', async () => {
  await using folders = await appFolders();
  const large = await manyRepositories(folders);
  await using app = await launchApp(folders);
  const { page } = app;
  await expect(inSideBar(page, 'team/service-0 1 layer')).toBeVisible();
  await page.getByRole('textbox', { name: 'Find a repository' }).fill('service-399');
  await inSideBar(page, 'team/service-399').click();
  await page.getByRole('row', { name: large }).focus();
  await page.keyboard.press('v');
  await expect(rowOf(page, large)).toContainText(/Verifying, \d+ %/);
  await page.getByRole('button', { name: 'Stop verifying' }).click();
  await expect(rowOf(page, large)).not.toContainText('Verifying');
  await page.getByRole('textbox', { name: 'Find a repository' }).fill('');
  expect(await page.locator('.side-list li').count()).toBeLessThan(60);
  expect(app.complaints).toEqual([]);
});
