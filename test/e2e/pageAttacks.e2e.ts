import fs from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { appFolders, collectViolations, launchApp, waitForUpload } from '../support/app.ts';
import { addByDrop, expectFinished, MIB, makeLayer, pressAction } from '../support/journey.ts';

test.setTimeout(120_000);

/** Addresses of every kind that a page may try to go to, open, frame, or fetch. None leads anywhere. */
const ADDRESSES = [
  'file:///etc/passwd',
  'http://127.0.0.1:1/',
  'https://example.org/',
  'ftp://example.org/',
  'ws://127.0.0.1:1/',
  'data:text/html,<script>alert(1)</script>',
  'javascript:document.title="attacked"',
  'blob:app://layerlift/0b7f2f60-6f0c-4d0e-9a3e-2f5a0d6f0c11',
  'filesystem:app://layerlift/temporary/a',
  'view-source:app://layerlift/index.html',
  'chrome://gpu',
  'chrome-extension://abcdefghijklmnopabcdefghijklmnop/a.html',
  'devtools://devtools/bundled/inspector.html',
  'mailto:somebody@example.org',
  'smb://example.org/share',
  'app://elsewhere/index.html',
  'app://layerlift@elsewhere/index.html',
  'app://layerlift/other.html',
];

/** An empty page asks nobody before it is gone to. */
const EMPTY = ['about:blank', 'about:blank#attack', 'about:blank?attack'];

/** Spellings of a way out of the folder that the app serves. */
const ESCAPES = [
  '/../main/entry.js',
  '/%2e%2e/main/entry.js',
  '/..%2fmain%2fentry.js',
  '/.%2e/main/entry.js',
  '/%2e%2e%2fmain%2fentry.js',
  '/..%5cmain%5centry.js',
  '/..\\main\\entry.js',
  '/%252e%252e/main/entry.js',
  '/assets/..%2f..%2fmain/entry.js',
  '/assets/%00/../../main/entry.js',
  '/index.html%00.js',
  '/%c0%ae%c0%ae/main/entry.js',
  '/\u2025/main/entry.js',
  '//etc/passwd',
  '/etc/passwd',
  '/C:/Windows/win.ini',
  '/.git/config',
  '/index.html/',
  '/index.html::$DATA',
  '/%',
  `/${'a'.repeat(10_000)}.js`,
];

test('a page gets nowhere: no navigation, window, frame, form or download', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const home = page.url();
  const before = await page.evaluate(() => document.title);
  let tried = 0;
  for (const address of ADDRESSES) {
    tried += await page.evaluate(async (to) => {
      const attempts: (() => void)[] = [
        () => window.open(to),
        () => window.open(to, '_self'),
        () => location.assign(to),
        () => location.replace(to),
        () => {
          const link = Object.assign(document.createElement('a'), { href: to, target: '_blank' });
          document.body.append(link);
          link.click();
        },
        () => {
          const link = Object.assign(document.createElement('a'), { href: to, download: 'stolen' });
          document.body.append(link);
          link.click();
        },
        () => {
          const form = Object.assign(document.createElement('form'), { action: to, method: 'post' });
          document.body.append(form);
          form.submit();
        },
        () => {
          const frame = Object.assign(document.createElement('iframe'), { src: to });
          document.body.append(frame);
        },
        () => {
          const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'refresh', content: `0;url=${to}` });
          document.head.append(meta);
        },
        () => {
          const view = document.createElement('webview');
          view.setAttribute('src', to);
          document.body.append(view);
        },
        () => {
          const base = Object.assign(document.createElement('base'), { href: to });
          document.head.append(base);
          base.remove();
        },
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // Refused at once; the page goes on to the next.
        }
      }
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return attempts.length;
    }, address);
    expect(page.url(), address).toBe(home);
  }
  process.stdout.write(`attacks by navigation: ${tried}\n`);
  expect(await page.evaluate(() => document.title)).toBe(before);
  const { windows, downloads } = await app.electron.evaluate(async ({ BrowserWindow, app: electronApp }) => ({
    windows: BrowserWindow.getAllWindows().length,
    downloads: electronApp.getPath('downloads'),
  }));
  expect(windows).toBe(1);
  const left = await fs.readdir(downloads).catch(() => []);
  expect(left.filter((name) => name.includes('stolen'))).toEqual([]);
  // The window still is what it was. Asked of the page itself: a driver would wait for a navigation that never ends.
  expect(await page.evaluate(() => document.querySelectorAll('header.bar button').length)).toBeGreaterThan(3);
});

test('a page that empties itself is loaded again', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  for (const address of EMPTY) {
    const gone = app.page.waitForEvent('framenavigated', (frame) => frame.url().startsWith('app://layerlift/'));
    await app.page.evaluate((to) => {
      // Not at once: this call would never get its answer.
      setTimeout(() => {
        location.assign(to);
      });
    }, address);
    await gone;
    await expect(app.page.getByRole('button', { name: 'Add layers' })).toBeEnabled();
  }
});

test('a page fetches nothing but the app’s own files, in whatever spelling it asks', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const elsewhere = ADDRESSES.filter((address) => !address.startsWith('app://layerlift/'));
  const answers = await app.page.evaluate(async (all) => {
    const ask = (url: string): Promise<string> =>
      fetch(url).then(
        async (response) => `${response.status} ${(await response.text()).slice(0, 20)}`,
        () => 'refused',
      );
    return await Promise.all(all.map(async (url) => [url, await ask(url)] as const));
  }, elsewhere);
  expect(answers.filter(([, answer]) => answer !== 'refused')).toEqual([]);

  const escapes = await app.page.evaluate(async (all) => {
    const status = async (way: string): Promise<number> => (await fetch(`app://layerlift${way}`)).status;
    return await Promise.all(all.map(async (way) => [way, await status(way).catch(() => 0)] as const));
  }, ESCAPES);
  expect(escapes.filter(([, status]) => status !== 404 && status !== 0)).toEqual([]);
  const methods = await app.page.evaluate(async () => {
    const all = ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
    return await Promise.all(all.map(async (method) => (await fetch('/index.html', { method })).status));
  });
  expect(methods).toEqual([405, 405, 405, 405, 405]);
  process.stdout.write(`attacks by fetching: ${answers.length + escapes.length + methods.length}\n`);
});

test('a page is given no permission and no device', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const granted = await app.page.evaluate(async () => {
    const reach = navigator as unknown as Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>;
    const asks: readonly (readonly [string, () => Promise<unknown> | undefined])[] = [
      ['camera', () => navigator.mediaDevices?.getUserMedia({ video: true })],
      ['microphone', () => navigator.mediaDevices?.getUserMedia({ audio: true })],
      ['screen', () => navigator.mediaDevices?.getDisplayMedia({ video: true })],
      ['clipboard', () => navigator.clipboard?.readText()],
      ['midi', () => reach['requestMIDIAccess'] && (navigator as Navigator).requestMIDIAccess({ sysex: true })],
      ['usb', () => reach['usb']?.['requestDevice']?.({ filters: [] })],
      ['hid', () => reach['hid']?.['requestDevice']?.({ filters: [] }).then((all) => (all as []).length || null)],
      ['serial', () => reach['serial']?.['requestPort']?.()],
      ['bluetooth', () => reach['bluetooth']?.['requestDevice']?.({ acceptAllDevices: true })],
      ['wake lock', () => navigator.wakeLock?.request('screen')],
      ['pointer lock', () => Promise.resolve(document.body.requestPointerLock())],
      ['persistent storage', () => navigator.storage?.persist().then((given) => given || null)],
      ['service worker', () => navigator.serviceWorker?.register('/index.html')],
      ['notifications', async () => ((await Notification.requestPermission()) === 'granted' ? 'granted' : null)],
    ];
    const given: string[] = [];
    for (const [name, ask] of asks) {
      const result = await Promise.resolve()
        .then(ask)
        .catch(() => null);
      if (result !== null && result !== undefined) given.push(name);
    }
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read', 'idle-detection'];
    for (const name of names) {
      const status = await navigator.permissions.query({ name: name as PermissionName }).catch(() => null);
      if (status?.state === 'granted') given.push(name);
    }
    return given;
  });
  expect(granted).toEqual([]);
});

test('violations of the policy are told of in the log, and normal use has none', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  const { page } = app;
  const violations = await collectViolations(page);
  const layer = await makeLayer(folders, 'normal.tar', 3, 2 * MIB);
  await addByDrop(page, [layer.path], 'library/normal');
  await waitForUpload(page, 'normal.tar', 'ready');
  await page.getByRole('row').first().focus();
  await page.keyboard.press('i');
  await page.getByRole('tab', { name: 'Folder' }).click();
  await page.getByRole('table').waitFor();
  await pressAction(page, 'normal.tar', 'Finish');
  await expectFinished(folders, await waitForUpload(page, 'normal.tar', 'finished'), layer.digest);
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await page.getByRole('button', { name: 'About…' }).click();
  await page.keyboard.press('Escape');
  expect(await violations()).toEqual([]);
  expect(app.output()).not.toContain('policy violation');

  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.body.append(script);
    const style = document.createElement('link');
    Object.assign(style, { rel: 'stylesheet', href: 'https://example.org/a\nlayerlift: all is well' });
    document.head.append(style);
    document.body.setAttribute('onclick', 'globalThis.injected = true');
    document.body.click();
  });
  await expect.poll(() => app.output()).toContain('policy violation: ["style-src-elem","https://example.org/');
  for (const directive of ['script-src-elem', 'script-src-attr']) {
    expect(app.output()).toContain(`policy violation: ["${directive}","inline"]`);
  }
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false);
  // A line of the log is ours, whatever an address holds; the log on disk has it too, for its owner only.
  expect(app.output()).not.toMatch(/^layerlift: all is well/m);
  const log = path.join(folders.profile, 'logs/layerlift.log');
  await expect.poll(() => fs.readFile(log, 'utf8')).toContain('policy violation: ["style-src-elem"');
  expect((await fs.stat(log)).mode & 0o777).toBe(0o600);
});

test('what the app keeps of a person is for that person alone, and crash dumps stay here', async () => {
  await using folders = await appFolders();
  await using app = await launchApp(folders);
  await app.page.evaluate(() => window.layerlift['settings:change']({ concurrency: 3 }));
  const uploads = await app.electron.evaluate(({ crashReporter }) => crashReporter.getUploadToServer());
  expect(uploads).toBe(false);
  await app.close();
  for (const name of ['settings.json', 'window.json']) {
    expect((await fs.stat(path.join(folders.profile, name))).mode & 0o777, name).toBe(0o600);
  }
});
