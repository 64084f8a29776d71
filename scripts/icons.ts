/**
 * Draws the icons of all platforms from `packaging/icon.svg`.
 *
 *   npm run icons [-- FOLDER]    into `packaging`, or into FOLDER
 *
 * Its results are committed, so that a build needs no renderer; `test/scripts/icons.test.ts` holds them to the drawing.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { inProject } from './lib/project.ts';
import { drawIcons } from './packaging/drawIcons.ts';

const folder = path.resolve(process.argv[2] ?? inProject('packaging'));
for (const [name, bytes] of await drawIcons(await fs.readFile(inProject('packaging/icon.svg'), 'utf8'))) {
  const file = path.join(folder, name);
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, bytes);
}
