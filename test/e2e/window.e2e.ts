import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { appFolders, dropFiles, launchApp, type RunningApp, snapshotOf, waitForUpload } from '../support/app.ts';
import { findings } from '../support/axe.ts';
import { addByDrop, MIB, makeLayer } from '../support/journey.ts';
import { plantUploads } from '../support/plantUploads.ts';

async function writeSettings(profile: string, settings: object): Promise<void> {
  await fs.writeFile(path.join(profile, 'settings.json'), JSON.stringify({ version: 1, settings }));
}

/** The labels of the application menu's items, menus first. */
function menuLabels({ electron }: RunningApp): Promise<readonly string[]> {
  return electron.evaluate(({ Menu }) => {
    const labels = (items: readonly Electron.MenuItem[]): string[] =>
      items.flatMap((item) => [item.label, ...labels(item.submenu?.items ?? [])]);
    return labels(Menu.getApplicationMenu()?.items ?? []);
  });
}

/** Chooses an item of the application menu by its id, as a person does; false when it is not possible. */
function choose({ electron }: RunningApp, id: string): Promise<boolean> {
  return electron.evaluate(({ Menu }, wanted) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
    if (item?.enabled === true) item.click();
    return item?.enabled === true;
  }, id);
}

/** Where the window is, also when its page died under the test's own connection to it. */
function placeShown({ electron }: RunningApp): Promise<unknown> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(`({
      page: document.querySelector('nav [aria-current] .nav-label')?.textContent,
      row: document.querySelector('[role="row"][aria-selected="true"] .name b')?.textContent,
      tab: document.querySelector('aside [role="tab"][aria-selected="true"]')?.textContent,
    })`),
  );
}

/** Controls and rows that stick out of the window at its sides. */
async function fits(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, [role="row"]')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && getComputedStyle(element).visibility !== 'hidden' && (left < -1 || right > innerWidth + 1);
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  );
}

test('speaks German at once: window, menu and document, and again at the next start', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const language = page.getByRole('combobox', { name: 'Language' });
  await language.focus();
  await language.selectOption('Deutsch');
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Sprache' })).toBeFocused();
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  await expect.poll(() => menuLabels(app)).toEqual(expect.arrayContaining(['&Datei', 'Rückgängig', 'Alle pausieren']));
  expect(await findings(page), 'German settings').toEqual([]);
  await app.close();
  await using again = await launchApp(folders);
  await expect(again.page.getByRole('heading', { name: 'Layer hier ablegen' })).toBeVisible();
  expect(again.complaints).toEqual([]);
});

test('has its commands in the menu, possible when they are', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const layer = await makeLayer(folders, 'menu.tar', 1, MIB);
  await addByDrop(page, [layer.path], 'library/menu');
  await waitForUpload(page, layer.name, 'ready');
  expect(await choose(app, 'resumeAll')).toBe(false);
  await page.getByRole('row').first().focus();
  await expect.poll(() => choose(app, 'finish')).toBe(true);
  await waitForUpload(page, layer.name, 'finished');
  await expect.poll(() => choose(app, 'showLog')).toBe(true);
  await expect(page.getByRole('heading', { name: 'Log' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: /menu\.tar.*→ finished/ })).toBeVisible();
  expect(await findings(page), 'log').toEqual([]);
  const target = path.join(folders.files, 'saved.txt');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, target);
  await page.getByRole('button', { name: 'Save log…' }).click();
  await expect(page.getByText('Log saved')).toBeVisible();
  expect(await fs.readFile(target, 'utf8')).toMatch(/^Layerlift .*Electron [\s\S]*menu\.tar/);
});

test('comes back to the same place after a reload and after a crash, and says once that settings were damaged', async () => {
  await using folders = await appFolders();
  await fs.writeFile(path.join(folders.profile, 'settings.json'), '{"version": 1, "settings": {"theme"');
  await using app = await launchApp(folders);
  const { page } = app;
  await expect(page.getByText('The settings could not be read')).toBeVisible();
  expect((await fs.readdir(folders.profile)).filter((name) => name.startsWith('settings.damaged-'))).toHaveLength(1);
  await page.getByRole('button', { name: 'Dismiss' }).click();
  const layers = [];
  for (let n = 10; n < 30; n += 1) layers.push(await makeLayer(folders, `layer-${n}.tar`, n, 1000));
  await addByDrop(
    page,
    layers.map((layer) => layer.path),
    'library/place',
  );
  for (const layer of layers) await waitForUpload(page, layer.name, 'ready');
  await page.getByRole('button', { name: 'library/place' }).click();
  await page.getByRole('row').first().focus();
  await page.keyboard.press('End');
  await page.keyboard.press('i');
  await page.getByRole('tab', { name: 'Folder' }).click();
  // Files that are added together come in no order of their own.
  const lastName = (await page.locator('[role="row"][aria-selected="true"] .name b').textContent()) ?? '';
  expect(lastName).toMatch(/^layer-\d\d\.tar$/);
  const last = page.getByRole('row', { name: lastName });
  const inPlace = async (): Promise<void> => {
    await expect(page.getByRole('button', { name: 'library/place' })).toHaveAttribute('aria-current', 'page');
    await expect(last).toHaveAttribute('aria-selected', 'true');
    await expect(last).toBeInViewport();
    await expect(page.getByRole('tab', { name: 'Folder' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('The settings could not be read')).toHaveCount(0);
  };
  await inPlace();
  await page.reload();
  await inPlace();
  const crashed = page.waitForEvent('crash');
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await crashed;
  await expect.poll(() => placeShown(app)).toEqual({ page: 'library/place', row: lastName, tab: 'Folder' });
});

test('comes back after a reload to what was sorted, searched, selected, scrolled and typed', async () => {
  await using folders = await appFolders();
  await plantUploads(folders.store, { source: (await makeLayer(folders, 'source.tar', 1, MIB)).path, count: 60 });
  await using app = await launchApp(folders);
  const { page } = app;
  const grid = page.getByRole('grid', { name: 'Uploads' });
  const rows = grid.getByRole('row');
  await expect(grid).toHaveAttribute('aria-rowcount', '60');
  await page.getByRole('button', { name: /^Needs you/ }).click();
  await page.getByRole('textbox', { name: 'Search uploads' }).fill('layer');
  await page.getByLabel('Sort by').selectOption('name');
  await page.getByRole('button', { name: /^Sorted upwards/ }).click();
  await expect(rows.first()).toContainText('layer 59.tar');
  await rows.first().focus();
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await grid.evaluate((element) => element.scrollTo({ top: 2000 }));
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('place.scrolled'))).toContain('2000');
  const inPlace = async (): Promise<void> => {
    await expect(page.getByRole('button', { name: /^Needs you/ })).toHaveAttribute('aria-current', 'page');
    await expect(page.getByRole('textbox', { name: 'Search uploads' })).toHaveValue('layer');
    await expect(page.getByText('3 selected')).toBeVisible();
    // Names downwards; of the rows only those in sight are there, and the one with the focus.
    await expect(grid.locator('[aria-rowindex="25"]')).toContainText('layer 35.tar');
    await expect.poll(() => grid.evaluate((element) => element.scrollTop)).toBe(2000);
  };
  await inPlace();
  await page.reload();
  await inPlace();
  // The list goes on from there, as if nothing had been.
  await page.keyboard.press('Tab');
  await page.getByRole('row', { name: 'layer 57.tar' }).focus();
  await page.keyboard.press('Shift+ArrowDown');
  await expect(page.getByText('4 selected')).toBeVisible();

  const files = [];
  for (const name of ['a.tar', 'b.tar']) files.push((await makeLayer(folders, name, 2, MIB)).path);
  await dropFiles(page, files);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Repository', { exact: true }).fill('library/typed');
  await sheet.getByLabel('Expected digest').fill('sha256:12');
  await sheet.getByRole('row', { name: 'b.tar' }).press('Delete');
  await expect
    .poll(() => page.evaluate(() => sessionStorage.getItem('place.draft')))
    .toContain('dropped":{"membersOfSet":["');
  await page.reload();
  await expect(sheet.getByLabel('Repository', { exact: true })).toHaveValue('library/typed');
  await expect(sheet.getByLabel('Expected digest')).toHaveValue('sha256:12');
  await expect(sheet).not.toContainText('b.tar');
  await page.keyboard.press('Escape');
  await dropFiles(page, files);
  await expect(sheet.getByLabel('Expected digest')).toHaveValue('');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Show log' }).scrollIntoViewIfNeeded();
  const scrolled = () => page.locator('.settings').evaluate((element) => element.scrollTop);
  const far = await scrolled();
  expect(far).toBeGreaterThan(200);
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('place.scrolled'))).toContain('settings');
  await page.reload();
  await expect.poll(scrolled).toBe(far);
  expect(app.complaints).toEqual([]);
});

test('comes back where it was, also after it was killed', async () => {
  await using folders = await appFolders();
  const app = await launchApp(folders);
  const file = path.join(folders.profile, 'window.json');
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 30, y: 40, width: 910, height: 610 });
  });
  await expect.poll(() => fs.readFile(file, 'utf8').catch(() => '')).toContain('"width":910,"height":610');
  await app.kill();
  await using again = await launchApp(folders);
  const bounds = await again.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toMatchObject({ width: 910, height: 610 });
});

test('is whole at its smallest and at 200 %, in every view', async () => {
  test.setTimeout(90_000);
  await using folders = await appFolders();
  await writeSettings(folders.profile, { zoom: 2, language: 'de' });
  const layer = await makeLayer(folders, 'ein recht langer Name eines großen Layers.tar', 1, MIB);
  await using app = await launchApp(folders, { args: [layer.path] });
  const { page } = app;
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width: 800, height: 560 });
  });
  await expect.poll(() => page.evaluate(() => innerWidth)).toBeLessThanOrEqual(400);
  const look = async (name: string): Promise<void> => {
    expect(await findings(page), name).toEqual([]);
    expect(await fits(page), name).toEqual([]);
  };
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Repository').fill('library/klein');
  await look('sheet');
  await sheet.getByRole('button', { name: '1 Layer hinzufügen' }).click();
  await waitForUpload(page, layer.name, 'ready');
  await page.getByRole('row').first().scrollIntoViewIfNeeded();
  await look('list');
  await page.getByRole('row').first().focus();
  await page.keyboard.press('i');
  await expect(page.getByRole('complementary')).toBeVisible();
  await look('inspector');
  await page.getByRole('button', { name: 'Einstellungen' }).click();
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible();
  await look('settings');
  // The zoom that is set is the one that holds, whatever the menu did before.
  await page.getByRole('combobox', { name: 'Zoom' }).selectOption('100 %');
  await expect.poll(() => page.evaluate(() => innerWidth)).toBeGreaterThan(700);
  expect((await snapshotOf(page)).settings.zoom).toBe(1);
});
