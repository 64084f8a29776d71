import fs from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { expect, test } from '@playwright/test';
import {
  type AppFolders,
  answerQuitQuestions,
  appFolders,
  launchApp,
  type RunningApp,
  waitForUpload,
} from '../support/app.ts';

/** What the app did to the desktop, as `watchDesktop` has seen it. */
interface Seen {
  readonly progress: { value: number; mode: string }[];
  readonly notifications: { title: string; body: string }[];
  readonly tooltips: string[];
}

/** Notes from now on what reaches the desktop, in place of showing it. */
async function watchDesktop(electron: ElectronApplication): Promise<() => Promise<Seen>> {
  await electron.evaluate(({ BrowserWindow, Notification, Tray }) => {
    const seen: Seen = { progress: [], notifications: [], tooltips: [] };
    const shown: unknown[] = [];
    Object.assign(globalThis, { seen, shown });
    for (const window of BrowserWindow.getAllWindows()) {
      window.setProgressBar = (value, options) => void seen.progress.push({ value, mode: options?.mode ?? 'normal' });
      window.isFocused = () => false;
    }
    // A machine without a desktop has nobody to show it.
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      seen.notifications.push({ title: this.title, body: this.body });
      shown.push(this);
    };
    Tray.prototype.setToolTip = (text) => void seen.tooltips.push(text);
  });
  return () => electron.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

async function sparse(folders: AppFolders, name: string, bytes: number): Promise<string> {
  const file = path.join(folders.files, name);
  await fs.writeFile(file, '');
  await fs.truncate(file, bytes);
  return file;
}

/** Bytes a second: slow enough to be caught on its way, however fast the machine. */
const SLOW = 8_000_000;

/** Starts the app with one upload that moves slowly. */
async function launchSlow(folders: AppFolders, name: string, bytes: number): Promise<RunningApp> {
  const settings = { rateLimit: SLOW, finishBySelf: true };
  await fs.writeFile(path.join(folders.profile, 'settings.json'), JSON.stringify({ version: 1, settings }));
  const file = await sparse(folders, name, bytes);
  const app = await launchApp(folders, { args: ['--repository', 'library/large', file] });
  await waitForUpload(app.page, name, (upload) => upload.status.kind === 'moving' && upload.offset > 0);
  return app;
}

const blockers = (app: RunningApp): Promise<number> =>
  app.electron.evaluate(
    ({ powerSaveBlocker }) =>
      Array.from({ length: 50 }, (_, id) => id).filter((id) => powerSaveBlocker.isStarted(id)).length,
  );

test('shows progress outside the window, keeps awake while bytes move, and tells of the end', async () => {
  await using folders = await appFolders();
  await using app = await launchSlow(folders, 'large.tar', 100_000_000);
  const seen = await watchDesktop(app.electron);
  expect(await blockers(app)).toBe(1);
  await expect.poll(async () => (await seen()).progress.some(({ value }) => value > 0 && value < 1)).toBe(true);
  await expect.poll(async () => (await seen()).tooltips.at(-1)).toMatch(/^Layerlift: 1 moving, \d+ %/);
  await app.page.evaluate(() => window.layerlift['settings:change']({ rateLimit: 0 }));
  await waitForUpload(app.page, 'large.tar', 'finished');
  await expect.poll(() => blockers(app)).toBe(0);
  await expect.poll(async () => (await seen()).progress.at(-1)).toEqual({ value: -1, mode: 'normal' });
  expect((await seen()).notifications).toEqual([
    { title: 'Finished: large.tar', body: '100 MB are in library/large.' },
  ]);

  // A click on the notification leads to the upload, wherever the window is.
  // A click of Playwright's waits for frames, which a window behind others may not draw.
  await app.page.getByRole('button', { name: 'History' }).dispatchEvent('click');
  await app.electron.evaluate(() => {
    const [notification] = (globalThis as unknown as { shown: NodeJS.EventEmitter[] }).shown;
    notification?.emit('click');
  });
  await expect(app.page.getByRole('row', { name: /large\.tar/ })).toHaveClass(/current/);
});

test('pauses when the computer sleeps, and goes on when it wakes', async () => {
  await using folders = await appFolders();
  await using app = await launchSlow(folders, 'sleepy.tar', 500_000_000);
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  const asleep = await waitForUpload(app.page, 'sleepy.tar', 'paused');
  expect(asleep.status).toMatchObject({ reason: 'sleep' });
  expect(asleep.checkpointed).toBe(asleep.offset);
  await expect(app.page.getByRole('row', { name: /sleepy\.tar/ })).toContainText('while the computer sleeps');
  expect(await blockers(app)).toBe(0);
  await app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  const awake = await waitForUpload(app.page, 'sleepy.tar', (upload) => upload.offset > asleep.offset);
  expect(awake.rehashed).toBe(0);
});

test('asks once before it ends in the middle of uploads, and stays when it is told to', async () => {
  await using folders = await appFolders();
  await using app = await launchSlow(folders, 'long.tar', 500_000_000);
  await answerQuitQuestions(app.electron, false);
  await app.electron.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.close();
    window?.close();
  });
  const asked = (): Promise<number | undefined> =>
    app.electron.evaluate(() => (globalThis as { quitQuestions?: number }).quitQuestions);
  await expect.poll(asked).toBe(1);
  await waitForUpload(app.page, 'long.tar', 'moving');
  await answerQuitQuestions(app.electron, true);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await app.electron.waitForEvent('close');
  await using again = await launchApp(folders);
  const paused = await waitForUpload(again.page, 'long.tar', 'paused');
  expect(paused.status).toMatchObject({ reason: 'quit' });
});
