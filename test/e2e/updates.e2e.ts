import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { inProject } from '../../scripts/lib/project.ts';
import { capture } from '../../scripts/lib/run.ts';
import {
  type AppFolders,
  appEnvironment,
  appFolders,
  sandboxWorks,
  snapshotOf,
  waitForUpload,
} from '../support/app.ts';
import { type AppByPort, joinByProfile, startByPort } from '../support/appByPort.ts';
import { addByDrop, limitRate, MIB, makeSparse, untilOffset } from '../support/journey.ts';
import { type TempDir, tempDir } from '../support/tempDir.ts';

test.setTimeout(120_000);

/** A package made for tests, as if a deb had been installed whose release names a feed. */
let folder: TempDir;
let program: string;

test.beforeAll(async () => {
  folder = await tempDir();
  const script = inProject('scripts/dist.ts');
  const { code, stdout, stderr } = capture([process.execPath, '--import', 'tsx', script, '--test', folder.path, 'dir']);
  expect(code, stdout + stderr).toBe(0);
  program = path.join(folder.path, 'linux-unpacked', 'layerlift');
});
test.afterAll(() => folder[Symbol.asyncDispose]());

/** A feed of one update on this machine, as electron-builder publishes it. `await using` closes it. */
async function serveFeed(version: string, sha512?: string) {
  const deb = Buffer.from(`the package of ${version}`);
  const sum = sha512 ?? createHash('sha512').update(deb).digest('base64');
  const file = `layerlift-${version}-amd64.deb`;
  const entry = `url: ${file}\n    sha512: ${sum}\n    size: ${deb.length}`;
  const latest = `version: ${version}\nfiles:\n  - ${entry}\npath: ${file}\nsha512: ${sum}\nreleaseDate: '2026-11-24T00:00:00.000Z'\n`;
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    asked.push(pathname);
    if (pathname === '/latest-linux.yml') response.end(latest);
    else if (pathname === `/${file}`) response.end(deb);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const resources = path.join(path.dirname(program), 'resources');
  const config = `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: layerlift-updater\n`;
  fs.writeFileSync(path.join(resources, 'app-update.yml'), config);
  fs.writeFileSync(path.join(resources, 'package-type'), 'deb');
  return {
    asked,
    [Symbol.asyncDispose]: async () => {
      for (const name of ['app-update.yml', 'package-type']) fs.rmSync(path.join(resources, name));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Puts a program in the place of the one that asks for the administrator's password; it notes what it was to run, and
 * the record of the upload as it is then.
 */
function fakeAdministrator(folders: AppFolders, exitCode = 0) {
  const bin = path.join(folders.files, 'bin');
  const note = path.join(folders.files, 'installed.txt');
  const record = path.join(folders.files, 'record.json');
  const look = `find '${folders.store}' -name layerlift.json -exec cat {} + > '${record}'`;
  fs.mkdirSync(bin);
  for (const name of ['pkexec', 'gksudo', 'kdesudo', 'sudo', 'beesu']) {
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" > '${note}'\n${look}\nexit ${exitCode}\n`, {
      mode: 0o755,
    });
  }
  return { path: `${bin}:${process.env['PATH'] ?? ''}`, note, record };
}

function start(folders: AppFolders, env: NodeJS.ProcessEnv = {}): Promise<AppByPort> {
  const sandbox = sandboxWorks ? [] : ['--no-sandbox'];
  const place = ['--store', folders.store, `--user-data-dir=${folders.profile}`];
  const cache = path.join(folders.files, 'cache');
  return startByPort([program, ...sandbox, ...place], { ...appEnvironment(), XDG_CACHE_HOME: cache, ...env });
}

async function openAbout({ page }: AppByPort) {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'About…' }).click();
  return page.getByRole('region', { name: 'Updates' });
}

test('a package without a feed says so, and asks nobody', async () => {
  await using folders = await appFolders();
  await using app = await start(folders);
  const updates = await openAbout(app);
  await expect(updates).toContainText('does not update itself');
  await expect(app.page.getByRole('dialog')).toContainText('A build for tests');
  await expect(app.page.getByRole('region', { name: 'Licences of third parties' })).toContainText('react');
  const answer = await app.page.evaluate(() => window.layerlift['updates:check']());
  expect(answer).toMatchObject({ ok: false, error: { code: 'UPDATE_UNAVAILABLE' } });
  // The package has its native library.
  expect((await snapshotOf(app.page)).digester.backend).toContain('OpenSSL');
});

test('an update waits for a click, brings uploads to rest, installs, and lets them go on', async () => {
  await using folders = await appFolders();
  await using feed = await serveFeed('0.2.0');
  const administrator = fakeAdministrator(folders);
  await using app = await start(folders, { PATH: administrator.path });
  const { page } = app;
  const source = await makeSparse(folders, 'moving.tar', 4096 * MIB);
  await limitRate(page, 16 * MIB);
  await addByDrop(page, [source.path], 'library/moving');
  await untilOffset(page, 'moving.tar', 40 * MIB);
  expect(feed.asked).toEqual([]);

  const updates = await openAbout(app);
  await updates.getByRole('button', { name: 'Check for updates' }).click();
  await expect(updates).toContainText('0.2.0 is downloaded');
  expect(feed.asked).toContain('/layerlift-0.2.0-amd64.deb');
  // Downloading has touched nothing.
  await waitForUpload(page, 'moving.tar', 'moving');
  expect(fs.existsSync(administrator.note)).toBe(false);

  // The next start writes it anew.
  fs.rmSync(path.join(folders.profile, 'DevToolsActivePort'));
  await updates.getByRole('button', { name: 'Pause, install and restart' }).click();
  await app.ended;
  // What the package manager was to be given, with the administrator's rights.
  const command = fs.readFileSync(administrator.note, 'utf8');
  expect(command).toContain('layerlift-0.2.0-amd64.deb');
  expect(command).toMatch(/dpkg|apt/);
  // At that moment the upload was at rest.
  const record: unknown = JSON.parse(fs.readFileSync(administrator.record, 'utf8'));
  expect(record).toMatchObject({ phase: { kind: 'paused', reason: 'quit' } });

  // It starts again by itself; for want of a new version, the same one.
  await using again = await joinByProfile(folders.profile);
  const { offset, rehashed } = await waitForUpload(again.page, 'moving.tar', (now) => now.status.kind === 'moving');
  expect(offset).toBeGreaterThanOrEqual(40 * MIB);
  // It was checkpointed at its last byte.
  expect(rehashed ?? 0).toBe(0);
  expect(fs.existsSync(path.join(folders.profile, 'after-update.json'))).toBe(false);
});

test('an update that the administrator refuses ends nothing: the app starts again, and uploads go on', async () => {
  await using folders = await appFolders();
  await using _feed = await serveFeed('0.2.0');
  // 126: the person closed the dialog (pkexec(1)).
  const administrator = fakeAdministrator(folders, 126);
  await using app = await start(folders, { PATH: administrator.path });
  const source = await makeSparse(folders, 'moving.tar', 4096 * MIB);
  await limitRate(app.page, 16 * MIB);
  await addByDrop(app.page, [source.path], 'library/moving');
  await untilOffset(app.page, 'moving.tar', 8 * MIB);
  const updates = await openAbout(app);
  await updates.getByRole('button', { name: 'Check for updates' }).click();
  await expect(updates).toContainText('0.2.0 is downloaded');
  fs.rmSync(path.join(folders.profile, 'DevToolsActivePort'));
  await updates.getByRole('button', { name: 'Pause, install and restart' }).click();
  await app.ended;
  expect(app.output()).toContain('the update was refused');
  await using again = await joinByProfile(folders.profile);
  await waitForUpload(again.page, 'moving.tar', 'moving');
});

test('an update whose bytes are not the feed’s is refused', async () => {
  await using folders = await appFolders();
  await using feed = await serveFeed('0.2.0', createHash('sha512').update('other').digest('base64'));
  await using app = await start(folders);
  const updates = await openAbout(app);
  await updates.getByRole('button', { name: 'Check for updates' }).click();
  await expect(updates).toContainText('Nothing was changed');
  expect(feed.asked).toContain('/layerlift-0.2.0-amd64.deb');
  await expect(updates.getByRole('button', { name: 'Pause, install and restart' })).toHaveCount(0);
  expect(app.output()).toContain('sha512');
});

test('a feed with nothing newer says so', async () => {
  await using folders = await appFolders();
  await using _feed = await serveFeed('0.0.9');
  await using app = await start(folders);
  const updates = await openAbout(app);
  await updates.getByRole('button', { name: 'Check for updates' }).click();
  await expect(updates).toContainText('This is the newest version');
});
