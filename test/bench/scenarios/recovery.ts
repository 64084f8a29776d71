import fs from 'node:fs';
import path from 'node:path';
import { plantUploads } from '../../support/plantUploads.ts';
import { startTs } from '../../support/tsProcess.ts';
import { repeat } from '../harness/inTurn.ts';
import { MIB, type Scenario } from '../harness/scenario.ts';
import { sparseFile } from '../support/files.ts';

const UPLOADS = 1000;

/** How long a fresh process takes to open a store in which a killed app left many uploads. */
export const recovery: Scenario = {
  name: 'recovery',
  drivesApp: false,
  metrics: [{ id: 'recovery.ms_1000', unit: 'ms', goal: '< 1000' }],
  run: async ({ rounds, folder }) => {
    const root = path.join(folder, 'store');
    fs.mkdirSync(root);
    await plantUploads(root, { source: sparseFile(folder, 'layer', MIB, 1), count: UPLOADS });
    const open = async (): Promise<number> => {
      await using opener = startTs('../bench/support/openStore.ts', [root]);
      const [count, ms] = String((await opener.lines.next()).value)
        .split(' ')
        .map(Number);
      if (count !== UPLOADS || ms === undefined) throw new Error(`found ${count} uploads`);
      return ms;
    };
    return { 'recovery.ms_1000': await repeat(open, rounds) };
  },
};
