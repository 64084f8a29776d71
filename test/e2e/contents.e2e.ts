import { createReadStream, createWriteStream } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { expect, test } from '@playwright/test';
import { appFolders, launchApp, waitForUpload } from '../support/app.ts';
import { findings } from '../support/axe.ts';
import { entryOf, TAR_END } from '../support/contents/tars.ts';
import { addByDrop, limitRate, MIB, pressAction, untilOffset } from '../support/journey.ts';
import { seededBytes } from '../support/seededBytes.ts';

const FILES = 80;
const FILE_BYTES = 2 * MIB;

/** A tar of many files in a folder, and one at its end. */
async function makeTar(file: string): Promise<void> {
  await writeFile(file, entryOf({ path: 'first.txt', content: Buffer.from('first') }));
  for (let n = 0; n < FILES; n += 1) {
    await appendFile(file, entryOf({ path: `rootfs/file-${n}.bin`, content: seededBytes(n, FILE_BYTES) }));
  }
  await appendFile(file, Buffer.concat([entryOf({ path: 'last.txt' }), TAR_END]));
}

for (const packing of ['none', 'gzip'] as const) {
  test(`what is inside of a moving layer is listed as it comes (${packing})`, async () => {
    await using folders = await appFolders();
    const name = packing === 'gzip' ? 'layer.tar.gz' : 'layer.tar';
    const tar = path.join(folders.files, 'layer.tar');
    await makeTar(tar);
    const layer = path.join(folders.files, name);
    if (packing === 'gzip') await pipeline(createReadStream(tar), createGzip({ level: 1 }), createWriteStream(layer));
    await using app = await launchApp(folders);
    const { page } = app;
    await limitRate(page, 16 * MIB);
    await addByDrop(page, [layer], 'library/inside');
    await untilOffset(page, name, 8 * MIB);

    await page.getByRole('row', { name }).press('i');
    const panel = page.getByRole('complementary', { name: `Inspector: ${name}` });
    await panel.getByRole('tab', { name: 'Contents' }).click();
    await expect(panel).toContainText(packing === 'gzip' ? 'A tar, packed with gzip.' : 'A tar.');
    const tree = panel.getByRole('tree', { name: `Entries of ${name}` });
    const rootfs = tree.getByRole('treeitem', { name: /^rootfs/ });
    await expect(tree.getByRole('treeitem', { name: /^first\.txt/ })).toBeVisible();
    // The end of the layer is not there yet, and more comes as its bytes do.
    await expect(tree.getByRole('treeitem', { name: /^last\.txt/ })).toHaveCount(0);
    const before = await rootfs.textContent();
    await expect.poll(() => rootfs.textContent()).not.toBe(before);
    await rootfs.focus();
    await page.keyboard.press('ArrowRight');
    await expect(tree.getByRole('treeitem', { name: /^file-0\.bin/ })).toBeVisible();
    await expect(panel.getByRole('list', { name: 'Biggest files' })).toContainText('rootfs/file-0.bin');
    expect(await findings(page)).toEqual([]);

    await pressAction(page, name, 'Pause');
    await waitForUpload(page, name, 'paused');
    await expect(panel).toContainText('that are there; goes on when more come.');
    await limitRate(page, 0);
    await pressAction(page, name, 'Resume');
    await waitForUpload(page, name, 'ready');
    await expect(tree.getByRole('treeitem', { name: /^last\.txt/ })).toBeVisible();
    await expect(panel).toContainText(`${FILES + 2} entries`);
    await panel.getByRole('searchbox', { name: 'Search entries' }).fill('FILE-79');
    await expect(tree.getByRole('treeitem')).toHaveText([/^rootfs\/file-79\.bin/]);
    await pressAction(page, name, 'Finish');
    await waitForUpload(page, name, 'finished');
    await expect(panel).toContainText('Looked at to its end.');
    expect(app.complaints).toEqual([]);
  });
}

test('a file that is no tar is told as what it is', async () => {
  await using folders = await appFolders();
  const file = path.join(folders.files, 'plain.bin');
  await writeFile(file, seededBytes(3, MIB));
  await using app = await launchApp(folders);
  const { page } = app;
  await addByDrop(page, [file], 'library/plain');
  await waitForUpload(page, 'plain.bin', 'ready');
  await page.getByRole('row', { name: 'plain.bin' }).press('i');
  await page.getByRole('tab', { name: 'Contents' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('Neither a tar nor packed with gzip or zstd');
  expect(app.complaints).toEqual([]);
});
