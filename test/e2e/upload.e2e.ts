import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type ElectronApplication, expect, type Page, test } from '@playwright/test';
import { answerOpenDialogs, appFolders, launchApp, waitForRow, waitForUpload } from '../support/app.ts';
import { startDockerRegistry } from '../support/dockerRegistry.ts';
import {
  addByDrop,
  chooseAction,
  expectFinished,
  limitRate,
  MIB,
  makeLayer,
  makeSparse,
  pressAction,
  rowOf,
  sha256Of,
} from '../support/journey.ts';
import { fetchBlob } from '../support/registryHttp.ts';

test.setTimeout(120_000);

/** What a row shows at one moment: the layers of its bar as fractions, and its words. */
interface Shown {
  readonly written: number;
  readonly hashed: number;
  readonly durable: number;
  readonly words: string;
}

/** Looks at the row of an upload in every frame, from now until it leaves the state `moving`. */
async function watchMoving(page: Page, name: string): Promise<readonly Shown[]> {
  return await page.evaluate(async (wanted) => {
    const seen: Shown[] = [];
    const row = (): HTMLElement | undefined =>
      [...document.querySelectorAll<HTMLElement>('[data-upload]')].find((one) => one.textContent.includes(wanted));
    const fraction = (layer: string): number =>
      Number(/scaleX\(([^)]*)\)/.exec(row()?.querySelector<HTMLElement>(`.${layer}`)?.style.transform ?? '')?.[1]);
    while (row()?.dataset['state'] !== 'moving') await new Promise(requestAnimationFrame);
    while (row()?.dataset['state'] === 'moving') {
      const [written, hashed, durable] = [fraction('written'), fraction('hashed'), fraction('durable')];
      seen.push({ written, hashed, durable, words: row()?.querySelector('.meta')?.textContent ?? '' });
      await new Promise(requestAnimationFrame);
    }
    return seen;
  }, name);
}

test('takes a layer from the drop to a blob that a registry serves, with a pause on the way', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'layer.tar', 1, 256 * MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();

  await limitRate(page, 64 * MIB);
  const watched = watchMoving(page, layer.name);
  await addByDrop(page, [layer.path], 'library/journey');
  // Checkpoints are a second apart at this pace: two of them are seen.
  await waitForUpload(page, layer.name, ({ offset }) => offset > 160 * MIB);
  await pressAction(page, layer.name, 'Pause');
  const paused = await waitForUpload(page, layer.name, 'paused');
  expect(paused.status).toEqual({ kind: 'paused', reason: 'person', error: null });
  expect(paused.checkpointed).toBe(paused.offset);
  await waitForRow(page, layer.name, 'paused');
  await expect(rowOf(page, layer.name)).toContainText('resume re-hashes nothing');

  const shown = await watched;
  for (const layerName of ['written', 'hashed', 'durable'] as const) {
    const fractions = shown.map((one) => one[layerName]);
    expect(new Set(fractions).size, layerName).toBeGreaterThan(2);
    expect(fractions, layerName).toEqual([...fractions].sort((a, b) => a - b));
  }
  for (const { written, hashed, durable } of shown) {
    expect(hashed).toBeLessThanOrEqual(written);
    expect(durable).toBeLessThanOrEqual(hashed);
  }
  expect(shown.map(({ words }) => words).join('\n')).toMatch(/^Moving[\d.]+ of 268\.4 MB · \d+ %[\d.]+ [kM]B\/s/m);

  await limitRate(page, 0);
  await pressAction(page, layer.name, 'Resume');
  await waitForUpload(page, layer.name, 'ready');
  await expect(rowOf(page, layer.name)).toContainText('finishing reads 0 bytes');
  await pressAction(page, layer.name, 'Finish');
  const finished = await waitForUpload(page, layer.name, 'finished');
  await expectFinished(folders, finished, layer.digest);
  expect(finished.rehashed).toBe(0);
  await waitForRow(page, layer.name, 'finished');

  await using registry = await startDockerRegistry(folders.store);
  expect(await fetchBlob(registry, 'library/journey', layer.digest)).toEqual({
    size: 256 * MIB,
    sha256: layer.digest,
  });
  expect(app.complaints).toEqual([]);
});

test('moves two uploads at the same time, and finishes them by themselves', async () => {
  await using folders = await appFolders();
  const layers = [await makeLayer(folders, 'one.tar', 2, 256 * MIB), await makeLayer(folders, 'two.tar', 3, 256 * MIB)];
  await using app = await launchApp(folders);
  const { page } = app;
  await limitRate(page, 128 * MIB);
  const together = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.layerlift.onPatch(({ progress = [] }) => {
          if (progress.filter(({ offset }) => offset > 0).length === 2) resolve();
        });
      }),
  );
  await addByDrop(
    page,
    layers.map((layer) => layer.path),
    'library/both',
    { finishBySelf: true },
  );
  await together;
  await limitRate(page, 0);
  for (const { name, digest } of layers) {
    await expectFinished(folders, await waitForUpload(page, name, 'finished'), digest);
  }
});

test('takes files from the dialog and finds the digest beside them; copies the digest and shows the blob', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'chosen layer.tar.gz', 4, 5 * MIB);
  await writeFile(`${layer.path}.sha256`, `${layer.digest.slice('sha256:'.length)}  ${layer.name}\n`);
  await using app = await launchApp(folders);
  const { page } = app;
  await answerOpenDialogs(app.electron, [layer.path]);
  await page.getByRole('button', { name: 'Add layers' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(`digest from ${layer.name}.sha256`);
  await expect(sheet.getByLabel('Expected digest')).toHaveValue(layer.digest);
  await sheet.getByLabel('Repository', { exact: true }).fill('library/chosen');
  await sheet.getByRole('button', { name: 'Add 1 layer' }).click();
  const ready = await waitForUpload(page, layer.name, 'ready');
  expect(ready.expected).toBe(layer.digest);
  await expect(rowOf(page, layer.name)).toContainText('digest matches');

  await chooseAction(page, layer.name, 'Copy digest');
  await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(layer.digest);
  await expect(page.getByText('Digest copied')).toBeVisible();
  await pressAction(page, layer.name, 'Finish');
  const finished = await waitForUpload(page, layer.name, 'finished');
  await expectFinished(folders, finished, layer.digest);

  const revealed = await collectRevealed(app.electron);
  await chooseAction(page, layer.name, 'Reveal in folder');
  if (finished.status.kind !== 'finished') throw new Error('not finished');
  await expect.poll(revealed).toEqual([path.join(folders.store, finished.status.blobPath)]);
  // The next sheet starts with the repository of the last.
  await answerOpenDialogs(app.electron, [(await makeLayer(folders, 'next.tar', 5, 1)).path]);
  await page.getByRole('button', { name: 'Add layers' }).click();
  await expect(sheet.getByLabel('Repository', { exact: true })).toHaveValue('library/chosen');
});

test('is used from beginning to end without a mouse', async () => {
  await using folders = await appFolders();
  const layer = await makeSparse(folders, 'keys.tar', 512 * MIB);
  const digest = await sha256Of(layer.path);
  const other = await makeSparse(folders, 'other.tar', 2048 * MIB);
  await using app = await launchApp(folders);
  const { page } = app;
  const { keyboard } = page;
  await limitRate(page, 64 * MIB);
  await answerOpenDialogs(app.electron, [layer.path]);
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  await keyboard.press('Control+o');
  await expect(page.getByLabel('Repository', { exact: true })).toBeFocused();
  await keyboard.type('library/keys');
  await keyboard.press('Enter');
  await waitForUpload(page, layer.name, ({ offset }) => offset > 0);

  await tabTo(page, layer.name);
  await keyboard.press('Space');
  await waitForRow(page, layer.name, 'paused');
  await limitRate(page, 0);
  await keyboard.press('Space');
  await waitForRow(page, layer.name, 'ready');
  await keyboard.press('Control+c');
  await expect.poll(() => app.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(digest);
  await keyboard.press('Enter');
  await waitForRow(page, layer.name, 'finished');
  await expectFinished(folders, await waitForUpload(page, layer.name, 'finished'), digest);

  await limitRate(page, 64 * MIB);
  await answerOpenDialogs(app.electron, [other.path]);
  await keyboard.press('Control+o');
  await expect(page.getByLabel('Repository', { exact: true })).toHaveValue('library/keys');
  await keyboard.press('Enter');
  await waitForUpload(page, 'other.tar', ({ offset }) => offset > 0);
  // The sheet gives the focus back to the row that had it.
  await keyboard.press('ArrowDown');
  await keyboard.press('Delete');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('This cannot be undone.');
  await expect(question.getByRole('button', { name: 'Keep upload' })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await waitForRow(page, 'other.tar', 'cancelled');
  await keyboard.press('Delete');
  await expect(rowOf(page, 'other.tar')).toHaveCount(0);
  await expect(page.getByRole('row', { name: layer.name }), 'the neighbour takes the focus').toBeFocused();
  await keyboard.press('Delete');
  await expect(page.locator('[data-upload]')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
});

/** Presses Tab until the row of an upload has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const row = page.getByRole('row', { name });
  for (let presses = 0; presses < 40; presses += 1) {
    if (await row.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the row of ${name} cannot be reached with Tab`);
}

/** Takes the place of the file manager; returns what it was asked to show. */
async function collectRevealed(electron: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await electron.evaluate(({ shell }) => {
    const revealed: string[] = [];
    Object.assign(globalThis, { revealed });
    shell.showItemInFolder = (file) => void revealed.push(file);
  });
  return () => electron.evaluate(() => (globalThis as unknown as { revealed: string[] }).revealed);
}
