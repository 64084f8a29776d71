import fs from 'node:fs';
import path from 'node:path';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { ratios } from '../harness/statistics.ts';
import { hashFromMemory } from '../support/contestants.ts';
import { allThere, dropAndMove, startApp } from '../support/driving.ts';
import { settle, solidFile, warm } from '../support/files.ts';

/** The same way of the bytes inside the real app, with its window open: from the drop's *Add* to all of them hashed. */
export const inApp: Scenario = {
  name: 'app',
  drivesApp: true,
  metrics: [
    { id: 'app.mibps', unit: 'MiB/s', goal: null },
    { id: 'app.vs_hash', unit: '×', goal: null },
  ],
  run: async ({ quick, rounds, folder }) => {
    const size = quick ? GIB : 4 * GIB;
    const file = solidFile(folder, 'layer', size);
    const move = async (): Promise<number> => {
      const place = fs.mkdtempSync(path.join(folder, 'app-'));
      try {
        await using app = await startApp(place);
        warm(file);
        settle(folder);
        await dropAndMove(app, [file]);
        const { createdAt } = await allThere(app, file);
        return (size / MIB / (Date.now() - createdAt)) * 1000;
      } finally {
        fs.rmSync(place, { recursive: true });
      }
    };
    const { ours, hash } = await inTurn({ ours: move, hash: () => hashFromMemory(size) }, rounds);
    return { 'app.mibps': ours, 'app.vs_hash': ratios(ours, hash) };
  },
};
