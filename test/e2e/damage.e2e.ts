import { copyFile, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ErrorCode } from '../../shared/errors.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import { parseStartedAt } from '../../shared/startedAt.ts';
import type { UploadView } from '../../shared/upload.ts';
import {
  type AppFolders,
  answerOpenDialogs,
  appFolders,
  launchApp,
  waitForRow,
  waitForUpload,
} from '../support/app.ts';
import { expectFinished, type Layer, MIB, makeLayer, pressAction, rowOf, uploadFolder } from '../support/journey.ts';
import { openManager, until } from '../support/managers.ts';

test.setTimeout(120_000);

/** At the pace of `pausedUploads` they take over a second. */
const SIZE = 32 * MIB;

interface Paused {
  readonly layer: Layer;
  readonly upload: UploadView;
  /** Its folder in the store. */
  readonly folder: string;
}

/** Leaves uploads in the store that were paused on their way, one for each name. */
async function pausedUploads(folders: AppFolders, names: readonly string[]): Promise<readonly Paused[]> {
  const manager = await openManager(folders.store, { rateLimit: 24 * MIB });
  const paused: Paused[] = [];
  try {
    for (const [index, name] of names.entries()) {
      const layer = await makeLayer(folders, name, 100 + index, SIZE);
      const repository = parseRepositoryName('library/damaged');
      const source = { sourcePath: layer.path, repository, expected: null, finishBySelf: false };
      const { id } = await manager.add(source);
      await until(manager, id, ({ offset }) => offset > 0);
      await manager.pause(id);
      const upload = await until(manager, id, 'paused');
      paused.push({ layer, upload, folder: uploadFolder(folders, upload) });
    }
  } finally {
    await manager.close();
  }
  return paused;
}

async function finish(page: Page, folders: AppFolders, { name, digest }: Layer): Promise<void> {
  await waitForRow(page, name, 'ready');
  await pressAction(page, name, 'Finish');
  await expectFinished(folders, await waitForUpload(page, name, 'finished'), digest);
}

async function expectTrouble(page: Page, name: string, code: ErrorCode, title: string, remedy: string): Promise<void> {
  await waitForUpload(page, name, ({ status }) => status.kind === 'paused' && status.error?.code === code);
  await expect(rowOf(page, name)).toContainText(title);
  await expect(rowOf(page, name)).toContainText(remedy);
}

test('loses nothing but what is damaged: start time, checkpoints, record, settings', async () => {
  await using folders = await appFolders();
  const [startTime, states, record, intact] = await pausedUploads(folders, [
    'start time.tar',
    'states.tar',
    'record.tar',
    'intact.tar',
  ]);
  if (!startTime || !states || !record || !intact) throw new Error('no uploads');
  await writeFile(path.join(startTime.folder, 'startedat'), 'yesterday');
  await writeFile(path.join(states.folder, 'layerlift.checkpoints'), Buffer.alloc(8192, 0xff));
  const registryStates = path.join(states.folder, 'hashstates/sha256');
  for (const name of await readdir(registryStates)) await writeFile(path.join(registryStates, name), 'no hash state');
  await writeFile(path.join(record.folder, 'layerlift.json'), '{"version": 1, "repo');
  await writeFile(path.join(folders.profile, 'settings.json'), '{{{');

  await using app = await launchApp(folders);
  const { page } = app;
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('The settings could not be read');
  await expect(notices).toContainText('The damaged file was kept as a copy.');
  const kept = (await readdir(folders.profile)).filter((name) => name.startsWith('settings.damaged-'));
  expect(kept).toHaveLength(1);

  const before = await waitForUpload(page, intact.layer.name, 'paused');
  expect(before).toMatchObject({ offset: intact.upload.offset, checkpointed: intact.upload.offset });
  await waitForUpload(page, startTime.layer.name, 'paused');
  const { offset } = await waitForUpload(page, states.layer.name, ({ checkpointed }) => checkpointed === 0);
  // Without its record it is a stranger's upload: under its id, and its source is to be named again.
  const found = await waitForUpload(page, record.upload.id, 'found');
  expect(found).toMatchObject({ offset: record.upload.offset, source: null });

  for (const { layer } of [startTime, states, intact]) {
    await rowOf(page, layer.name).getByRole('button', { name: 'Resume', exact: true }).click();
  }
  const rehashed = await waitForUpload(page, states.layer.name, 'ready');
  expect(rehashed.rehashed).toBe(offset);
  await waitForUpload(page, startTime.layer.name, 'ready');
  parseStartedAt(await readFile(path.join(startTime.folder, 'startedat'), 'utf8'));
  for (const { layer } of [startTime, states, intact]) await finish(page, folders, layer);

  await answerOpenDialogs(app.electron, [record.layer.path]);
  await rowOf(page, record.upload.id).getByRole('button', { name: 'Attach source…' }).first().click();
  await waitForUpload(page, record.upload.id, 'ready');
  await rowOf(page, record.upload.id).getByRole('button', { name: 'Finish', exact: true }).click();
  const finished = await waitForUpload(page, record.upload.id, 'finished');
  await expectFinished(folders, finished, record.layer.digest);
  expect(app.complaints).toEqual([]);
});

test('stops for a source that is gone or has changed, with what to do, and goes on when that is mended', async () => {
  await using folders = await appFolders();
  const [gone, changed, other] = await pausedUploads(folders, ['gone.tar', 'changed.tar', 'other.tar']);
  if (!gone || !changed || !other) throw new Error('no uploads');
  const away = path.join(folders.files, 'away');
  await rename(gone.layer.path, away);
  const original = path.join(folders.files, 'original of changed.tar');
  await copyFile(changed.layer.path, original);
  await writeFile(changed.layer.path, 'edited', { flag: 'r+' });
  await utimes(changed.layer.path, new Date(), new Date());
  await copyFile(gone.layer.path.replace('gone', 'other'), path.join(folders.files, 'wrong.tar'));

  await using app = await launchApp(folders);
  const { page } = app;
  await page.getByRole('button', { name: 'Resume all' }).click();
  await expectTrouble(page, gone.layer.name, 'SOURCE_NOT_FOUND', 'The source is gone', `It was at ${gone.layer.path}`);
  await expectTrouble(page, changed.layer.name, 'SOURCE_CHANGED', 'The source has changed', 'Choose the original');
  await finish(page, folders, other.layer);

  // Nothing was cut off and nothing spliced on.
  expect(await waitForUpload(page, gone.layer.name, 'paused')).toMatchObject({ offset: gone.upload.offset });
  expect(await waitForUpload(page, changed.layer.name, 'paused')).toMatchObject({ offset: changed.upload.offset });

  await rename(away, gone.layer.path);
  await chooseResume(page, gone.layer.name);
  await finish(page, folders, gone.layer);

  // A file with other bytes is refused; a copy of the original is taken.
  await answerOpenDialogs(app.electron, [path.join(folders.files, 'wrong.tar')]);
  await pressAction(page, changed.layer.name, 'Choose source…');
  await expectTrouble(page, changed.layer.name, 'SOURCE_DIFFERS', 'This is not the same file', 'Choose the file');
  await answerOpenDialogs(app.electron, [original]);
  await pressAction(page, changed.layer.name, 'Choose source…');
  await finish(page, folders, changed.layer);
  expect(app.complaints).toEqual([]);
});

async function chooseResume(page: Page, name: string): Promise<void> {
  await rowOf(page, name).getByRole('button', { name: 'Resume', exact: true }).first().click();
}
