import fs from 'node:fs';
import path from 'node:path';
import { inProject, packageFolder } from '../lib/project.ts';
import { run } from '../lib/run.ts';

const MIB = 1024 * 1024;

/** Makes a layer of around 1 GiB out of what lies here: a tar of all packages and, once more, of the Electron runtime. */
export async function makeLayer(folder: string, say: (line: string) => void): Promise<string> {
  const file = path.join(folder, 'node-modules.tar');
  say('Making a layer: a tar of node_modules and the Electron runtime …');
  const runtime = path.relative(inProject(), path.join(packageFolder('electron'), 'dist'));
  // Two steps, because tar leaves out what one step names twice.
  for (const step of [
    ['-c', 'node_modules'],
    ['-r', runtime],
  ] as const) {
    const [mode, member] = step;
    const code = await run(['tar', mode, '-f', file, '-C', inProject(), member]);
    if (code !== 0) throw new Error(`tar ended with ${code}`);
  }
  say(`${file}: ${Math.round(fs.statSync(file).size / MIB)} MiB`);
  return file;
}
