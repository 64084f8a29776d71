import { expect, type Locator, type Page } from '@playwright/test';
import type { RunningApp } from '../app.ts';

type Shown = Pick<RunningApp, 'electron' | 'page'>;

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/**
 * What no two runs have in common: clocks and dates, speeds, room on the disk, paths of temporary files, and the
 * numbers of an upload that moves. It keeps its place, and shows nothing. All else has to be the same.
 */
const VARIES = [
  'time',
  '.free',
  '.foot > span:first-child',
  '[data-state="moving"] :is(.facts, .aside)',
  '.history-end .note',
  '.layer-size .note',
  '.path .wraps',
  '.identity',
  '.file-note > span:last-child',
  // The size of the upload's record, which has the path of its source in it.
  '.files tbody tr:nth-child(3) td:nth-child(2)',
  '.insp-speed',
  '.setting-path',
  '.safe-note p',
  '.story-what > :not(.story-title)',
];

/** Nor does what stands beside or below them move with their size. */
const HELD = `
  .path .wraps { white-space: nowrap; }
  :is(.identity, .safe-note p, .story-what > :not(.story-title)) { display: block; height: 20px; overflow: hidden; }
  .foot > span:first-child { width: 150px; overflow: hidden; }
  * { caret-color: transparent; }
`;

/** The page's own policy forbids a style element, but not a sheet that is made by script. */
export async function holdStill(page: Page): Promise<void> {
  await addRules(page, `:is(${VARIES.join()}) { visibility: hidden !important; } ${HELD}`);
}

/** Adds style rules to the page until it is loaded anew. */
async function addRules(page: Page, rules: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }, rules);
}

/** Without motion: a picture would catch colours half-way from light to dark. */
async function wear(page: Page, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
}

/**
 * Of how much of a picture, at which difference in colour, nothing is said. There is little to forgive: pictures are
 * compared only where text is painted alike, and all that is left is the bar of an upload that moves.
 */
const TOLERANCE = { threshold: 0.03, maxDiffPixelRatio: 0.0002 };

/** The page may still be drawing what a test has waited for; but what differs for good is not looked at for long. */
const UNTIL_SAME = { timeout: 8000, intervals: [200, 1000, 3000] };
const UNTIL_STILL = { timeout: 20_000, intervals: [50, 100, 250, 500] };

/** Compares the window, or a part of it, with its references in light and in dark. */
export async function expectPictures(app: Shown, name: string, part?: Locator): Promise<void> {
  // Away from everything that looks different under a pointer.
  await app.page.mouse.move(0, 0);
  for (const theme of THEMES) {
    await wear(app.page, theme);
    const compare = async () =>
      expect(await stillPicture(app, part)).toMatchSnapshot(`${name}-${theme}.png`, TOLERANCE);
    await expect.soft(compare).toPass(UNTIL_SAME);
  }
}

/** Proves that the comparison sees what these style rules change, and that it agrees again without them. */
export async function expectSeen(app: Shown, name: string, rules: string): Promise<void> {
  const reference = `${name}-${THEMES.at(-1)}.png`;
  await addRules(app.page, rules);
  expect(await stillPicture(app), rules).not.toMatchSnapshot(reference, TOLERANCE);
  await app.page.evaluate(() => void document.adoptedStyleSheets.pop());
  expect(await stillPicture(app), rules).toMatchSnapshot(reference, TOLERANCE);
}

/** What stands in the window or in a part of it, as PNG, as soon as two pictures in a row are the same. */
async function stillPicture({ electron }: Shown, part?: Locator): Promise<Buffer> {
  let before = '';
  const take = async (): Promise<boolean> => {
    const box = (await part?.boundingBox()) ?? null;
    // Not by way of the page, whose pictures are cut off when it is zoomed.
    const now = await electron.evaluate(async ({ BrowserWindow }, rectangle) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const picture = await (rectangle === null ? contents?.capturePage() : contents?.capturePage(rectangle));
      return picture?.toPNG().toString('base64') ?? '';
    }, box);
    const stands = now !== '' && now === before;
    before = now;
    return stands;
  };
  await expect.poll(take, UNTIL_STILL).toBe(true);
  return Buffer.from(before, 'base64');
}
