import fs from 'node:fs';
import path from 'node:path';
import { capture } from '../../scripts/lib/run.ts';
import { snapshotOf, waitForUpload } from '../support/app.ts';
import type { AppByPort } from '../support/appByPort.ts';
import { addByDrop, limitRate, MIB, pressAction, sha256Of, untilOffset } from '../support/journey.ts';
import { sh, USER } from './debianTree.ts';
import { expect, test } from './fixtures.ts';
import { asUser, expectSandboxed, startInstalled, useSuggestedStore } from './installedApp.ts';

test.describe.configure({ mode: 'serial' });

const REPOSITORY = 'library/installed';
const LAYER = 'usr-lib.tar';

let app: AppByPort | null = null;

test.afterAll(async () => {
  await app?.kill();
});

test('installs with what it asks for, and offers itself for layers', ({ packages, tree }) => {
  fs.copyFileSync(packages.file('deb'), tree.at('tmp/layerlift.deb'));
  // The caches that desktops keep of who opens what: so that the entry is seen to work, and its traces to go.
  const desktop = ['desktop-file-utils', 'shared-mime-info'];
  tree.run('apt-get', 'install', '-y', '-q', '--no-install-recommends', ...desktop, '/tmp/layerlift.deb');
  fs.rmSync(tree.at('tmp/layerlift.deb'));

  tree.run('desktop-file-validate', '/usr/share/applications/layerlift.desktop');
  const openers = fs.readFileSync(tree.at('usr/share/applications/mimeinfo.cache'), 'utf8').split('\n');
  for (const type of ['application/x-tar', 'application/x-compressed-tar', 'application/x-zstd-compressed-tar']) {
    expect(openers).toContain(`${type}=layerlift.desktop;`);
  }
  // Nothing that a person may not have is needed by the program or by its native libraries.
  const linked = tree.run('sh', '-c', 'ldd /opt/Layerlift/layerlift $(find /opt/Layerlift -name "*.node")');
  expect(linked).toContain('libgtk-3');
  expect(linked).not.toContain('not found');
});

test('starts for an ordinary user, with the sandbox on', async ({ tree }) => {
  app = await startInstalled(tree);
  test.info().annotations.push({ type: 'start-up', description: `${Math.round(app.startupMs)} ms` });
  process.stdout.write(`start-up of the installed app: ${Math.round(app.startupMs)} ms\n`);
  await useSuggestedStore(app.page);
  const { digester, store } = await snapshotOf(app.page);
  expect(digester.backend).toContain('OpenSSL');
  expect(store.root).toBe(`${USER.home}/Layerlift`);
  expectSandboxed(app);
});

test('uploads a layer through the window, and is killed', async ({ tree }) => {
  if (app === null) throw new Error('the app does not run');
  const layer = `${USER.home}/${LAYER}`;
  sh('tar', '-cf', tree.at(layer), '-C', tree.root, 'usr/lib');
  fs.chownSync(tree.at(layer), USER.id, USER.id);
  await limitRate(app.page, 32 * MIB);
  // The path as the app sees it, inside.
  await addByDrop(app.page, [layer], REPOSITORY);
  await waitForUpload(app.page, LAYER, 'moving');
  await untilOffset(app.page, LAYER, 80 * MIB);
  await app.kill();
  app = null;
});

test('goes on after the kill and finishes', async ({ tree }) => {
  app = await startInstalled(tree);
  const { page } = app;
  await waitForUpload(page, LAYER, 'interrupted');
  await limitRate(page, 0);
  await pressAction(page, LAYER, 'Resume');
  const ready = await waitForUpload(page, LAYER, 'ready', 120_000);
  expect(ready.rehashed).toBeLessThanOrEqual(64 * MIB);
  await pressAction(page, LAYER, 'Finish');
  const { status } = await waitForUpload(page, LAYER, 'finished');
  if (status.kind !== 'finished') throw new Error(`not finished: ${status.kind}`);
  const digest = await sha256Of(tree.at(`${USER.home}/${LAYER}`));
  expect(status.digest).toBe(digest);
  expect(await sha256Of(tree.at(`${USER.home}/Layerlift/${status.blobPath}`))).toBe(digest);
  expect(await app.quit()).toBe(0);
  app = null;
});

test('runs commands from the same program', ({ tree }) => {
  const { code, stdout, stderr } = capture(
    asUser(tree.root, ['layerlift', 'verify', '--store', 'Layerlift', '--json']),
  );
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain('"blobs":1');
});

test('leaves nothing but the user’s data when it is removed', ({ tree }) => {
  const files = tree.run('dpkg', '-L', 'layerlift').trim().split('\n');
  const own = files.filter((file) => file.toLowerCase().includes('layerlift'));
  expect(own.length).toBeGreaterThan(20);
  tree.run('apt-get', 'purge', '-y', '-q', 'layerlift');
  for (const file of own) expect(fs.existsSync(tree.at(file)), file).toBe(false);

  const named = sh('find', tree.root, '-xdev', '-iname', '*layerlift*').trim().split('\n');
  const inTree = named.map((file) => `/${path.relative(tree.root, file)}`);
  expect(inTree.filter((file) => !file.startsWith(`${USER.home}/`))).toEqual([]);
  // Logs of the package manager tell of every package that ever was.
  const naming = ['grep', '-rIl', '--exclude-dir=log', 'layerlift', 'etc', 'usr/share', 'var', 'opt', 'tmp'];
  expect(capture(['env', `--chdir=${tree.root}`, ...naming]).stdout).toBe('');

  const blobs = tree.at(`${USER.home}/Layerlift/docker/registry/v2/blobs/sha256`);
  expect(fs.readdirSync(blobs)).toHaveLength(1);
  expect(fs.existsSync(tree.at(`${USER.home}/.config/Layerlift/settings.json`))).toBe(true);
});
