import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, type Page, test } from '@playwright/test';
import { sandboxWorks } from '../support/app.ts';
import { violationsOf } from '../support/axe.ts';
import { serveHarness } from '../support/rendererHarness/serveHarness.ts';
import { type Harness, show, VIEWS } from '../support/rendererHarness/views.ts';

const THEMES = ['light', 'dark'] as const;

/** The page as it is, in German: the longest words, and the same for whoever does not see them. */
async function speakGerman(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.speak('de'));
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
}

test('no view in no state has anything that keeps people out, in light, dark and German', async () => {
  test.setTimeout(600_000);
  const built = await mkdtemp(path.join(tmpdir(), 'layerlift-views-'));
  const electron = await _electron.launch({
    args: [path.resolve('test/support/rendererHarness/window.cjs')],
    chromiumSandbox: sandboxWorks,
  });
  const found: string[] = [];
  try {
    await using harness = await serveHarness(built);
    const page = await electron.firstWindow();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 1000, height: 700 });
    for (const { scenario, name = scenario, act } of VIEWS) {
      for (const theme of THEMES) {
        await show(page, harness.url, scenario, theme);
        await act?.(page);
        if (theme === 'dark') await speakGerman(page);
        await page.evaluate(() => (globalThis as unknown as { harness: Harness }).harness.still());
        found.push(...(await violationsOf(page)).map((violation) => `${name} ${theme} ${violation}`));
      }
    }
  } finally {
    await electron.close();
    await rm(built, { recursive: true, force: true });
  }
  expect(found).toEqual([]);
});
