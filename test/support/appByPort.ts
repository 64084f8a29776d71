import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { snapshotOf } from './app.ts';
import { killTree, processesNaming, processTree, untilGone } from './processTree.ts';

/** A packaged app that runs, and its window. */
export interface AppByPort extends AsyncDisposable {
  readonly page: Page;
  /** From the start of the process to a page that shows an open store, or asks for one, ms. */
  readonly startupMs: number;
  /** Process ids, the first one's first. */
  processes(): readonly number[];
  /** What it wrote to standard error. */
  output(): string;
  /** Ends everything at once: SIGKILL. */
  kill(): Promise<void>;
  /** Ends it as the end of a session does, and returns the exit code. */
  quit(): Promise<number | null>;
  /** Resolves with the exit code when it has ended by itself. */
  readonly ended: Promise<number | null>;
}

/**
 * Starts a packaged app and connects to its page. A package has no inspector; Chromium's own port for debugging, which
 * only whoever starts the app can open, drives the window.
 * @param command starts the app; must end with what takes its arguments.
 */
export async function startByPort(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv = process.env,
): Promise<AppByPort> {
  const startedAt = performance.now();
  const child = spawn(program, [...args, '--remote-debugging-port=0'], {
    cwd: '/',
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let output = '';
  const endpoint = await readEndpoint(child, ended, (text) => {
    output += text;
  });
  const { browser, page } = await connectToWindow(endpoint);
  const startupMs = performance.now() - startedAt;
  const end = async (how: () => void): Promise<number | null> => {
    const all = processTree(pid);
    how();
    const code = await ended;
    await untilGone(all);
    await browser.close();
    return code;
  };
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    page,
    startupMs,
    processes: () => processTree(pid),
    output: () => output,
    kill: async () => void (await end(() => killTree(pid))),
    quit: () => end(() => child.kill('SIGTERM')),
    ended,
    [Symbol.asyncDispose]: async () => {
      if (isRunning()) await end(() => killTree(pid));
    },
  };
}

/**
 * Waits for an app that was started by somebody else than the test, on a profile of the test's own, and connects to its
 * window. `await using` ends it.
 */
export async function joinByProfile(profile: string): Promise<Pick<AppByPort, 'page'> & AsyncDisposable> {
  // Chromium writes its port and address there (chrome/common: kDevToolsActivePort).
  const file = path.join(profile, 'DevToolsActivePort');
  let written = '';
  while (written === '') {
    await new Promise((resolve) => setTimeout(resolve, 20));
    written = await fs.readFile(file, 'utf8').catch(() => '');
  }
  const [port, address] = written.split('\n');
  const { browser, page } = await connectToWindow(`ws://127.0.0.1:${port}${address}`);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      const all = processesNaming(profile);
      for (const pid of all) killTree(pid);
      await untilGone(all);
      await browser.close();
    },
  };
}

async function connectToWindow(endpoint: string): Promise<{ readonly browser: Browser; readonly page: Page }> {
  const browser = await chromium.connectOverCDP(endpoint);
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error('the app has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForFunction(() => window.layerlift !== undefined);
  const state = async (): Promise<string> => (await snapshotOf(page)).store.state.kind;
  await expect.poll(state, { intervals: [10], timeout: 30_000 }).not.toBe('opening');
  return { browser, page };
}

/** Waits for the line in which Chromium names its port; listens to standard error from then on, too. */
function readEndpoint(
  { stderr }: ChildProcess,
  ended: Promise<number | null>,
  hear: (text: string) => void,
): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      hear(chunk.toString());
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then((code) => reject(new Error(`the app ended at once with ${code}:\n${said}`)));
  });
}
