import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { _electron, type ElectronApplication, expect, type Page } from '@playwright/test';
import { projectRoot } from '../../scripts/lib/project.ts';
import type { LayerliftApi, Snapshot } from '../../shared/ipc.ts';
import type { UploadKind, UploadView } from '../../shared/upload.ts';
import { killTree } from './processTree.ts';
import { tempDir } from './tempDir.ts';

declare global {
  interface Window {
    readonly layerlift: LayerliftApi<File>;
  }
}

/** Folders of one test, shared by all starts of the app in it. `await using` deletes them. */
export interface AppFolders extends AsyncDisposable {
  readonly store: string;
  /** Chromium's profile, with our settings in it. */
  readonly profile: string;
  /** For sources. */
  readonly files: string;
}

export async function appFolders(): Promise<AppFolders> {
  const folder = await tempDir();
  const at = (name: string): string => path.join(folder.path, name);
  for (const name of ['store', 'profile', 'files']) await mkdir(at(name));
  return {
    store: at('store'),
    profile: at('profile'),
    files: at('files'),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

export interface LaunchOptions {
  /** Arguments after the ones that name the folders: files, `--repository NAME`, … */
  readonly args?: readonly string[];
  /** The store is the one of the settings; none is named on the command line. */
  readonly storeOfSettings?: boolean;
}

/** The real app, started and with its page loaded. `await using` closes it if it still runs. */
export interface RunningApp extends AsyncDisposable {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** The id of the app's first process. */
  readonly pid: number;
  /** Warnings and errors of the page's console, and what it failed to catch, since the page was there. */
  readonly complaints: readonly string[];
  /** What the app wrote to standard error. */
  output(): string;
  /** Ends the app as a person does; resolves when its process has ended. */
  close(): Promise<void>;
  /** Ends the app and all its processes with SIGKILL, and waits until they are gone. */
  kill(): Promise<void>;
}

/** The arguments with which `electron` runs the app on these folders. */
export function appArguments({ store, profile }: Pick<AppFolders, 'store' | 'profile'>): string[] {
  return ['.', '--store', store, `--user-data-dir=${profile}`];
}

/** The environment of the app: this one, without what would turn Electron into plain Node. */
export function appEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  return Object.fromEntries(entries);
}

/** Whether Chromium's sandbox works on this machine; `scripts/lib/e2e.ts` has found out. */
export const sandboxWorks = process.env['LAYERLIFT_SANDBOX'] !== 'off';

/** Starts the app and waits until its page has the state of main. */
export async function launchApp(
  folders: Pick<AppFolders, 'store' | 'profile'>,
  { args = [], storeOfSettings = false }: LaunchOptions = {},
): Promise<RunningApp> {
  const place = storeOfSettings ? ['.', `--user-data-dir=${folders.profile}`] : appArguments(folders);
  const electron = await _electron.launch({
    args: [...place, ...args],
    chromiumSandbox: sandboxWorks,
    env: appEnvironment(),
    timeout: 30_000,
  });
  const child = electron.process();
  const { pid } = child;
  if (pid === undefined) throw new Error('the app has no process');
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  const page = await electron.firstWindow();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  const kill = async (): Promise<void> => {
    killTree(pid);
    await ended;
  };
  const close = async (): Promise<void> => {
    await electron.close();
    await ended;
  };
  const app: RunningApp = {
    electron,
    page,
    pid,
    complaints,
    output: () => output,
    close,
    kill,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) await close();
    },
  };
  try {
    await page.waitForFunction(() => document.readyState === 'complete' && window.layerlift !== undefined);
    await answerQuitQuestions(electron, true);
  } catch (error) {
    await kill();
    throw new Error(`the app did not show its page; it wrote:\n${output}`, { cause: error });
  }
  return app;
}

/**
 * Drops files on the middle of the window or of an element in it, as a file manager does: through Chromium's own drag
 * and drop, so that the app gets real paths.
 */
export async function dropFiles(page: Page, paths: readonly string[], onto = page.locator('body')): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const box = await onto.boundingBox();
  if (box === null) throw new Error('nothing to drop on');
  const { x, y } = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  // 1 is "copy" (cdp: Input.DragData).
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  }
  await session.detach();
}

/** Main's state, asked for as the window does. */
export async function snapshotOf(page: Page): Promise<Snapshot> {
  const envelope = await page.evaluate(() => window.layerlift['state:snapshot']());
  if (!envelope.ok) throw new Error(`no snapshot: ${envelope.error.code} ${envelope.error.message}`);
  return envelope.value;
}

/** Waits until the upload of this name is as wanted in main, and returns it. */
export async function waitForUpload(
  page: Page,
  name: string,
  accept: UploadKind | ((upload: UploadView) => boolean),
  timeout = 30_000,
): Promise<UploadView> {
  let found: UploadView | undefined;
  const check = async (): Promise<string> => {
    const { uploads } = await snapshotOf(page);
    const upload = uploads.find((one) => one.name === name);
    const accepted =
      upload !== undefined && (typeof accept === 'string' ? upload.status.kind === accept : accept(upload));
    found = accepted ? upload : undefined;
    return accepted ? 'accepted' : JSON.stringify(upload?.status ?? null);
  };
  await expect.poll(check, { timeout, intervals: [50] }).toBe('accepted');
  if (found === undefined) throw new Error(`no upload ${name}`);
  return found;
}

/** Waits until the row of an upload shows a state. */
export async function waitForRow(page: Page, name: string, state: UploadKind, timeout = 30_000): Promise<void> {
  const row = page.locator('[data-upload]').filter({ hasText: name });
  await expect(row).toHaveAttribute('data-state', state, { timeout });
}

/** Lets the system's next open dialogs answer with these paths; with none, as if the person closed them. */
export async function answerOpenDialogs(electron: ElectronApplication, paths: readonly string[]): Promise<void> {
  await electron.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: filePaths.length === 0, filePaths });
    },
    [...paths],
  );
}

/** Lets the question whether to end the app in the middle of uploads be answered; counted in `quitQuestions`. */
export async function answerQuitQuestions(electron: ElectronApplication, quit: boolean): Promise<void> {
  await electron.evaluate(
    ({ dialog }, response) => {
      const counted = globalThis as { quitQuestions?: number };
      dialog.showMessageBox = async () => {
        counted.quitQuestions = (counted.quitQuestions ?? 0) + 1;
        return { response, checkboxChecked: true };
      };
    },
    quit ? 0 : 1,
  );
}

/**
 * Loads the page anew and collects every violation of its content security policy from its first moment on.
 * @returns reads what was collected so far.
 */
export async function collectViolations(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { policyViolations: seen });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      seen.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  await page.reload();
  return () => page.evaluate(() => (globalThis as unknown as { policyViolations: string[] }).policyViolations);
}

const electronBinary = String(createRequire(import.meta.url)('electron'));

/**
 * Starts the app once more on the same profile, as a desktop or a shell would, and waits for its end.
 * @param cwd the folder that it is started in.
 */
export async function startAgain(
  folders: AppFolders,
  args: readonly string[],
  cwd: string = projectRoot,
): Promise<{ code: number | null; words: string }> {
  const sandbox = sandboxWorks ? [] : ['--no-sandbox'];
  const [, ...place] = appArguments(folders);
  const child = spawn(electronBinary, [...sandbox, projectRoot, ...place, ...args], {
    cwd,
    env: appEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words += chunk.toString();
  });
  await once(child, 'exit');
  return { code: child.exitCode, words };
}
