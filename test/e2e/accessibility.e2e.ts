import { expect, type Page, test } from '@playwright/test';
import { appFolders, launchApp, waitForRow, waitForUpload } from '../support/app.ts';
import { findings } from '../support/axe.ts';
import { addByDrop, MIB, makeLayer } from '../support/journey.ts';

/** Presses Tab once around the page. Resolves with what had the focus, and with those of them that did not show it. */
async function tabAround(
  page: Page,
): Promise<{ readonly stops: readonly string[]; readonly unseen: readonly string[] }> {
  const stops: string[] = [];
  const unseen: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement) || focused === document.body || focused.hasAttribute('data-tabbed')) {
        for (const element of document.querySelectorAll('[data-tabbed]')) element.removeAttribute('data-tabbed');
        return null;
      }
      focused.setAttribute('data-tabbed', '');
      // A field in a frame, or a choice behind its label, shows the focus on that.
      const seen = [focused, focused.parentElement, focused.nextElementSibling].some((element) => {
        if (element === null) return false;
        const { outlineStyle, outlineWidth, opacity } = getComputedStyle(element);
        return outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2 && opacity !== '0';
      });
      return { name: focused.getAttribute('aria-label') || focused.textContent || focused.outerHTML, seen };
    });
    if (stop === null) return { stops, unseen };
    stops.push(stop.name);
    if (!stop.seen) unseen.push(stop.name);
  }
}

test('everybody can use the window: no violation, focus that shows, no motion for who wants none', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  await expect(page.getByRole('heading', { name: 'Drop layers here' })).toBeVisible();
  expect(await findings(page), 'empty').toEqual([]);

  const layer = await makeLayer(folders, 'layer.tar', 1, MIB);
  await addByDrop(page, [layer.path], 'library/a');
  await waitForUpload(page, layer.name, 'ready');
  await expect(page.getByRole('button', { name: 'Finish', exact: true })).toBeVisible();
  expect(await findings(page), 'with an upload').toEqual([]);
  const { stops, unseen } = await tabAround(page);
  expect(stops).toEqual(expect.arrayContaining(['Settings', 'Finish', 'More actions']));
  expect(unseen).toEqual([]);

  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  expect(
    await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length),
  ).toBe(0);
  expect(await findings(page), 'settings').toEqual([]);
  const inSettings = await tabAround(page);
  expect(inSettings.stops.length).toBeGreaterThan(12);
  expect(inSettings.unseen).toEqual([]);

  await page.getByRole('button', { name: 'About…' }).press('Enter');
  await page.getByRole('dialog', { name: 'About Layerlift' }).getByText('Chromium', { exact: true }).waitFor();
  expect(await findings(page), 'about').toEqual([]);
  const inAbout = await tabAround(page);
  expect(inAbout.stops).toContain('Close');
  expect(inAbout.unseen).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');

  const other = await makeLayer(folders, 'other.tar', 2, MIB);
  await addByDrop(page, [other.path], 'library/a');
  await waitForRow(page, other.name, 'ready');
  await page.getByRole('row').first().focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByText('2 selected')).toBeVisible();
  expect(await findings(page), 'several selected').toEqual([]);
  const withSelection = await tabAround(page);
  expect(withSelection.stops).toEqual(expect.arrayContaining(['Clear selection', 'Uploads at a time']));
  expect(withSelection.unseen).toEqual([]);

  await page.getByRole('button', { name: /^Speed limit: / }).click();
  expect(await findings(page), 'limits at hand').toEqual([]);
  await page.getByRole('menuitem', { name: 'Limit and timetable…' }).click();
  await page.getByRole('dialog').getByLabel('Timetable').check();
  expect(await findings(page), 'timetable').toEqual([]);
  await page.keyboard.press('Escape');

  await page.getByRole('row').first().focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Clear finished' })).toBeVisible();
  await page.getByRole('button', { name: 'History' }).click();
  await expect(page.getByRole('grid', { name: 'History' })).toBeVisible();
  expect(await findings(page), 'history').toEqual([]);
});
