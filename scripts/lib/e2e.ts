import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withDisplay } from './display.ts';
import { inProject, packageFolder } from './project.ts';
import { run } from './run.ts';
import { findSandbox, inSandbox } from './sandbox.ts';

/** Whether there are end-to-end tests to run. */
export function hasEndToEndTests(): boolean {
  const folder = inProject('test', 'e2e');
  if (!fs.existsSync(folder)) return false;
  return fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => name.endsWith('.e2e.ts'));
}

/**
 * Runs the end-to-end tests against the built app: on a display, as an ordinary user, with a home folder of their own,
 * so that they meet neither this person's settings nor their rights. `LAYERLIFT_SANDBOX` tells them whether Chromium's
 * sandbox works here (`on` or `off`).
 * @returns Playwright's exit code.
 */
export async function runEndToEndTests(args: readonly string[]): Promise<number> {
  const sandbox = findSandbox();
  if (!sandbox.works)
    process.stdout.write("Chromium's sandbox cannot work on this machine; the app runs without it.\n");
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-home-'));
  try {
    return await withDisplay((display) => {
      const playwright = path.join(packageFolder('@playwright/test'), 'cli.js');
      return run(inSandbox(sandbox, [process.execPath, playwright, 'test', ...args]), {
        env: { ...display.env, ...homeEnv(home), LAYERLIFT_SANDBOX: sandbox.works ? 'on' : 'off' },
      });
    });
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/**
 * The variables that decide where programs keep a person's settings, data and caches; and a language where there is
 * none, because Chromium takes no name of a file that the language C cannot spell.
 */
export function homeEnv(home: string): Record<string, string> {
  return {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local', 'share'),
    XDG_STATE_HOME: path.join(home, '.local', 'state'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    LANG: process.env['LANG'] ?? 'C.UTF-8',
  };
}
