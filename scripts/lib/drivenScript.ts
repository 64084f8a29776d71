import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withDisplay } from './display.ts';
import { homeEnv } from './e2e.ts';
import { inProject } from './project.ts';
import { run } from './run.ts';
import { findSandbox, inSandbox } from './sandbox.ts';

/**
 * Runs a script that drives the real app: on a display, as an ordinary user, with a home folder of its own, so that it
 * meets neither this person's settings nor their rights.
 * @param script path inside the clone.
 * @returns its exit code.
 */
export async function runDriven(script: string, args: readonly string[]): Promise<number> {
  const sandbox = findSandbox();
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-home-'));
  try {
    return await withDisplay((display) =>
      run(inSandbox(sandbox, [process.execPath, '--import', 'tsx', inProject(script), ...args]), {
        env: { ...display.env, ...homeEnv(home), LAYERLIFT_SANDBOX: sandbox.works ? 'on' : 'off' },
      }),
    );
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}
