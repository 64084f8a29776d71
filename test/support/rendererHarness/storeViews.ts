import type { Page } from '@playwright/test';
import type { View } from './views.ts';

const openRepository = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('row').first().waitFor();
};

async function manageStores(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Build store/ }).click();
  await page.getByRole('menuitem', { name: 'Manage stores…' }).click();
  await page.getByRole('region', { name: 'Archive' }).waitFor();
}

/** Pictures of stores and of what they hold. */
export const STORE_VIEWS: readonly View[] = [
  { scenario: 'repositories', act: openRepository('library/ubuntu') },
  {
    scenario: 'repositories',
    name: 'repositoryUploads',
    act: async (page) => {
      await openRepository('library/ubuntu')(page);
      await page.getByRole('tab', { name: 'Uploads' }).click();
    },
  },
  {
    scenario: 'repositories',
    name: 'repositoryMenu',
    act: async (page) => {
      await openRepository('library/ubuntu')(page);
      await page.getByRole('row').nth(1).getByRole('button', { name: 'More actions' }).click();
    },
  },
  { scenario: 'repositoryDamaged', act: openRepository('library/ubuntu') },
  { scenario: 'repositoriesMany', act: openRepository('team-0/service-0') },
  {
    scenario: 'repositoriesMany',
    name: 'repositoriesFound',
    act: async (page) => page.getByRole('textbox', { name: 'Find a repository' }).fill('service-49'),
  },
  { scenario: 'repositoriesLong', act: openRepository('a-very-deeply') },
  {
    scenario: 'stores',
    name: 'storesMenu',
    act: async (page) => {
      await page.getByRole('button', { name: /Build store/ }).click();
      await page.getByRole('menuitem', { name: /Backup disk/ }).waitFor();
    },
  },
  { scenario: 'stores', name: 'storesDialog', act: manageStores },
  {
    scenario: 'stores',
    name: 'storesEdit',
    act: async (page) => {
      await manageStores(page);
      await page.getByRole('button', { name: 'Edit' }).first().click();
      await page.getByRole('textbox', { name: 'Registry' }).fill('http://registry');
    },
  },
  {
    scenario: 'switching',
    act: async (page) => {
      await page.getByRole('button', { name: /Build store/ }).click();
      await page.getByRole('menuitem', { name: /Archive/ }).click();
    },
  },
  { scenario: 'storeAway' },
];
