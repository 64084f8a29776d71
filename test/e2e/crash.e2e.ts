import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { AT_RISK_BYTES } from '../../shared/checkpointing.ts';
import { formatBytes, formatPart, formatPlace } from '../../shared/format.ts';
import { gapOf } from '../../shared/upload.ts';
import {
  type AppFolders,
  appFolders,
  launchApp,
  type RunningApp,
  snapshotOf,
  waitForRow,
  waitForUpload,
} from '../support/app.ts';
import {
  addByDrop,
  chooseAction,
  expectFinished,
  limitRate,
  MIB,
  makeLayer,
  makeSparse,
  pressAction,
  rowOf,
  sha256Of,
  untilOffset,
  uploadFolder,
  uploadOf,
} from '../support/journey.ts';

const REPOSITORY = 'library/crash';
const KILLS = 10;
const SIZE = 160 * MIB;

/** Decides sources and moments of death. Set `LAYERLIFT_SEED` to the printed one to run the same again. */
const seed = Number(process.env['LAYERLIFT_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Numbers from 0 to 1 that depend on `from` alone (Park and Miller's minimal standard generator). */
function randomNumbers(from: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = (from % (modulus - 1)) + 1;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}

/** Kills the app as soon as the upload has `offset` bytes; resolves to what `data` has then. */
async function killAt(app: RunningApp, folders: AppFolders, name: string, offset: number): Promise<number> {
  const data = path.join(uploadFolder(folders, await uploadOf(app.page, name)), 'data');
  await untilOffset(app.page, name, offset);
  await app.kill();
  return (await stat(data)).size;
}

/** The row and the banner tell of a crash, and what going on will cost, before anything is clicked. */
async function expectInterrupted({ page }: RunningApp, name: string, offset: number): Promise<void> {
  const upload = await waitForUpload(page, name, 'interrupted');
  expect(upload.offset).toBe(offset);
  expect(gapOf(upload)).toBeLessThanOrEqual(AT_RISK_BYTES);
  const gap = gapOf(upload);
  const cost = gap === 0 ? 're-hashes nothing' : `re-hashes at most ${formatBytes(gap)}`;
  const row = rowOf(page, name);
  await expect(row).toContainText('Interrupted');
  const size = upload.size ?? 0;
  await expect(row).toContainText(formatPart(offset, size));
  await expect(row).toContainText(
    upload.checkpointed === 0 ? 'no checkpoint yet' : `checkpoint at ${formatPlace(upload.checkpointed, size)}`,
  );
  await expect(row).toContainText(`resume ${cost}`);
  const banner = page.getByRole('region', { name: /^Layerlift was stopped while one upload was moving/ });
  await expect(banner).toContainText(`Resuming it ${cost}.`);
}

test(`comes back from ${KILLS} kills at random points, never re-hashing more than promised`, async () => {
  test.setTimeout(300_000);
  console.log(`LAYERLIFT_SEED=${seed}`);
  const random = randomNumbers(seed);
  await using folders = await appFolders();
  let app = await launchApp(folders);
  try {
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const layer = await makeLayer(folders, `killed-${kill}.tar`, seed + kill, SIZE);
      await limitRate(app.page, 96 * MIB);
      await addByDrop(app.page, [layer.path], REPOSITORY);
      const offset = await killAt(app, folders, layer.name, 1 + Math.floor(random() * SIZE * 0.8));
      app = await launchApp(folders);
      await limitRate(app.page, 0);
      // A machine that is busy may deliver the news of the offset when everything is written.
      const complete = (await uploadOf(app.page, layer.name)).status.kind === 'ready';
      if (!complete) {
        await expectInterrupted(app, layer.name, offset);
        await pressAction(app.page, layer.name, 'Resume');
      }
      const ready = await waitForUpload(app.page, layer.name, 'ready');
      expect(ready.rehashed ?? 0).toBeLessThanOrEqual(AT_RISK_BYTES);
      await pressAction(app.page, layer.name, 'Finish');
      await expectFinished(folders, await waitForUpload(app.page, layer.name, 'finished'), layer.digest);
      const { rehashed, copiedTwice } = ready;
      console.log(`kill ${kill}: at ${offset}, re-hashed ${rehashed ?? 0}, copied twice ${copiedTwice ?? 0}`);
      await pressAction(app.page, layer.name, 'Take off the list');
    }
    expect(app.complaints).toEqual([]);
  } finally {
    await app[Symbol.asyncDispose]();
  }
});

test('comes back from kills while it re-hashes and while it finishes', async () => {
  test.setTimeout(120_000);
  await using folders = await appFolders();
  const layer = await makeSparse(folders, 'twice.tar', 1024 * MIB);
  const first = await launchApp(folders);
  await addByDrop(first.page, [layer.path], REPOSITORY);
  await waitForUpload(first.page, layer.name, 'ready');
  // All of it is hashed again: the longest re-hash there is.
  await chooseAction(first.page, layer.name, 'Verify again in full');
  await waitForUpload(first.page, layer.name, ({ status }) => status.kind === 'verifying' && status.done > 0);
  await first.kill();

  const second = await launchApp(folders);
  await waitForUpload(second.page, layer.name, 'ready');
  await waitForRow(second.page, layer.name, 'ready');
  await pressAction(second.page, layer.name, 'Finish');
  await second.kill();

  await using third = await launchApp(folders);
  await expect.poll(async () => (await snapshotOf(third.page)).store.state.kind).toBe('open');
  const digest = await sha256Of(layer.path);
  // The kill may have come before, during or after the finish: it is ready, or in the history.
  const { uploads } = await snapshotOf(third.page);
  const [left] = uploads;
  if (left !== undefined) {
    expect(left.status.kind).toBe('ready');
    await pressAction(third.page, layer.name, 'Finish');
    await expectFinished(folders, await waitForUpload(third.page, layer.name, 'finished'), digest);
  }
  const history = await third.page.evaluate(() => window.layerlift['history:list']());
  expect(history).toMatchObject({ ok: true, value: [{ name: layer.name, outcome: 'finished', digest }] });
});

test('resumes by itself after a crash when the settings say so', async () => {
  test.setTimeout(120_000);
  await using folders = await appFolders();
  const layer = await makeSparse(folders, 'by itself.tar', 512 * MIB);
  const first = await launchApp(folders);
  await first.page.getByRole('button', { name: 'Settings', exact: true }).click();
  const choice = first.page.getByRole('checkbox', { name: 'Resume interrupted uploads at start' });
  await choice.click();
  await expect(choice).toBeChecked();
  await first.page.getByRole('button', { name: 'Settings', exact: true }).click();
  await limitRate(first.page, 96 * MIB);
  await addByDrop(first.page, [layer.path], REPOSITORY, { finishBySelf: true });
  await killAt(first, folders, layer.name, 64 * MIB);

  await using second = await launchApp(folders);
  const finished = await waitForUpload(second.page, layer.name, 'finished');
  expect(finished.rehashed).toBeLessThanOrEqual(AT_RISK_BYTES);
  await expectFinished(folders, finished, await sha256Of(layer.path));
});

/** What the window's only row shows; asked through main, because Playwright gives up on a page that died. */
async function shownRow({ electron }: RunningApp): Promise<unknown> {
  return await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return null;
    const shown: unknown = await contents.executeJavaScript(`{
      const row = document.querySelector('[data-upload]');
      const percent = row?.querySelector('[role="progressbar"]').getAttribute('aria-valuenow');
      row === null ? null : { state: row.dataset.state, percent: Number(percent) };
    }`);
    return shown;
  });
}

test('goes on while its window reloads or dies, and the window comes back with the right numbers', async () => {
  test.setTimeout(120_000);
  await using folders = await appFolders();
  const layer = await makeSparse(folders, 'windowless.tar', 512 * MIB);
  await using app = await launchApp(folders);
  const { page, electron } = app;
  await limitRate(page, 96 * MIB);
  await addByDrop(page, [layer.path], REPOSITORY);
  await untilOffset(page, layer.name, 64 * MIB);
  await page.reload();
  await waitForRow(page, layer.name, 'moving');
  const before = await uploadOf(page, layer.name);
  await waitForUpload(page, layer.name, ({ offset }) => offset > before.offset);
  await limitRate(page, 0);

  const crashed = page.waitForEvent('crash');
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
  await crashed;
  const ready = { state: 'ready', percent: 100 };
  await expect.poll(() => shownRow(app), { timeout: 60_000 }).toEqual(ready);
  await electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(
      `document.querySelector('[data-upload] .btn.primary').click()`,
    ),
  );
  await expect.poll(() => shownRow(app)).toEqual({ state: 'finished', percent: 100 });
  const digest = await sha256Of(layer.path);
  const hex = digest.slice('sha256:'.length);
  const blob = path.join(folders.store, 'docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
  expect(await sha256Of(blob)).toBe(digest);
});
