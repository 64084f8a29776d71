import { expect, test } from '@playwright/test';
import { appFolders, launchApp, waitForUpload } from '../support/app.ts';
import { findings } from '../support/axe.ts';
import { addByDrop, limitRate, MIB, makeLayer, pressAction, rowOf, untilOffset } from '../support/journey.ts';

const NAME = 'inspected.tar';
const SIZE = 400 * MIB;

test('the inspector shows a moving upload as it is, byte by byte and file by file, until its blob is served', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, NAME, 5, SIZE);
  await using app = await launchApp(folders);
  const { page } = app;
  await limitRate(page, 24 * MIB);
  await addByDrop(page, [layer.path], 'library/inspected', { digest: layer.digest });
  await untilOffset(page, NAME, 40 * MIB);

  await page.getByRole('row', { name: NAME }).press('i');
  const panel = page.getByRole('complementary', { name: `Inspector: ${NAME}` });
  const map = panel.getByRole('slider');
  await expect(panel).toContainText('Moving');
  await expect(panel).toContainText(layer.path);
  await expect(panel).toContainText('unchanged');
  await expect(panel).toContainText(layer.digest);
  await expect(panel).toContainText(/Newest checkpoint at \d/);
  await expect(panel).toContainText(/of the first [\d,]+ bytes/);
  // Bytes go on moving while their state is looked at.
  const reached = Number(await map.getAttribute('aria-valuenow'));
  await expect.poll(async () => Number(await map.getAttribute('aria-valuenow'))).toBeGreaterThan(reached);
  // The map is painted, and tells what is there from what is not.
  const colours = await map.locator('canvas').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
    const seen = new Set<string>();
    for (let at = 0; at < data.length; at += 4) seen.add(`${data[at]},${data[at + 1]},${data[at + 2]},${data[at + 3]}`);
    return { seen: seen.size, sharp: canvas.width / canvas.clientWidth / window.devicePixelRatio };
  });
  expect(colours.seen).toBeGreaterThan(2);
  expect(colours.sharp).toBeCloseTo(1, 1);
  await map.focus();
  await page.keyboard.press('Home');
  await expect(map).toHaveAttribute('aria-valuetext', /^0\.0 MB \(byte 0\): checkpointed, survives a power cut/);
  await page.keyboard.press('End');
  await expect(map).toHaveAttribute('aria-valuetext', /not there yet/);
  await expect(panel.getByRole('img', { name: /now, .* on average/ })).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await pressAction(page, NAME, 'Pause');
  const paused = await waitForUpload(page, NAME, 'paused');
  await panel.getByRole('tab', { name: 'Folder' }).click();
  const state = panel.getByRole('row', { name: `hashstates/sha256/${paused.offset}` });
  await expect(state).toContainText('ours, usable');
  await state.getByRole('button', { name: /^Take/ }).click();
  await expect(panel.getByText(`sha256 state at ${paused.offset.toLocaleString('en')}`)).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await limitRate(page, 0);
  await pressAction(page, NAME, 'Resume');
  await waitForUpload(page, NAME, 'ready');
  await panel.getByRole('tab', { name: 'State' }).click();
  await expect(panel).toContainText('Nothing would be hashed again');
  await expect(panel).toContainText('matches');
  await rowOf(page, NAME).getByRole('button', { name: 'Finish' }).click();
  await waitForUpload(page, NAME, 'finished');
  await expect(panel).toContainText('The layer is in the store, under its digest.');
  await panel.getByRole('tab', { name: 'Folder' }).click();
  await expect(panel.getByRole('row', { name: /the layer/ })).toBeVisible();
  await panel.getByRole('tab', { name: 'Story' }).click();
  const events = panel.getByRole('list', { name: `Story of ${NAME}` }).getByRole('listitem');
  await expect(events).toHaveText([
    /Added/,
    /Bytes began to move/,
    /Paused.*all of it checkpointed/,
    /Resumed/,
    /Recovered from the checkpoint at .*Re-hashed 0 B in /,
    /All bytes are there/,
    /Verified and finished in .* with 0 B re-read/,
  ]);
  expect(await findings(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Copy as text' }).click();
  await expect(page.getByText('Story copied')).toBeVisible();
  await panel.getByRole('tab', { name: 'Folder' }).click();
  await panel.getByRole('tab', { name: 'Folder' }).press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole('row', { name: NAME })).toBeFocused();
  expect(app.complaints).toEqual([]);
});
