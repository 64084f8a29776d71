import fs from 'node:fs';
import path from 'node:path';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { identifySource, Source } from '../../../electron/engine/uploads/source.ts';
import { layerStore, newRecord } from '../../support/layers.ts';
import { inTurn } from '../harness/inTurn.ts';
import { GIB, MIB, type Scenario } from '../harness/scenario.ts';
import { pairwise } from '../harness/statistics.ts';
import { settle, solidFile, warm } from '../support/files.ts';
import { unsyncedDriver } from '../support/unsyncedDriver.ts';

/** What checkpoints cost while bytes move: with them, and without a single sync before the last one. */
export const checkpoint: Scenario = {
  name: 'checkpoint',
  drivesApp: false,
  metrics: [
    { id: 'checkpoint.overhead_pct', unit: '%', goal: '< 3' },
    { id: 'checkpoint.at_risk_mib', unit: 'MiB', goal: '<= 64', summary: 'max' },
  ],
  run: async ({ quick, rounds, folder }) => {
    const file = solidFile(folder, 'layer', quick ? GIB : 4 * GIB);
    const identity = await identifySource(file);
    const atRisk: number[] = [];
    const move = async (decorate: (driver: StorageDriver) => StorageDriver): Promise<number> => {
      const root = fs.mkdtempSync(path.join(folder, 'store-'));
      warm(file);
      settle(folder);
      const { store } = await layerStore(decorate(openFilesystemDriver(root)));
      const startedAt = performance.now();
      const writer = await store.create(newRecord({ source: identity }));
      await using source = await Source.open(identity, 0);
      let most = 0;
      const onProgress = (): void => {
        most = Math.max(most, writer.offset - writer.checkpointed, writer.hashed - writer.checkpointed);
      };
      await writer.readFrom(source, { onProgress, confirm: () => source.assertUnchanged() });
      atRisk.push(most / MIB);
      await writer.close();
      const elapsed = performance.now() - startedAt;
      fs.rmSync(root, { recursive: true });
      return elapsed;
    };
    const { on, off } = await inTurn({ on: () => move((driver) => driver), off: () => move(unsyncedDriver) }, rounds);
    return {
      'checkpoint.overhead_pct': pairwise(on, off, (withThem, without) => (withThem / without - 1) * 100),
      'checkpoint.at_risk_mib': atRisk,
    };
  },
};
