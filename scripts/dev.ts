/**
 * Runs the app from the sources and follows their changes: the window loads anew when only it has changed, with main
 * and its uploads as they are; otherwise the app is started again, as after a quit, and goes on where it was.
 *
 *   npm run dev [-- ARGUMENTS OF THE APP]    on this machine's display, or on one that nobody sees
 */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { chromium } from '@playwright/test';
import { build } from './lib/build.ts';
import { withDisplay } from './lib/display.ts';
import { inProject, projectRoot } from './lib/project.ts';
import { findSandbox, inSandbox } from './lib/sandbox.ts';
import { electronBinary } from './machine/runtimeFolder.ts';

/** An editor that saves several files does so within this time, ms. */
const GATHER_MS = 100;

const WATCHED = ['shared', 'electron', 'renderer', 'electron.vite.config.ts'];

/** The app while it runs. */
class App {
  readonly #env: Readonly<Record<string, string>>;
  #child: ChildProcess | null = null;
  #endpoint: Promise<string> | null = null;
  #stopping = false;
  #tellClosed: () => void = () => undefined;
  /** Resolves when a person has closed it. */
  readonly closed = new Promise<void>((resolve) => {
    this.#tellClosed = resolve;
  });

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  start(): void {
    const sandbox = findSandbox();
    const switches = sandbox.works ? [] : ['--no-sandbox'];
    const args = [...switches, '--remote-debugging-port=0', '--inspect', projectRoot, ...process.argv.slice(2)];
    const [program, ...rest] = inSandbox(sandbox, [electronBinary, ...args]);
    const child = spawn(program, rest, {
      cwd: projectRoot,
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    this.#stopping = false;
    this.#child = child;
    this.#endpoint = new Promise((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        process.stderr.write(chunk);
        const found = /DevTools listening on (ws:\S+)/.exec(chunk.toString())?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    child.once('exit', () => {
      if (!this.#stopping) this.#tellClosed();
    });
  }

  /** Loads the page anew, through Chromium's own port, so that the app needs nothing for it. */
  async reload(): Promise<void> {
    if (this.#endpoint === null) return;
    const browser = await chromium.connectOverCDP(await this.#endpoint);
    await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.reload())));
    await browser.close();
  }

  /** Ends it as a person does: uploads are paused at a checkpoint. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    this.#stopping = true;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

await withDisplay(async ({ env }) => {
  if ((await build()) !== 0) process.stderr.write('It does not build yet; waiting for a change.\n');
  const app = new App(env);
  app.start();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  const watchers = WATCHED.map((part) =>
    fs.watch(inProject(part), { recursive: true }, () => {
      changed.add(part);
      clearTimeout(timer);
      timer = setTimeout(() => {
        const parts = [...changed];
        changed.clear();
        turn = turn.then(() => follow(app, parts));
      }, GATHER_MS);
    }),
  );
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
    void app.closed.then(resolve);
  });
  for (const watcher of watchers) watcher.close();
  clearTimeout(timer);
  await turn;
  await app.stop();
});

/** Builds, and brings the app up to what has changed. What does not build changes nothing. */
async function follow(app: App, parts: readonly string[]): Promise<void> {
  if ((await build()) !== 0) return;
  process.stdout.write(`changed: ${parts.join(', ')}\n`);
  if (parts.every((part) => part === 'renderer')) return await app.reload();
  await app.stop();
  app.start();
}
