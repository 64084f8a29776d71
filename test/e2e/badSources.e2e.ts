import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import {
  type AppFolders,
  answerOpenDialogs,
  appFolders,
  dropFiles,
  launchApp,
  waitForRow,
  waitForUpload,
} from '../support/app.ts';
import { expectFinished, makeLayer, pressAction, rowOf } from '../support/journey.ts';
import { digestOf, tree } from '../support/layers.ts';

test.setTimeout(120_000);

const at = (folders: AppFolders, name: string): string => path.join(folders.files, name);

async function makePipe(file: string): Promise<void> {
  const [code] = await once(spawn('mkfifo', [file], { stdio: 'ignore' }), 'exit');
  if (code !== 0) throw new Error(`mkfifo ended with ${String(code)}`);
}

/** What is wrong with each file, by the code that main gives it. */
async function codesOf(page: Page): Promise<readonly (readonly [string, ErrorCode | null])[]> {
  const answer = await page.evaluate(() => window.layerlift['files:choose']());
  if (!answer.ok) throw new Error(answer.error.message);
  return (answer.value?.candidates ?? []).map(({ name, error }) => [name, error?.code ?? null] as const);
}

test('says of each thing that is no readable file why it cannot be added, and adds the others', async () => {
  await using folders = await appFolders();
  const files = {
    unreadable: at(folders, 'unreadable.tar'),
    folder: at(folders, 'a folder'),
    pipe: at(folders, 'a pipe'),
    socket: at(folders, 'a socket'),
    device: '/dev/null',
    good: (await makeLayer(folders, 'good.tar', 1, 1000)).path,
  };
  await writeFile(files.unreadable, 'secret');
  await chmod(files.unreadable, 0o000);
  await mkdir(files.folder);
  await chmod(files.folder, 0o000);
  await makePipe(files.pipe);
  const server = createServer().listen(files.socket);
  await once(server, 'listening');
  try {
    await using app = await launchApp(folders);
    const { page } = app;
    const gone = at(folders, 'gone.tar');
    await answerOpenDialogs(app.electron, [...Object.values(files), gone]);
    expect(await codesOf(page)).toEqual([
      ['unreadable.tar', 'SOURCE_UNREADABLE'],
      ['a folder', 'SOURCE_UNREADABLE'],
      ['a pipe', 'SOURCE_NOT_A_FILE'],
      ['a socket', 'SOURCE_NOT_A_FILE'],
      ['null', 'SOURCE_NOT_A_FILE'],
      ['good.tar', null],
      ['gone.tar', 'SOURCE_NOT_FOUND'],
    ]);
    await dropFiles(page, Object.values(files));
    const sheet = page.getByRole('dialog');
    await expect(sheet).toContainText('5 files are left out: the list says why.');
    for (const [name, words] of [
      ['unreadable.tar', 'The source cannot be read'],
      ['a folder', 'This folder cannot be read'],
      ['a pipe', 'This is a pipe, not a file'],
      ['a socket', 'This is a socket, not a file'],
      ['null', 'This is a device, not a file'],
    ] as const) {
      await expect(sheet.getByRole('row', { name, exact: true })).toContainText(words);
    }
    await sheet.getByLabel('Repository', { exact: true }).fill('library/good');
    await sheet.getByRole('button', { name: 'Add 1 layer' }).click();
    await waitForUpload(page, 'good.tar', 'ready');
    await expect(page.locator('[data-upload]')).toHaveCount(1);
    expect(app.complaints).toEqual([]);
  } finally {
    server.close();
    await chmod(files.folder, 0o700);
  }
});

const NAMES = [
  ' two  spaces .tar',
  `quotes ' " and \\ $(id).tar`,
  'new\nline.tar',
  '🐳 emoji 👩‍👩‍👧.tar',
  'שכבה עברית.tar',
  'evil \u202Erat.exe',
  '<img src=x onerror=alert(1)>.tar',
  `${'l'.repeat(251)}.tar`,
];

test('takes files of any name and of zero or one byte', async () => {
  await using folders = await appFolders();
  const sizes = [0, 1, ...NAMES.map((_, index) => 2 + index)];
  const layers = await Promise.all(
    ['zero.tar', 'one.tar', ...NAMES].map((name, index) => makeLayer(folders, name, index, sizes[index] ?? 0)),
  );
  await using app = await launchApp(folders);
  const { page } = app;
  await dropFiles(
    page,
    layers.map((layer) => layer.path),
  );
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel('Repository', { exact: true }).fill('library/names');
  await sheet.getByRole('button', { name: 'Add 10 layers' }).click();
  await sheet.waitFor({ state: 'hidden' });
  for (const { name, digest } of layers) {
    expect((await waitForUpload(page, name, 'ready')).status).toEqual({ kind: 'ready', digest });
  }
  expect(layers[0]?.digest).toBe(EMPTY_DIGEST);
  await expect(rowOf(page, 'new[U+000A]line.tar')).toHaveCount(1);
  await expect(rowOf(page, 'evil [U+202E]rat.exe')).toHaveCount(1);
  const ids = await page.evaluate(async () => {
    const answer = await window.layerlift['state:snapshot']();
    return answer.ok ? answer.value.uploads.map(({ id }) => id) : [];
  });
  const outcomes = await page.evaluate((all) => window.layerlift['uploads:finish'](all), ids);
  expect(outcomes).toEqual({ ok: true, value: ids.map((id) => ({ id, error: null })) });
  for (const { name, digest } of layers) {
    await expectFinished(folders, await waitForUpload(page, name, 'finished'), digest);
  }
  expect(app.complaints).toEqual([]);
});

const REPOSITORIES = [
  ['Library/ubuntu', 'A repository name has no capital letters'],
  ['../../etc', '“..” cannot be part of a repository name'],
  ['a//b', 'A repository name has no empty part'],
  ['two words', '“two words” cannot be part of a repository name'],
  ['-dash', '“-dash” cannot be part of a repository name'],
  ['host:5000/a', '“host:5000” cannot be part of a repository name'],
  ['x'.repeat(256), 'This repository name is too long'],
  ['', 'A repository name is needed'],
] as const;

const HEX = digestOf(new Uint8Array()).slice('sha256:'.length);
const DIGESTS = [
  [`sha256:${HEX.slice(1)}`, 'This digest does not have the right length'],
  [`sha256:${HEX.toUpperCase()}`, 'A digest has no capital letters'],
  [`SHA256:${HEX}`, 'A digest has no capital letters'],
  [`md5:${HEX.slice(32)}`, 'Layerlift does not know this digest algorithm'],
  [`sha256:${HEX.slice(1)}g`, 'A digest has only 0–9 and a–f after the colon'],
  [HEX.slice(1), 'A digest starts with its algorithm'],
] as const;

test('refuses names of repositories and digests outside their grammar, in words and by code', async () => {
  await using folders = await appFolders();
  const layer = await makeLayer(folders, 'layer.tar', 1, 1000);
  await using app = await launchApp(folders);
  const { page } = app;
  await dropFiles(page, [layer.path]);
  const sheet = page.getByRole('dialog');
  const add = sheet.getByRole('button', { name: 'Add 1 layer' });
  for (const [name, words] of REPOSITORIES) {
    await sheet.getByLabel('Repository', { exact: true }).fill(name);
    await expect(sheet).toContainText(words);
    await expect(add).toBeDisabled();
  }
  await sheet.getByLabel('Repository', { exact: true }).fill('library/fine');
  await expect(add).toBeEnabled();
  for (const [text, words] of DIGESTS) {
    await sheet.getByLabel('Expected digest').fill(text);
    await expect(sheet).toContainText(words);
    await expect(add).toBeDisabled();
  }

  // Main does not rely on the page's checks.
  await answerOpenDialogs(app.electron, [layer.path]);
  const codes = await page.evaluate(
    async ([repositories, digests]) => {
      const chosen = await window.layerlift['files:choose']();
      const token = chosen.ok ? (chosen.value?.candidates[0]?.token ?? '') : '';
      const codeOf = async (repository: string, digest: string | null): Promise<string | undefined> => {
        const request = { repository, finishBySelf: false, items: [{ token, digest, repository: null }] };
        const answer = await window.layerlift['uploads:add'](request);
        return answer.ok ? answer.value[0]?.error?.code : answer.error.code;
      };
      return {
        repositories: await Promise.all(repositories.map((name) => codeOf(name, null))),
        digests: await Promise.all(digests.map((digest) => codeOf('library/fine', digest))),
      };
    },
    [REPOSITORIES.map(([name]) => name), DIGESTS.map(([digest]) => digest)] as const,
  );
  expect(codes.repositories).toEqual(REPOSITORIES.map(() => 'REPOSITORY_INVALID'));
  expect(codes.digests).toEqual(DIGESTS.map(() => 'DIGEST_INVALID'));
  expect(await tree(folders.store)).toEqual(['layerlift/lock']);

  await sheet.getByLabel('Expected digest').fill(layer.digest);
  await add.click();
  await waitForRow(page, layer.name, 'ready');
  await pressAction(page, layer.name, 'Finish');
  await expectFinished(folders, await waitForUpload(page, layer.name, 'finished'), layer.digest);
});
