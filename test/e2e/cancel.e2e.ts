import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type AppFolders, appFolders, launchApp, type RunningApp, waitForRow, waitForUpload } from '../support/app.ts';
import {
  addByDrop,
  cancelUpload,
  limitRate,
  MIB,
  makeLayer,
  makeSparse,
  pressAction,
  rowOf,
  untilOffset,
} from '../support/journey.ts';
import { tree } from '../support/layers.ts';

test.setTimeout(120_000);

const REPOSITORY = 'library/cancelled';

/** Cancels and proves that the store has nothing of the upload: no file but our own lock, history and story. */
async function cancelAndExpectNothing({ page }: RunningApp, folders: AppFolders, name: string): Promise<void> {
  await cancelUpload(page, name);
  await waitForRow(page, name, 'cancelled');
  await expect(rowOf(page, name)).toContainText('nothing is left in the store');
  // Its story is told beside the work, and may come a moment later.
  const left = (await tree(folders.store)).filter((name) => !name.startsWith('layerlift/stories/'));
  expect(left).toEqual(['layerlift/history.jsonl', 'layerlift/lock']);
  const uploads = path.join(folders.store, 'docker/registry/v2/repositories', REPOSITORY, '_uploads');
  expect(await readdir(uploads)).toEqual([]);
}

test('asks once before it cancels, and leaves nothing of an upload that moves, is paused or is ready', async () => {
  await using folders = await appFolders();
  const large = await makeSparse(folders, 'large.tar', 1024 * MIB);
  const small = await makeLayer(folders, 'small.tar', 1, 3 * MIB);
  await using app = await launchApp(folders);
  const { page } = app;

  await limitRate(page, 96 * MIB);
  await addByDrop(page, [large.path], REPOSITORY);
  await waitForUpload(page, large.name, ({ offset }) => offset > 0);
  await pressAction(page, large.name, 'Cancel upload…');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('will be deleted. The source file stays where it is. This cannot be undone.');
  await question.getByRole('button', { name: 'Keep upload' }).click();
  await expect(question).toBeHidden();
  const { offset } = await waitForUpload(page, large.name, 'moving');
  await untilOffset(page, large.name, offset + 1);
  await cancelAndExpectNothing(app, folders, large.name);
  await pressAction(page, large.name, 'Take off the list');
  await expect(rowOf(page, large.name)).toHaveCount(0);

  await addByDrop(page, [large.path], REPOSITORY);
  await untilOffset(page, large.name, 64 * MIB);
  await pressAction(page, large.name, 'Pause');
  await waitForRow(page, large.name, 'paused');
  await cancelAndExpectNothing(app, folders, large.name);

  await addByDrop(page, [small.path], REPOSITORY);
  await waitForRow(page, small.name, 'ready');
  await cancelAndExpectNothing(app, folders, small.name);
  expect(app.complaints).toEqual([]);
});

test('leaves nothing of an upload that a crash interrupted', async () => {
  await using folders = await appFolders();
  const large = await makeSparse(folders, 'large.tar', 1024 * MIB);
  const first = await launchApp(folders);
  await limitRate(first.page, 96 * MIB);
  await addByDrop(first.page, [large.path], REPOSITORY);
  await untilOffset(first.page, large.name, 32 * MIB);
  await first.kill();

  await using second = await launchApp(folders);
  await waitForRow(second.page, large.name, 'interrupted');
  await cancelAndExpectNothing(second, folders, large.name);
  await expect(second.page.getByRole('region', { name: /^Layerlift was stopped/ })).toHaveCount(0);
  const history = await second.page.evaluate(() => window.layerlift['history:list']());
  expect(history).toMatchObject({ ok: true, value: [{ name: large.name, outcome: 'cancelled' }] });
});
