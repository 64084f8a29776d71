import type { Page } from '@playwright/test';
import { STORE_VIEWS } from './storeViews.ts';

/** A state of the window to look at: a scenario of the harness, and what a person does in it. */
export interface View {
  readonly scenario: string;
  readonly name?: string;
  readonly act?: (page: Page) => Promise<void>;
}

const firstRow = (page: Page) => page.getByRole('row').first();

/** Opens the inspector on a row. */
export async function inspect(page: Page, row = 0): Promise<void> {
  await page.getByRole('row').nth(row).focus();
  await page.keyboard.press('i');
  await page.getByRole('complementary').getByRole('slider').waitFor();
}

async function inspectFolder(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('table').waitFor();
}

async function inspectContents(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Contents' }).click();
  await page.getByRole('treeitem', { name: 'opt' }).click();
  await page.getByRole('treeitem', { name: 'readme.txt' }).waitFor();
}

async function inspectStory(page: Page): Promise<void> {
  await inspect(page);
  await page.getByRole('tab', { name: 'Story' }).click();
  await page.getByRole('list', { name: /^Story of/ }).waitFor();
}

/** Every view of the window in every state that is worth a look. */
export const VIEWS: readonly View[] = [
  { scenario: 'empty' },
  { scenario: 'busy', act: async (page) => firstRow(page).focus() },
  { scenario: 'crash' },
  { scenario: 'add' },
  { scenario: 'addBad' },
  { scenario: 'addMany' },
  { scenario: 'addOne' },
  {
    scenario: 'addTwelve',
    act: async (page) => {
      await page.getByLabel('Its repository').fill('games/assets');
    },
  },
  {
    scenario: 'addBad',
    name: 'addBadSelected',
    act: async (page) => {
      await page.getByRole('row').nth(5).focus();
    },
  },
  { scenario: 'addHostile' },
  ...['watchTrouble', 'watchMissing'].map((scenario) => ({
    scenario,
    act: async (page: Page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('region', { name: 'State of the watched folder' }).scrollIntoViewIfNeeded();
    },
  })),
  { scenario: 'watchMissing', name: 'watchFoot' },
  { scenario: 'intakeWalking' },
  { scenario: 'intakeAsking' },
  { scenario: 'intakeLooking' },
  {
    scenario: 'busy',
    name: 'addMenu',
    act: async (page) => {
      await page.getByRole('button', { name: 'More ways to add' }).click();
    },
  },
  {
    scenario: 'mismatch',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Enter');
    },
  },
  {
    scenario: 'busy',
    name: 'cancel',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Delete');
    },
  },
  {
    scenario: 'busy',
    name: 'menu',
    act: async (page) => {
      await page.getByRole('row').nth(2).getByRole('button', { name: 'More actions' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'storeMenu',
    act: async (page) => {
      await page.getByRole('button', { name: /Build store/ }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'settings',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'about',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'About…' }).click();
      await page.getByRole('region', { name: 'Licences of third parties' }).waitFor();
    },
  },
  {
    scenario: 'busy',
    name: 'settingsSearch',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('textbox', { name: 'Search settings' }).fill('contrast');
    },
  },
  {
    scenario: 'busy',
    name: 'settingsEnd',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Show log' }).scrollIntoViewIfNeeded();
    },
  },
  {
    scenario: 'busy',
    name: 'settingsReset',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Reset settings…' }).click();
    },
  },
  {
    scenario: 'log',
    act: async (page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('button', { name: 'Show log' }).click();
      await page.getByRole('listitem').first().waitFor();
    },
  },
  {
    scenario: 'busy',
    name: 'history',
    act: async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await firstRow(page).waitFor();
    },
  },
  {
    scenario: 'busy',
    name: 'noMatch',
    act: async (page) => {
      await page.getByRole('textbox', { name: 'Search uploads' }).fill('nowhere');
    },
  },
  {
    scenario: 'busy',
    name: 'drop',
    act: async (page) => {
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['a'], 'a.tar'));
        dataTransfer.items.add(new File(['b'], 'b.tar'));
        window.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
      });
    },
  },
  {
    scenario: 'busy',
    name: 'selection',
    act: async (page) => {
      await page.getByRole('row').nth(1).locator('.name').click();
      await page.keyboard.down('Shift');
      await page.getByRole('row').nth(4).locator('.name').click();
      await page.keyboard.up('Shift');
    },
  },
  {
    scenario: 'busy',
    name: 'selectionMenu',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Control+a');
      await page.getByRole('button', { name: 'More actions for the selection' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'cancelSelection',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Delete');
    },
  },
  {
    scenario: 'busy',
    name: 'dragging',
    act: async (page) => {
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('Shift+ArrowDown');
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        const [first, second] = document.querySelectorAll('[role=row]');
        const held = { dataTransfer, bubbles: true, cancelable: true };
        second?.dispatchEvent(new DragEvent('dragstart', held));
        // Once the list has heard of that.
        setTimeout(() => first?.dispatchEvent(new DragEvent('dragover', held)), 0);
      });
      await page.locator('.drop-before, .drop-behind').waitFor();
    },
  },
  {
    scenario: 'many',
    name: 'queuedMenu',
    act: async (page) => {
      await page.getByLabel('Sort by').selectOption('state');
      await page.getByRole('button', { name: /^Waiting/ }).click();
      await page.getByRole('row').nth(1).getByRole('button', { name: 'More actions' }).click();
    },
  },
  {
    scenario: 'busy',
    name: 'sorted',
    act: async (page) => {
      await page.getByLabel('Sort by').selectOption('size');
      await page.getByRole('button', { name: /^Sorted upwards/ }).click();
    },
  },
  {
    scenario: 'thousands',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('Control+a');
    },
  },
  {
    scenario: 'busy',
    name: 'limitMenu',
    act: async (page) => {
      await page.getByRole('button', { name: /^Speed limit: / }).click();
    },
  },
  {
    scenario: 'timetable',
    act: async (page) => {
      await page.getByRole('button', { name: /^Speed limit: / }).click();
      await page.getByRole('menuitem', { name: 'Limit and timetable…' }).click();
    },
  },
  { scenario: 'busy', name: 'inspector', act: inspect },
  {
    scenario: 'busy',
    name: 'inspectorMap',
    act: async (page) => {
      await inspect(page);
      await page.getByRole('slider').focus();
      await page.keyboard.press('PageUp');
    },
  },
  {
    scenario: 'busy',
    name: 'inspectorSpeed',
    act: async (page) => {
      await inspect(page);
      await page.locator('.insp-speed .quiet').scrollIntoViewIfNeeded();
    },
  },
  { scenario: 'busy', name: 'inspectorReady', act: (page) => inspect(page, 2) },
  { scenario: 'busy', name: 'inspectorFound', act: (page) => inspect(page, 6) },
  { scenario: 'inspectStates', name: 'inspectorFolder', act: inspectFolder },
  {
    scenario: 'inspectStates',
    name: 'inspectorDecoded',
    act: async (page) => {
      await inspectFolder(page);
      await page
        .getByRole('button', { name: /^Take hashstates/ })
        .first()
        .click();
    },
  },
  { scenario: 'busy', name: 'inspectorStory', act: inspectStory },
  { scenario: 'busy', name: 'inspectorContents', act: inspectContents },
  {
    scenario: 'busy',
    name: 'inspectorBiggest',
    act: async (page) => {
      await inspectContents(page);
      await page.locator('.biggest').scrollIntoViewIfNeeded();
    },
  },
  {
    scenario: 'busy',
    name: 'historyStory',
    act: async (page) => {
      await page.getByRole('button', { name: 'History' }).click();
      await firstRow(page).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('list', { name: /^Story of/ }).waitFor();
    },
  },
  { scenario: 'inspectStates', name: 'inspectorRehash', act: (page) => inspect(page, 1) },
  ...STORE_VIEWS,
  { scenario: 'storeMissing' },
  { scenario: 'storeLost' },
  { scenario: 'firstRun' },
  { scenario: 'every' },
  {
    scenario: 'every',
    name: 'everyEnd',
    act: async (page) => {
      await firstRow(page).focus();
      await page.keyboard.press('End');
    },
  },
  { scenario: 'trouble' },
  { scenario: 'purge' },
  { scenario: 'hostile' },
  { scenario: 'many' },
];

/** What the harness offers to whoever drives it. */
export interface Harness {
  readonly shown: Promise<void>;
  still(): Promise<void>;
  measure(seconds: number): Promise<unknown>;
  speak(language: string): void;
}

/** Opens a scenario, and resolves when all that it says is on the page. */
export async function show(page: Page, url: string, scenario: string, theme: string): Promise<void> {
  // Away from everything that looks different under a pointer.
  await page.mouse.move(0, 0);
  await page.goto(`${url}?scenario=${scenario}&theme=${theme}`);
  await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.shown);
}
