import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { SCHEMAS } from '../../electron/ipc/schemas.ts';
import {
  type AppFolders,
  answerOpenDialogs,
  appFolders,
  collectViolations,
  dropFiles,
  launchApp,
  sandboxWorks,
  snapshotOf,
  startAgain,
  waitForUpload,
} from '../support/app.ts';

async function makeFile(folders: AppFolders, name: string, content = 'layer'): Promise<string> {
  const file = path.join(folders.files, name);
  await fs.writeFile(file, content);
  return file;
}

test('starts without a complaint and shows itself', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const violations = await collectViolations(app.page);
  await expect.poll(async () => (await snapshotOf(app.page)).store.state.kind).toBe('open');
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true);
  expect(await app.page.title()).toBe('Layerlift');
  expect(await violations()).toEqual([]);
  expect(app.complaints).toEqual([]);
});

test('gives the page nothing but its API', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const found = await app.page.evaluate(() => ({
    node: ['process', 'require', 'module', 'Buffer', '__dirname', 'global'].filter((name) => name in globalThis),
    origin: location.origin,
    api: Object.keys(window.layerlift).sort(),
    frozen: Reflect.set(window.layerlift, 'platform', 'other') && window.layerlift.platform === 'other',
  }));
  const commands = Object.keys(SCHEMAS).filter((name) => name !== 'files:inspect');
  expect(found).toEqual({
    node: [],
    origin: 'app://layerlift',
    // Files are handed over as objects: the preload script turns them into paths.
    api: [
      ...commands,
      'inspectFiles',
      'onIntake',
      'onMenu',
      'onOffered',
      'onPatch',
      'onShow',
      'onShowAbout',
      'onStoreWanted',
      'onUpdates',
      'platform',
    ].sort(),
    frozen: false,
  });
  const preferences = await app.electron.evaluate(({ BrowserWindow, app: electronApp }) => ({
    count: BrowserWindow.getAllWindows().length,
    noSandbox: electronApp.commandLine.hasSwitch('no-sandbox'),
    pid: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  }));
  expect(preferences.count).toBe(1);
  expect(preferences.noSandbox).toBe(!sandboxWorks);
  if (sandboxWorks && process.platform === 'linux') {
    // 2: system calls are filtered (proc(5), Seccomp).
    expect(await fs.readFile(`/proc/${preferences.pid}/status`, 'utf8')).toContain('Seccomp:\t2');
  }
});

test('answers with a strict policy and runs no script of others', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const violations = await collectViolations(app.page);
  const headers = await app.page.evaluate(async () =>
    Object.fromEntries((await fetch('/index.html')).headers.entries()),
  );
  expect(headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  // It would move the page to a second process at every start, and nothing can open ours (see below).
  expect(headers).not.toHaveProperty('cross-origin-opener-policy');
  const statuses = await app.page.evaluate(async () => {
    const status = async (url: string, method = 'GET') => (await fetch(url, { method })).status;
    return [
      await status('/nothing.js'),
      await status('/%2e%2e/main/entry.js'),
      await status('/..%2fmain%2fmain.js'),
      await status('/index.html', 'POST'),
    ];
  });
  expect(statuses).toEqual([404, 404, 404, 405]);
  await app.page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'https://example.org/pixel.png';
    document.body.append(image);
  });
  await expect.poll(violations).toEqual(['script-src-elem inline', 'img-src https://example.org/pixel.png']);
  expect(await app.page.evaluate(() => 'injected' in globalThis)).toBe(false);
});

test('stays where it is: no navigation, no new windows, no permissions', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const before = app.page.url();
  const opened = await app.page.evaluate(() => window.open('https://example.org/') === null);
  expect(opened).toBe(true);
  await app.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://example.org/';
    document.body.append(link);
    link.click();
    location.assign('app://layerlift/index.html?elsewhere');
  });
  const permissions = await app.page.evaluate(async () => ({
    notifications: await Notification.requestPermission(),
    geolocation: await new Promise<boolean>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve(true),
        ({ code, PERMISSION_DENIED }) => resolve(code !== PERMISSION_DENIED),
      );
    }),
  }));
  expect(permissions).toEqual({ notifications: 'denied', geolocation: false });
  expect(app.page.url()).toBe(before);
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('takes commands from its own window only', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const answer = await app.electron.evaluate(async ({ BrowserWindow, app: electronApp }) => {
    const preload = `${electronApp.getAppPath()}/out/preload/preload.cjs`;
    const stranger = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
    await stranger.loadURL('app://layerlift/index.html');
    const result: unknown = await stranger.webContents.executeJavaScript("window.layerlift['state:snapshot']()");
    stranger.destroy();
    return result;
  });
  expect(answer).toMatchObject({ ok: false, error: { code: 'IPC_FORBIDDEN' } });
});

test('refuses arguments outside the contract', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const codes = await app.page.evaluate(async () => {
    const call = async (name: string, ...args: unknown[]) => {
      const api = window.layerlift as unknown as Record<
        string,
        (...given: unknown[]) => Promise<{ error?: { code: string } }>
      >;
      return (await api[name]?.(...args))?.error?.code;
    };
    return [
      await call('uploads:pause', ['../../etc']),
      await call('settings:change', { store: '/tmp' }),
      await call('settings:change', { concurrency: 99 }),
      await call('store:open', 'yes'),
    ];
  });
  expect(codes).toEqual(['IPC_ARGUMENT', 'IPC_ARGUMENT', 'IPC_ARGUMENT', 'IPC_ARGUMENT']);
});

test('knows the files that are dropped and chosen', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  await dropFiles(app.page, [await makeFile(folders, 'dropped 🐳.tar')]);
  await expect(app.page.getByRole('dialog')).toContainText('dropped 🐳.tar');
  const chosen = await makeFile(folders, 'chosen.tar');
  await answerOpenDialogs(app.electron, [chosen]);
  const answer = await app.page.evaluate(() => window.layerlift['files:choose']());
  const chosenFile = { name: 'chosen.tar', size: 5, error: null, duplicateOf: null };
  expect(answer).toMatchObject({ ok: true, value: { candidates: [chosenFile] } });
});

test('queues files of the command line when it knows the repository', async () => {
  await using folders = await appFolders();
  const file = await makeFile(folders, 'given.tar');
  await using app = await launchApp(folders, { args: ['--repository', 'library/given', file] });
  const upload = await waitForUpload(app.page, 'given.tar', 'ready');
  expect(upload).toMatchObject({ repository: 'library/given', source: { path: file } });
});

test('gives the files of a second start to the first', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  const offered = await startAgain(folders, [await makeFile(folders, 'second.tar')]);
  expect(offered.code).toBe(0);
  expect(offered.words).toContain('already running');
  await expect(app.page.getByRole('dialog')).toContainText('second.tar');
  expect(await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
  // More than the 32 KiB of command line that Chromium can pass on.
  const longName = 'long '.repeat(40);
  const many = await Promise.all(
    Array.from({ length: 200 }, (_, index) => makeFile(folders, `${longName}${index}.tar`)),
  );
  const queued = await startAgain(folders, ['--repository', 'library/second', ...many]);
  expect(queued.code).toBe(0);
  const arrived = async (): Promise<number> =>
    (await snapshotOf(app.page)).uploads.filter(({ name }) => name.startsWith(longName)).length;
  await expect.poll(arrived, { timeout: 40_000 }).toBe(many.length);
  expect((await fs.readdir(folders.profile)).filter((name) => name.startsWith('handover'))).toEqual([]);
});

test('starts again after it was killed', async () => {
  await using folders = await appFolders();
  const killed = await launchApp(folders);
  await killed.kill();
  const lock = path.join(folders.profile, 'SingletonLock');
  expect(await fs.readlink(lock)).toBe(`${os.hostname()}-${killed.pid}`);
  await using app = await launchApp(folders);
  await expect.poll(async () => (await snapshotOf(app.page)).store.state.kind).toBe('open');
  expect(await fs.readlink(lock)).toBe(`${os.hostname()}-${app.pid}`);
});

test('starts again when another program has the number of the one that was killed', async () => {
  await using folders = await appFolders();
  await fs.symlink(`${os.hostname()}-${process.pid}`, path.join(folders.profile, 'SingletonLock'));
  await using app = await launchApp(folders);
  expect((await snapshotOf(app.page)).version).toMatch(/^\d/);
});

test('loads its page again when that dies', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const before = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect
    .poll(() =>
      app.electron.evaluate(async ({ BrowserWindow }, old) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        if (contents === undefined || contents.isLoading() || contents.getOSProcessId() === old) return null;
        const result: unknown = await contents.executeJavaScript(
          "window.layerlift['state:snapshot']().then((answer) => answer.ok)",
        );
        return result;
      }, before),
    )
    .toBe(true);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`pauses its uploads and ends when it gets ${signal}`, async () => {
    await using folders = await appFolders();
    const source = path.join(folders.files, 'large.tar');
    await fs.writeFile(source, '');
    await fs.truncate(source, 3 * 2 ** 30);
    const app = await launchApp(folders, { args: ['--repository', 'library/large', source] });
    await waitForUpload(app.page, 'large.tar', (upload) => upload.offset > 0);
    process.kill(app.pid, signal);
    await app.electron.waitForEvent('close');
    await using again = await launchApp(folders);
    const upload = await waitForUpload(again.page, 'large.tar', 'paused');
    expect(upload.status).toMatchObject({ reason: 'quit' });
    expect(upload.checkpointed).toBe(upload.offset);
    expect(upload.offset).toBeGreaterThan(0);
  });
}

test('pauses its uploads when its window is closed, and remembers where that was', async () => {
  await using folders = await appFolders();
  const source = path.join(folders.files, 'large.tar');
  await fs.writeFile(source, '');
  await fs.truncate(source, 3 * 2 ** 30);
  const app = await launchApp(folders, { args: ['--repository', 'library/large', source] });
  await waitForUpload(app.page, 'large.tar', (upload) => upload.offset > 0);
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.setBounds({ x: 40, y: 50, width: 900, height: 600 });
    // The second request, while the first is at work, must neither be lost nor end the app early.
    window?.close();
    window?.close();
  });
  await app.electron.waitForEvent('close');
  await using again = await launchApp(folders);
  const upload = await waitForUpload(again.page, 'large.tar', 'paused');
  expect(upload.status).toMatchObject({ reason: 'quit' });
  const bounds = await again.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  expect(bounds).toMatchObject({ width: 900, height: 600 });
});
