/**
 * The main job in front of your eyes: a large layer dropped on the real window, SIGKILL in the middle, resume, pause,
 * resume, finish, and an independent check of the blob.
 *
 *   npm run demo [-- --file PATH] [--store DIR] [--repository NAME] [--json]
 *
 * Up to the pause it moves in slow motion, so that there is something to see and to kill; then at full speed.
 * With a display the window is visible; without one the demo brings its own.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { toErrorInfo } from '../../shared/errors.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import { runDriven } from '../lib/drivenScript.ts';
import type { DemoPlan } from './journey.ts';
import { makeLayer } from './makeLayer.ts';

const USAGE = 'npm run demo -- [--file PATH] [--store DIR] [--repository NAME] [--json]';

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (options === null) return 2;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-demo-'));
  const say = (line: string): void => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    const file = options.file === null ? await makeLayer(folder, say) : path.resolve(options.file);
    const screenshots = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-screenshots-'));
    const plan: DemoPlan = {
      file,
      store: options.store === null ? path.join(folder, 'store') : path.resolve(options.store),
      profile: path.join(folder, 'profile'),
      repository: options.repository,
      screenshots,
      json: options.json,
    };
    return await runDriven('scripts/demo/journey.ts', [JSON.stringify(plan)]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

interface Options {
  readonly file: string | null;
  readonly store: string | null;
  readonly repository: string;
  readonly json: boolean;
}

function readOptions(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        file: { type: 'string' },
        store: { type: 'string' },
        repository: { type: 'string', default: 'demo/layers' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.file !== undefined && !fs.statSync(values.file).isFile()) throw new Error(`${values.file} is no file`);
    const { file = null, store = null, json } = values;
    return { file, store, repository: parseRepositoryName(values.repository), json };
  } catch (error) {
    process.stderr.write(`${toErrorInfo(error).message}\nUsage: ${USAGE}\n`);
    return null;
  }
}
