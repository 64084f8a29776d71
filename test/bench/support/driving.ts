import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { UploadView } from '../../../shared/upload.ts';
import { launchApp, type RunningApp, snapshotOf, waitForUpload } from '../../support/app.ts';
import { addByDrop } from '../../support/journey.ts';

/** Longer than any upload of the benchmark takes, ms. */
const PATIENCE_MS = 600_000;

/** Starts the real app on a store of this folder, with a profile of its own. `await using` closes it. */
export async function startApp(folder: string, store = 'store'): Promise<RunningApp> {
  const folders = { store: path.join(folder, store), profile: fs.mkdtempSync(path.join(folder, 'profile-')) };
  fs.mkdirSync(folders.store, { recursive: true });
  const app = await launchApp(folders);
  // A store with many uploads takes its time to open, and nothing can be added before.
  await expect.poll(async () => (await snapshotOf(app.page)).store.state.kind, { timeout: PATIENCE_MS }).toBe('open');
  return app;
}

/** Lets that many uploads move at the same time. */
export async function moveAtOnce(page: Page, concurrency: number): Promise<void> {
  const envelope = await page.evaluate(
    (wanted) => window.layerlift['settings:change']({ concurrency: wanted }),
    concurrency,
  );
  if (!envelope.ok) throw new Error(envelope.error.code);
}

/** Drops files on the window and waits until all of them move at the same time. */
export async function dropAndMove({ page }: RunningApp, files: readonly string[]): Promise<void> {
  await addByDrop(page, files, 'bench/layers');
  for (const file of files) await waitForUpload(page, path.basename(file), 'moving', PATIENCE_MS);
}

/** Resolves with the upload when all its bytes are there. */
export async function allThere({ page }: RunningApp, file: string): Promise<UploadView> {
  return await waitForUpload(page, path.basename(file), 'ready', PATIENCE_MS);
}

/** Whether all of these files are moving now. */
export async function allMoving({ page }: RunningApp, files: readonly string[]): Promise<boolean> {
  const { uploads } = await snapshotOf(page);
  const kindOf = (file: string) => uploads.find(({ name }) => name === path.basename(file))?.status.kind;
  return files.every((file) => kindOf(file) === 'moving');
}
