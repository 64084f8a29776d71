import { writeStartedAt } from '../../../electron/engine/layers/startedAtFile.ts';
import { purgeUploads } from '../../../electron/engine/maintenance/purge.ts';
import { type Engine, NOW } from './engine.ts';
import type { Lab, Scenario } from './lab.ts';
import { layerOf, write } from './scenarios.ts';

const DAY = 24 * 3_600_000;
const old = [layerOf('old', 6000), layerOf('as old', 0)];
const young = layerOf('young', 5000);

/** Purges the uploads that are older than a day: all but the young one. */
export async function purgeOld(lab: Lab, engine: Engine): Promise<void> {
  const remove = async (upload: Parameters<typeof lab.cancel>[1]): Promise<void> => {
    const { record } = await engine.store.inspect(upload);
    const layer = old.find(({ name }) => name === record?.name);
    if (layer === undefined) throw new Error(`not an old upload: ${record?.name}`);
    await lab.cancel(engine, upload, layer);
  };
  for await (const decision of purgeUploads(engine.driver, { now: NOW, olderThan: DAY, remove })) {
    if (decision.error !== null) throw new Error(decision.error.message);
  }
}

/** Three uploads, two of them old; the old ones are purged. */
export const purge: Scenario = {
  name: 'purge',
  layers: [...old, young],
  prepare: async (lab) => {
    const engine = await lab.start();
    for (const layer of purge.layers) {
      const writer = await lab.create(engine, layer);
      await write(writer, layer);
      await lab.close(writer);
      if (layer !== young) await writeStartedAt(engine.driver, writer.upload, NOW - 2 * DAY);
    }
  },
  run: async (lab) => purgeOld(lab, await lab.start()),
};
