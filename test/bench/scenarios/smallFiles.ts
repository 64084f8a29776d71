import fs from 'node:fs';
import path from 'node:path';
import { mapLimited } from '../../../electron/ipc/mapLimited.ts';
import { openManager } from '../../support/managers.ts';
import { repeat } from '../harness/inTurn.ts';
import { KIB, type Scenario } from '../harness/scenario.ts';
import { settle, solidFile } from '../support/files.ts';
import { add, reaches } from '../support/managing.ts';

const FILES = 500;
/** As many as the window's command adds together. */
const TOGETHER = 4;

/** How many small layers a second go from `add` to finished, each durable by itself. */
export const smallFiles: Scenario = {
  name: 'small',
  drivesApp: false,
  metrics: [{ id: 'small.files_per_s', unit: 'files/s', goal: null }],
  run: async ({ rounds, folder }) => {
    const files = Array.from({ length: FILES }, (_, index) => solidFile(folder, `layer-${index}`, 64 * KIB, index));
    const upload = async (): Promise<number> => {
      const root = fs.mkdtempSync(path.join(folder, 'store-'));
      settle(folder);
      const manager = await openManager(root);
      const startedAt = Date.now();
      const ids = await mapLimited(files, TOGETHER, (file) => add(manager, file, true));
      const ends = await Promise.all(ids.map(async (id) => (await reaches(manager, id, 'finished')).at));
      await manager.close();
      fs.rmSync(root, { recursive: true });
      return FILES / ((Math.max(...ends) - startedAt) / 1000);
    };
    return { 'small.files_per_s': await repeat(upload, rounds) };
  },
};
