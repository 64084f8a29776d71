import fs from 'node:fs';
import { capture } from '../../scripts/lib/run.ts';
import { snapshotOf, waitForUpload } from '../support/app.ts';
import { addByDrop, pressAction, sha256Of } from '../support/journey.ts';
import { type DebianTree, sh, USER } from './debianTree.ts';
import { expect, test } from './fixtures.ts';
import { expectSandboxed, startInstalled, useSuggestedStore } from './installedApp.ts';

test.describe.configure({ mode: 'serial' });

/** The C library's own parts, which are in every system that can run rpm. */
const EVERYWHERE = /^(libc|libm|libdl|libpthread|ld-linux[\w-]*|libgcc_s)\.so\.\d/;

/** What Debian calls the libraries that the rpm asks for by their own names. */
const LIBRARIES = 'libgtk-3-0, libnss3, libasound2, libgbm1, libx11-xcb1, libnotify4, libsecret-1-0, libssl3';

/** The files of the rpm's own, once it is installed. */
const FILES = [
  '/opt/Layerlift/layerlift',
  '/usr/bin/layerlift',
  '/usr/share/applications/layerlift.desktop',
  '/usr/share/icons/hicolor/512x512/apps/layerlift.png',
];

/** Links lead nowhere from outside of the tree. */
function expectThere(tree: DebianTree): void {
  for (const file of FILES) expect(fs.lstatSync(tree.at(file), { throwIfNoEntry: false }), file).toBeDefined();
}

test('says what it is', ({ packages }) => {
  const query = ['--queryformat', '%{NAME} %{ARCH} %{LICENSE} %{URL} %{SUMMARY}'] as const;
  const told = sh('rpm', '-qp', ...query, packages.file('rpm'));
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  expect(told).toBe(`layerlift ${arch} MIT https://layerlift.example Resumable uploads of container layers`);
  const owners = sh(
    'rpm',
    '-qp',
    '--queryformat',
    '[%{FILEUSERNAME}:%{FILEGROUPNAME} %{FILEMODES:perms}\n]',
    packages.file('rpm'),
  );
  for (const line of owners.trim().split('\n'))
    expect(line).toMatch(/^root:root (drwxr-xr-x|-rwxr-xr-x|-rw-r--r--|lrwxrwxrwx)$/);
});

test('installs, and asks for every library that its programs link', ({ packages, tree }) => {
  tree.run('apt-get', 'satisfy', '-y', '-q', '--no-install-recommends', `rpm, desktop-file-utils, ${LIBRARIES}`);
  fs.copyFileSync(packages.file('rpm'), tree.at('tmp/layerlift.rpm'));
  // Nothing of Debian is known to rpm as installed.
  tree.run('rpm', '--install', '--nodeps', '/tmp/layerlift.rpm');
  expectThere(tree);
  // Whether the sandbox's helper needs its rights is found out at the installation, and changes its mode.
  expect(tree.run('rpm', '--verify', '--nodeps', '--nomode', 'layerlift')).toBe('');
  tree.run('desktop-file-validate', '/usr/share/applications/layerlift.desktop');

  const asked = sh('rpm', '-qp', '--requires', packages.file('rpm')).trim().split('\n');
  const programs = tree.run(
    'find',
    '/opt/Layerlift',
    '-type',
    'f',
    '(',
    '-perm',
    '-100',
    '-o',
    '-name',
    '*.so*',
    '-o',
    '-name',
    '*.node',
    ')',
  );
  const links = tree
    .run('/usr/lib/rpm/elfdeps', '--requires', ...programs.trim().split('\n'))
    .trim()
    .split('\n');
  const needed = new Set(links.filter((one) => one.endsWith('()(64bit)')));
  expect(needed).toContain('libgtk-3.so.0()(64bit)');
  const missing = [...needed].filter((one) => !EVERYWHERE.test(one) && !asked.includes(one));
  expect(missing).toEqual(['libffmpeg.so()(64bit)']);
});

test('uploads a layer through the window, with the sandbox on', async ({ tree }) => {
  // The first start, whatever another package's test has left.
  fs.rmSync(tree.at(`${USER.home}/.config/Layerlift`), { recursive: true, force: true });
  await using app = await startInstalled(tree);
  const { page } = app;
  await useSuggestedStore(page);
  expect((await snapshotOf(page)).digester.backend).toContain('OpenSSL');
  expectSandboxed(app);
  const layer = `${USER.home}/by-rpm.tar`;
  sh('tar', '-cf', tree.at(layer), '-C', tree.root, 'usr/share/icons');
  fs.chownSync(tree.at(layer), USER.id, USER.id);
  await addByDrop(page, [layer], 'library/by-rpm');
  await waitForUpload(page, 'by-rpm.tar', 'ready', 60_000);
  await pressAction(page, 'by-rpm.tar', 'Finish');
  const { status } = await waitForUpload(page, 'by-rpm.tar', 'finished');
  expect(status).toMatchObject({ digest: await sha256Of(tree.at(layer)) });
  expect(await app.quit()).toBe(0);
});

test('keeps its links over an upgrade, and leaves nothing when it is removed', ({ packages, tree }) => {
  const scripts = sh('rpm', '-qp', '--queryformat', '%{POSTUN}', packages.file('rpm'));
  fs.writeFileSync(tree.at('tmp/after-remove'), scripts);
  // After an upgrade rpm runs the old package's script, which is told that one package is left.
  tree.run('bash', '/tmp/after-remove', '1');
  expectThere(tree);
  fs.rmSync(tree.at('tmp/after-remove'));
  fs.rmSync(tree.at('tmp/layerlift.rpm'));

  tree.run('rpm', '--erase', 'layerlift');
  const naming = [
    'grep',
    '-rIl',
    '--exclude-dir=log',
    'layerlift',
    'etc',
    'usr/share',
    'opt',
    'tmp',
    'var/lib/dpkg/alternatives',
  ];
  expect(capture(['env', `--chdir=${tree.root}`, ...naming]).stdout).toBe('');
  const named = sh('find', tree.root, '-xdev', '-iname', '*layerlift*', '-not', '-path', `${tree.at(USER.home)}/*`);
  expect(named).toBe('');
});
