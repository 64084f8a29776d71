import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, dropFiles, launchApp, snapshotOf, waitForRow, waitForUpload } from '../support/app.ts';
import { addByDrop, chooseAction, limitRate, MIB, makeSparse, rowOf, type Source } from '../support/journey.ts';

test.setTimeout(120_000);

/** The names of main's uploads, and those of the window's rows, in order. */
const inMain = async (page: Page): Promise<readonly string[]> =>
  (await snapshotOf(page)).uploads.map(({ name }) => name);
const inWindow = (page: Page): Promise<readonly string[]> => page.locator('[data-upload] .name b').allTextContents();

async function expectOrder(page: Page, letters: string): Promise<void> {
  const names = [...letters].map((letter) => `${letter}.tar`);
  await expect.poll(() => inMain(page)).toEqual(names);
  await expect.poll(() => inWindow(page)).toEqual(names);
}

/** Adds uploads of which the first moves, so slowly that it never ends, and all others wait. */
async function addQueue(page: Page, folders: Parameters<typeof makeSparse>[0], letters: string): Promise<void> {
  const sources: Source[] = [];
  for (const letter of letters) sources.push(await makeSparse(folders, `${letter}.tar`, 64 * MIB));
  await page.evaluate(() => window.layerlift['settings:change']({ concurrency: 1 }));
  await limitRate(page, 1_000_000);
  for (const { path } of sources) await addByDrop(page, [path], 'library/queue');
  await waitForUpload(page, 'a.tar', 'moving');
}

const focusRow = (page: Page, name: string): Promise<void> => rowOf(page, name).locator('..').focus();
const nameOf = (page: Page, name: string) => rowOf(page, name).locator('.name b');

test('the order of the queue: by keys, by drag, to the top, one now, and after a restart', async () => {
  await using folders = await appFolders();
  await using first = await launchApp(folders);
  const { page } = first;
  await addQueue(page, folders, 'abcde');
  await expectOrder(page, 'abcde');

  await focusRow(page, 'c.tar');
  await page.keyboard.press('Alt+ArrowUp');
  await expectOrder(page, 'acbde');
  await expect(page.getByRole('row', { name: 'c.tar' }), 'the focus stays with the row').toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expectOrder(page, 'abcde');
  await page.keyboard.press('Alt+Home');
  await expectOrder(page, 'cabde');

  const target = await rowOf(page, 'b.tar').boundingBox();
  if (target === null) throw new Error('no row');
  await nameOf(page, 'e.tar').dragTo(rowOf(page, 'b.tar'), { targetPosition: { x: 200, y: 6 } });
  await expectOrder(page, 'caebd');
  await nameOf(page, 'c.tar').dragTo(rowOf(page, 'd.tar'), {
    targetPosition: { x: 200, y: target.height - 6 },
  });
  await expectOrder(page, 'aebdc');

  // The uppermost that waits is the next.
  await focusRow(page, 'a.tar');
  await page.keyboard.press('Space');
  await waitForUpload(page, 'e.tar', 'moving');
  await focusRow(page, 'd.tar');
  await page.keyboard.press('n');
  await waitForUpload(page, 'd.tar', 'moving');
  await waitForUpload(page, 'e.tar', 'moving');
  await waitForUpload(page, 'b.tar', 'queued');

  await first.close();
  await using second = await launchApp(folders);
  await expectOrder(second.page, 'aebdc');
  expect(second.complaints).toEqual([]);
});

test('many uploads are selected as on any desktop, and paused, resumed and cancelled together', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  await addQueue(page, folders, 'abcd');
  const selected = () => page.locator('[role=row][aria-selected=true] .name b').allTextContents();

  await nameOf(page, 'b.tar').click();
  await nameOf(page, 'd.tar').click({ modifiers: ['ControlOrMeta'] });
  expect(await selected()).toEqual(['b.tar', 'd.tar']);
  await nameOf(page, 'c.tar').click();
  await nameOf(page, 'd.tar').click({ modifiers: ['Shift'] });
  expect(await selected()).toEqual(['c.tar', 'd.tar']);
  await page.keyboard.press('Control+a');
  await page.getByRole('button', { name: 'Pause (4)' }).click();
  for (const letter of 'abcd') await waitForRow(page, `${letter}.tar`, 'paused');

  await focusRow(page, 'b.tar');
  await page.keyboard.press('Escape');
  expect(await selected()).toEqual(['b.tar']);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Space');
  await waitForUpload(page, 'b.tar', 'moving');
  await waitForUpload(page, 'c.tar', 'queued');
  await waitForUpload(page, 'd.tar', 'paused');

  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel 2 uploads' }).click();
  await waitForRow(page, 'b.tar', 'cancelled');
  await waitForRow(page, 'c.tar', 'cancelled');
  await waitForUpload(page, 'a.tar', 'paused');
  await page.keyboard.press('Delete');
  await expect(page.locator('[data-upload]')).toHaveCount(2);
  await page.getByLabel('Sort by').selectOption('name');
  await page.getByRole('button', { name: /^Sorted upwards/ }).click();
  await expect.poll(() => inWindow(page)).toEqual(['d.tar', 'a.tar']);
  expect(app.complaints).toEqual([]);
});

test('an upload is told on its way to finish by itself, and to wait', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  await addQueue(page, folders, 'ab');
  await focusRow(page, 'a.tar');
  await page.keyboard.press('a');
  await expect(rowOf(page, 'a.tar')).toContainText('finishes by itself');
  await focusRow(page, 'b.tar');
  await page.keyboard.press('a');
  await expect(rowOf(page, 'b.tar')).toContainText('finishes by itself');
  await chooseAction(page, 'b.tar', 'Wait before finishing');
  await expect(rowOf(page, 'b.tar')).not.toContainText('finishes by itself');
  await limitRate(page, 0);
  await waitForRow(page, 'a.tar', 'finished');
  await waitForRow(page, 'b.tar', 'ready');
});

test('a file that is dropped again leads to its upload, wherever the window is', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  await addQueue(page, folders, 'abcdefghij');
  await page.getByRole('button', { name: 'History' }).click();
  await dropFiles(page, [path.join(folders.files, 'j.tar')]);
  await expect(page.getByText('j.tar is already in the list')).toBeVisible();
  await expect(page.getByRole('row', { name: 'j.tar' })).toBeFocused();
  await expect(rowOf(page, 'j.tar')).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('ready uploads are finished together', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const names = ['one.tar', 'two.tar', 'three.tar'];
  for (const [index, name] of names.entries()) {
    const { path } = await makeSparse(folders, name, index + 1);
    await addByDrop(page, [path], 'library/finish');
    await waitForRow(page, name, 'ready');
  }
  await focusRow(page, 'one.tar');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('f');
  for (const name of names) await waitForRow(page, name, 'finished');
  await page.getByRole('button', { name: 'Clear finished' }).click();
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
});
