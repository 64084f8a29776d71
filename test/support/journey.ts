import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { type Digest, parseDigest } from '../../shared/digest.ts';
import type { UploadView } from '../../shared/upload.ts';
import { type AppFolders, dropFiles, snapshotOf } from './app.ts';
import { digestOf } from './layers.ts';
import { seededBytes } from './seededBytes.ts';

export const MIB = 1024 * 1024;

/** A file to upload. */
export interface Source {
  readonly path: string;
  readonly name: string;
}

/** A source, and the digest of its bytes by an independent implementation. */
export interface Layer extends Source {
  readonly digest: Digest;
}

/** Writes a source whose bytes depend on `seed` alone. `size` in bytes. */
export async function makeLayer(folders: AppFolders, name: string, seed: number, size: number): Promise<Layer> {
  const file = path.join(folders.files, name);
  const bytes = seededBytes(seed, size);
  await writeFile(file, bytes);
  return { path: file, name, digest: digestOf(bytes) };
}

/** A source of `size` zero bytes that takes no room, large enough to be caught on its way. */
export async function makeSparse(folders: AppFolders, name: string, size: number): Promise<Source> {
  const file = path.join(folders.files, name);
  await writeFile(file, '');
  await truncate(file, size);
  return { path: file, name };
}

/** Hashes a file without holding it. */
export async function sha256Of(file: string): Promise<Digest> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: MIB }), hash);
  return parseDigest(`sha256:${hash.digest('hex')}`);
}

/** Proves that a finished upload's blob has its bytes and is linked, and that nothing of the upload is left. */
export async function expectFinished(folders: AppFolders, upload: UploadView, digest: Digest): Promise<void> {
  if (upload.status.kind !== 'finished') throw new Error(`not finished: ${upload.status.kind}`);
  expect(upload.status.digest).toBe(digest);
  expect(await sha256Of(path.join(folders.store, upload.status.blobPath))).toBe(digest);
  const repository = path.join(folders.store, 'docker/registry/v2/repositories', upload.repository);
  const link = path.join(repository, '_layers', digest.replace(':', '/'), 'link');
  expect(await readFile(link, 'utf8')).toBe(digest);
  await expect(readFile(path.join(repository, '_uploads', upload.id, 'startedat'))).rejects.toThrow('ENOENT');
}

/** The folder of an upload in the store. */
export function uploadFolder(folders: AppFolders, { repository, id }: UploadView): string {
  return path.join(folders.store, 'docker/registry/v2/repositories', repository, '_uploads', id);
}

/** The upload of this name in main. */
export async function uploadOf(page: Page, name: string): Promise<UploadView> {
  const upload = (await snapshotOf(page)).uploads.find((one) => one.name === name);
  if (upload === undefined) throw new Error(`no upload ${name}`);
  return upload;
}

/**
 * Limits what all uploads together move, in bytes a second; 0 is no limit. What a test wants to catch on its way it
 * slows down, so that it is caught however fast the machine.
 */
export async function limitRate(page: Page, bytesPerSecond: number): Promise<void> {
  const answer = await page.evaluate((rateLimit) => window.layerlift['settings:change']({ rateLimit }), bytesPerSecond);
  expect(answer).toMatchObject({ ok: true });
}

export interface AddOptions {
  readonly finishBySelf?: boolean;
  /** Typed as the expected digest. */
  readonly digest?: string;
}

/** Drops files on the window and adds them to a repository through the sheet, as a person does. */
export async function addByDrop(
  page: Page,
  files: readonly string[],
  repository: string,
  { finishBySelf = false, digest }: AddOptions = {},
): Promise<void> {
  await dropFiles(page, files);
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Repository', { exact: true }).fill(repository);
  if (digest !== undefined) await sheet.getByLabel('Expected digest').fill(digest);
  await sheet.getByRole('checkbox', { name: /^Finish by / }).setChecked(finishBySelf);
  await sheet.getByRole('button', { name: /^Add / }).click();
  await sheet.waitFor({ state: 'hidden' });
}

/** The row of an upload. */
export const rowOf = (page: Page, name: string): Locator => page.locator('[data-upload]').filter({ hasText: name });

/** Presses a button of an upload's row. */
export async function pressAction(page: Page, name: string, action: RowButton): Promise<void> {
  await rowOf(page, name).getByRole('button', { name: action, exact: true }).click();
}

type RowButton = 'Pause' | 'Resume' | 'Finish' | 'Cancel upload…' | 'Choose…' | 'Choose source…' | 'Take off the list';

/** Chooses from the menu of an upload's row. */
export async function chooseAction(page: Page, name: string, action: string): Promise<void> {
  await rowOf(page, name).getByRole('button', { name: 'More actions' }).click();
  // The item's name ends with its key.
  await rowOf(page, name).getByRole('menuitem', { name: action }).click();
}

/** Cancels an upload: asks for it, and answers the question. */
export async function cancelUpload(page: Page, name: string): Promise<void> {
  await pressAction(page, name, 'Cancel upload…');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel upload', exact: true }).click();
}

/** Resolves as soon as the window is told that an upload has `offset` bytes, or has all that it will get. */
export async function untilOffset(page: Page, name: string, offset: number): Promise<void> {
  await page.evaluate(
    async ([wanted, least]) => {
      const snapshot = await window.layerlift['state:snapshot']();
      const upload = snapshot.ok ? snapshot.value.uploads.find((one) => one.name === wanted) : undefined;
      if (upload === undefined) throw new Error(`no upload ${wanted}`);
      if (upload.offset >= least || upload.status.kind === 'ready') return;
      await new Promise<void>((resolve) => {
        const stop = window.layerlift.onPatch(({ uploads = [], progress = [] }) => {
          const there = [...uploads, ...progress].some((one) => one.id === upload.id && one.offset >= least);
          const ended = uploads.some((one) => one.id === upload.id && one.status.kind === 'ready');
          if (!there && !ended) return;
          stop();
          resolve();
        });
      });
    },
    [name, offset] as const,
  );
}
