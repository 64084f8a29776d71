import fs from 'node:fs';
import path from 'node:path';
import { openManager } from '../../support/managers.ts';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { pairwise, ratios } from '../harness/statistics.ts';
import { settle, sparseFile } from '../support/files.ts';
import { add, reaches } from '../support/managing.ts';

/** How long a finish takes when every byte is there, and that this does not depend on how many there are. */
export const finish: Scenario = {
  name: 'finish',
  drivesApp: false,
  metrics: [
    { id: 'finish.ms', unit: 'ms', goal: '< 20' },
    { id: 'finish.ms_64mib', unit: 'ms', goal: null },
    { id: 'finish.ms_16gib', unit: 'ms', goal: null },
    { id: 'finish.ratio', unit: '×', goal: '< 1.5' },
    { id: 'finish.first_ms', unit: 'ms', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const root = path.join(folder, 'store');
    let seed = 0;
    /** `again`: the app was closed in between, so the finish meets no running thread. Resolves to [engine's, person's] ms. */
    const finishOf = async (size: number, again: boolean): Promise<readonly [number, number]> => {
      seed += 1;
      const file = sparseFile(folder, `layer-${seed}`, size, seed);
      let manager = await openManager(root);
      try {
        const id = await add(manager, file, false);
        await reaches(manager, id, 'ready');
        if (again) {
          await manager.close();
          manager = await openManager(root);
        }
        settle(folder);
        const startedAt = Date.now();
        await manager.finish(id);
        const { finishMs, at, blobPath } = await reaches(manager, id, 'finished');
        fs.rmSync(path.join(root, blobPath));
        return [finishMs, at - startedAt];
      } finally {
        await manager.close();
        fs.rmSync(file);
      }
    };
    const { small, large, first } = await inTurn(
      {
        small: async () => (await finishOf(64 * MIB, false))[0],
        large: async () => (await finishOf(quick ? GIB : 16 * GIB, false))[0],
        first: async () => (await finishOf(64 * MIB, true))[1],
      },
      rounds,
    );
    return {
      'finish.ms': pairwise(small, large, Math.max),
      'finish.ms_64mib': small,
      'finish.ms_16gib': large,
      'finish.ratio': ratios(large, small),
      'finish.first_ms': first,
    };
  },
};
