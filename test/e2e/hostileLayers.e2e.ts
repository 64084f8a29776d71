import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { CONTENTS_LIMITS, type ContentsStop } from '../../shared/contents.ts';
import { appFolders, launchApp, type RunningApp, waitForUpload } from '../support/app.ts';
import { DECEIVING, HOSTILE_LAYERS, HUGE_NAMES, MANY, writeHostileLayer } from '../support/contents/hostileLayers.ts';
import {
  addByDrop,
  expectFinished,
  limitRate,
  MIB,
  makeSparse,
  pressAction,
  rowOf,
  sha256Of,
  uploadOf,
} from '../support/journey.ts';

const DONE = 'Looked at to its end.';

/** The words for each end before the end. */
const STOPS: { readonly [stop in Exclude<ContentsStop, 'time'>]: string } = {
  damaged: 'From there on it is damaged',
  header: 'It has a header larger than any honest one.',
  window: 'Unpacking it takes more than 134 MB of memory.',
  ratio: 'It unpacks to more than 500 times its size',
};

const search = (panel: Locator): Locator => panel.getByRole('searchbox', { name: 'Search entries' });

/** What the view says of a layer that it gave up on, and what it says of one that it has looked at to its end. */
const STOPPED: { readonly [name: string]: keyof typeof STOPS } = {
  'huge-header.tar': 'header',
  'endless-map.tar': 'header',
  'bomb.tar.gz': 'ratio',
  'bomb.tar.zst': 'ratio',
  'window.tar.zst': 'window',
  'cut-short.tar': 'damaged',
  'cut-packed.tar.gz': 'damaged',
};

const SEEN_WHOLE: { readonly [name: string]: (panel: Locator) => Promise<void> } = {
  'deep.tar': async (panel) => {
    await search(panel).fill('d');
    // The last folder that is one of its own, and all that lies deeper as one long name.
    await expect(panel.getByRole('treeitem')).toHaveCount(CONTENTS_LIMITS.depth);
  },
  'links.tar': async (panel) => {
    const tree = panel.getByRole('tree');
    await expect(tree.getByRole('treeitem', { name: 'itself → itself' })).toBeVisible();
    await expect(tree.getByRole('treeitem', { name: 'there → back' })).toBeVisible();
    // What lies in a link makes a folder of it here, and is followed nowhere.
    await search(panel).fill('out/over');
    await expect(tree.getByRole('treeitem')).toHaveCount(1);
  },
  'deceiving.tar': async (panel) => {
    for (const shown of Object.values(DECEIVING)) {
      await expect(panel.getByRole('treeitem').filter({ hasText: shown })).toHaveCount(1);
    }
    await expect(panel.getByRole('img')).toHaveCount(0);
    await expect(panel.locator('img, script')).toHaveCount(0);
  },
  'many.tar.gz': async (panel) => {
    await expect(panel).toContainText(`${formatted(MANY)} entries, 0 B in files.`);
    await expect(panel).toContainText(
      `${formatted(MANY - CONTENTS_LIMITS.nodes + 1)} entries are counted and not listed`,
    );
    await expect(panel.getByRole('treeitem')).toHaveCount(CONTENTS_LIMITS.rows);
    await search(panel).fill('n00zz');
    await expect(panel.getByRole('treeitem')).toHaveCount(36);
  },
  'huge-names.tar.zst': async (panel) => {
    await expect(panel).toContainText(`${HUGE_NAMES} entries, 0 B in files.`);
    await expect(panel.getByRole('treeitem', { name: /^name 0\b/ })).toBeVisible();
  },
};

const formatted = (count: number): string => count.toLocaleString('en');

const NEIGHBOUR = 'honest.bin';

/** Opens the contents of an upload in the inspector. */
async function lookInside(page: Page, name: string): Promise<Locator> {
  await page.getByRole('row', { name }).press('i');
  const panel = page.getByRole('complementary', { name: `Inspector: ${name}` });
  await panel.getByRole('tab', { name: 'Contents' }).click();
  return panel;
}

/** The window and main do what they are asked for, and the honest upload moves on. */
async function expectUsable(page: Page): Promise<void> {
  const { id, offset } = await uploadOf(page, NEIGHBOUR);
  // Not by its buttons: whose row they press, that upload is inspected next.
  await page.evaluate((ids) => window.layerlift['uploads:pause'](ids), [id]);
  await waitForUpload(page, NEIGHBOUR, 'paused');
  await expect(rowOf(page, NEIGHBOUR)).toHaveAttribute('data-state', 'paused');
  await page.evaluate((ids) => window.layerlift['uploads:resume'](ids), [id]);
  await waitForUpload(page, NEIGHBOUR, (upload) => upload.status.kind === 'moving' && upload.offset > offset);
}

/** The most memory that main, and the threads in it, ever had. Bytes. */
async function mostMemory({ electron }: RunningApp): Promise<number> {
  return (await electron.evaluate(() => process.resourceUsage().maxRSS)) * 1024;
}

test.setTimeout(300_000);

test('layers that are made to do harm cost whoever looks inside a bounded look, and are uploaded like any other', async () => {
  expect(Object.keys({ ...STOPPED, ...SEEN_WHOLE }).sort()).toEqual(Object.keys(HOSTILE_LAYERS).sort());
  await using folders = await appFolders();
  const files = await Promise.all(
    Object.keys(HOSTILE_LAYERS).map(async (name) => {
      const file = path.join(folders.files, name);
      await writeHostileLayer(file, name);
      return { name, file, digest: await sha256Of(file) };
    }),
  );
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(
    page,
    files.map(({ file }) => file),
    'library/hostile',
  );
  for (const { name, digest } of files) {
    expect((await waitForUpload(page, name, 'ready')).status).toMatchObject({ digest });
  }
  await limitRate(page, MIB);
  const honest = await makeSparse(folders, NEIGHBOUR, 1024 * MIB);
  await addByDrop(page, [honest.path], 'library/honest');
  await waitForUpload(page, NEIGHBOUR, 'moving');
  const before = await mostMemory(app);

  for (const { name } of files) {
    await test.step(name, async () => {
      const panel = await lookInside(page, name);
      await expectUsable(page);
      const stop = STOPPED[name];
      if (stop === undefined) {
        await expect(panel).toContainText(DONE, { timeout: 60_000 });
      } else await expect(panel).toContainText(STOPS[stop], { timeout: 120_000 });
      await SEEN_WHOLE[name]?.(panel);
      await expectUsable(page);
      await page.getByRole('row', { name }).press('i');
      await panel.waitFor({ state: 'detached' });
    });
  }
  // Of the bombs' 17 GiB, and the gigabyte of names, nothing stays.
  expect((await mostMemory(app)) - before).toBeLessThan(1024 * MIB);

  for (const { name, digest } of files) {
    await pressAction(page, name, 'Finish');
    await expectFinished(folders, await waitForUpload(page, name, 'finished'), digest);
  }
  expect(app.complaints).toEqual([]);
});
