import { settleTrash } from '../../../electron/engine/layers/finishing.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type Engine, proofBy } from './engine.ts';
import { changed, type Layer } from './expectations.ts';
import type { Death, Lab, Scenario } from './lab.ts';
import { purge, purgeOld } from './purgeScenario.ts';
import { layerOf, wholeWay, write } from './scenarios.ts';

const words = ({ after, count }: Death): string => `${count} ${after}`;

const goesBack = layerOf('goes back', 12_000);
/** The same bytes up to 6,000, other ones behind: what lies behind the cut must not come back. */
const other: Layer = {
  ...goesBack,
  bytes: Buffer.concat([goesBack.bytes.subarray(0, 6000), seededBytes(77, 10_000)]),
};

/** Writes the first bytes, pauses, and resolves to the upload. */
async function beginToGoBack(lab: Lab, engine: Engine): Promise<UploadRef> {
  const writer = await lab.create(engine, goesBack);
  await write(writer, goesBack, 5000);
  await lab.checkpoint(writer);
  await write(writer, goesBack, 12_000);
  await lab.close(writer);
  return writer.upload;
}

/**
 * Goes on with the other bytes, past where the first ones ended.
 * @param kept the newest checkpoint that this is sure to leave
 */
async function goBackIn(lab: Lab, engine: Engine, upload: UploadRef, from: number, kept = 5000): Promise<void> {
  const lowered = { layer: other, resumeAt: 6000 };
  lab.asked(changed(upload.id, ({ checkpointed }) => ({ ...lowered, checkpointed: Math.min(checkpointed, kept) })));
  const writer = await engine.store.resume(upload, { expected: null, at: from, proof: proofBy(other) });
  lab.mark(changed(upload.id, () => ({ resumeAt: null })));
  await write(writer, other, 12_000);
  await lab.checkpoint(writer);
  await write(writer, other);
  await lab.close(writer);
}

export const goBack: Scenario = {
  name: 'go back below the end',
  layers: [goesBack],
  run: async (lab) => {
    const engine = await lab.start();
    await goBackIn(lab, engine, await beginToGoBack(lab, engine), 6000);
  },
};

/** As `goBack`, by a process that is killed on its way, and by a second one that does all of it again. */
export function killedGoingBack(death: Death): Scenario {
  return {
    ...goBack,
    name: `killed after ${words(death)} of going back`,
    prepare: async (lab) => {
      await beginToGoBack(lab, await lab.start());
    },
    run: async (lab) => {
      await lab.killed(death, async (engine) => {
        for (const { ref } of await lab.recover(engine)) await goBackIn(lab, engine, ref, 6000);
      });
      const engine = await lab.start();
      for (const { ref, view } of await lab.recover(engine)) {
        // The first one may have made two checkpoints past the cut, which leaves none below it.
        await goBackIn(lab, engine, ref, Math.min(6000, view.offset), 0);
      }
    },
  };
}

type Ending = 'finish' | 'cancel';

const interrupted = layerOf('interrupted', 9000);

async function wayTo(ending: Ending, lab: Lab, engine: Engine): Promise<void> {
  if (ending === 'finish') return await wholeWay(lab, engine, interrupted);
  const writer = await lab.create(engine, interrupted);
  await write(writer, interrupted);
  await lab.close(writer);
  await lab.cancel(engine, writer.upload, interrupted);
}

/** Recovers, and carries everything that is found to its end. */
async function recoverAndFinish(lab: Lab, engine: Engine): Promise<void> {
  for (const { ref, view } of await lab.recover(engine)) {
    const how = view.status.kind === 'ready' ? {} : { proof: proofBy(interrupted) };
    const writer = await engine.store.resume(ref, { expected: null, ...how });
    await write(writer, interrupted);
    await lab.finish(engine, writer, interrupted);
  }
}

/**
 * A process is killed on a layer's whole way or on that to its cancelling; the next one recovers and carries
 * everything to its end, or is killed as well, and the one after it does. The power may go at any moment of all of
 * them.
 */
export function killedAndRecovered(death: Death, ending: Ending, again: Death | null = null): Scenario {
  const twice = again === null ? '' : `, again after ${words(again)}`;
  return {
    name: `killed after ${words(death)}${twice}, recovered, ${ending}`,
    layers: [interrupted],
    run: async (lab) => {
      await lab.killed(death, (engine) => wayTo(ending, lab, engine));
      if (again !== null) await lab.killed(again, (engine) => recoverAndFinish(lab, engine));
      await recoverAndFinish(lab, await lab.start());
    },
  };
}

/** A purge is killed; the next process recovers and purges again. */
export function killedPurging(death: Death): Scenario {
  return {
    ...purge,
    name: `killed after ${words(death)} of a purge`,
    run: async (lab) => {
      await lab.killed(death, (engine) => purgeOld(lab, engine));
      const engine = await lab.start();
      await lab.recover(engine);
      await purgeOld(lab, engine);
    },
  };
}

const alike = layerOf('alike', 5000);

/**
 * A thread is killed on a layer's whole way. Another one uploads the same bytes and finds their blob, or not, before
 * anybody looks at what the first one left.
 */
export function killedBesideSame(death: Death): Scenario {
  return {
    name: `killed after ${words(death)}, the same layer again`,
    layers: [alike, { ...alike, name: 'alike again' }],
    run: async (lab) => {
      await lab.killed(death, (engine) => wholeWay(lab, engine, alike));
      const engine = await lab.start();
      await settleTrash(engine.driver);
      await wholeWay(lab, engine, { ...alike, name: 'alike again' });
    },
  };
}

/** A process is killed while it stores layers in one step; the next one finds what was planned, and stores it. */
export function killedPlanning(death: Death): Scenario {
  const layers = [layerOf('planned', 5000), { ...layerOf('planned', 5000), name: 'planned again' }];
  return {
    name: `killed after ${words(death)} of storing in one step`,
    layers,
    run: async (lab) => {
      await lab.killed(death, async (engine) => {
        const planned = [];
        for (const layer of layers) planned.push({ layer, ref: await lab.plan(engine, layer) });
        for (const { ref, layer } of planned) await lab.storePlanned(engine, ref, layer);
      });
      const engine = await lab.start();
      for (const { ref, view } of await lab.recover(engine)) {
        const layer = layers.find(({ name }) => name === view.name);
        if (layer !== undefined) await lab.storePlanned(engine, ref, layer);
      }
    },
  };
}
