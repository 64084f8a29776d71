import { writeRecord } from '../../../electron/engine/layers/finishing.ts';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { Digest } from '../../../shared/digest.ts';
import { digestOf, newRecord, readerOver } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type Engine, proofBy } from './engine.ts';
import { changed, type Layer } from './expectations.ts';
import type { Lab, Scenario } from './lab.ts';

/** A layer whose bytes depend on its name and size alone. */
export function layerOf(name: string, size: number, expected: 'none' | 'sha256' | 'sha512' = 'none'): Layer {
  const bytes = seededBytes(size + 100_003 * name.length + (name.codePointAt(0) ?? 0), size);
  return { name, bytes, expected: expected === 'none' ? null : digestOf(bytes, expected) };
}

/** Writes what is missing up to `end`, in pieces that end before, on and behind the ends of blocks. */
export async function write(writer: LayerWriter, layer: Layer, end: number = layer.bytes.length): Promise<void> {
  const pieces = [1000, 3096, 4096, 5000, 3000, 8192];
  for (let turn = 0; writer.offset < end; turn += 1) {
    const length = Math.min(pieces[turn % pieces.length] ?? 1, end - writer.offset);
    await writer.write(layer.bytes.subarray(writer.offset, writer.offset + length));
  }
}

const SMALL = 13_000;

export const create: Scenario = {
  name: 'create',
  layers: [layerOf('created', 700)],
  run: async (lab) => {
    const engine = await lab.start();
    for (const layer of create.layers) await lab.close(await lab.create(engine, layer));
  },
};

export const checkpointWhileWriting: Scenario = {
  name: 'checkpoint while writing',
  layers: [layerOf('written', 24_000)],
  run: async (lab) => {
    const engine = await lab.start();
    const [layer = layerOf('', 0)] = checkpointWhileWriting.layers;
    const writer = await lab.create(engine, layer);
    await write(writer, layer, 5000);
    for (const end of [9000, 12_288, 17_000, 24_000]) {
      const checkpoint = lab.checkpoint(writer);
      await write(writer, layer, end);
      await checkpoint;
    }
    await lab.close(writer);
  },
};

export const streamed: Scenario = {
  name: 'stream',
  layers: [layerOf('streamed', SMALL, 'sha256')],
  run: async (lab) => {
    const engine = await lab.start();
    const [layer = layerOf('', 0)] = streamed.layers;
    const writer = await lab.create(engine, layer);
    const source = readerOver(layer.bytes);
    const small = { ...source, read: (buffer: Uint8Array) => source.read(buffer.subarray(0, 3000)) };
    await writer.readFrom(small, {});
    await lab.finish(engine, writer, layer);
  },
};

export const pauseAndResume: Scenario = {
  name: 'pause and resume',
  layers: [layerOf('paused', 20_000, 'sha512')],
  run: async (lab) => {
    const [layer = layerOf('', 0)] = pauseAndResume.layers;
    let engine = await lab.start();
    let writer = await lab.create(engine, layer);
    const { upload } = writer;
    for (const end of [6000, 12_000, 16_384, 20_000]) {
      await write(writer, layer, end);
      await lab.close(writer);
      engine = await lab.start();
      await lab.recover(engine);
      writer = await engine.store.resume(upload, { expected: layer.expected, proof: proofBy(layer) });
    }
    await lab.finish(engine, writer, layer);
  },
};

/** The process dies with bytes behind its checkpoint; the kernel still has them, and the next process goes on. */
export const killedWhileWriting: Scenario = {
  name: 'killed while writing',
  layers: [layerOf('killed', 26_000)],
  run: async (lab) => {
    const [layer = layerOf('', 0)] = killedWhileWriting.layers;
    let engine = await lab.start();
    let writer = await lab.create(engine, layer);
    const { upload } = writer;
    for (const end of [7000, 15_000, 26_000]) {
      await write(writer, layer, end - 3000);
      await lab.checkpoint(writer);
      await write(writer, layer, end);
      engine = await lab.start();
      await lab.recover(engine);
      writer = await engine.store.resume(upload, { expected: layer.expected, proof: proofBy(layer) });
    }
    await lab.close(writer);
  },
};

/** All that a layer goes through on its way, in one process. */
export async function wholeWay(
  lab: Lab,
  engine: Engine,
  layer: Layer,
  late: Digest | null = layer.expected,
): Promise<void> {
  const writer = await lab.create(engine, layer);
  await write(writer, layer, Math.floor(layer.bytes.length / 2));
  await lab.checkpoint(writer);
  await write(writer, layer);
  await lab.finish(engine, writer, { ...layer, expected: late });
}

function finishing(name: string, layer: Layer, more: Partial<Scenario> = {}): Scenario {
  return { name, layers: [layer], run: async (lab) => wholeWay(lab, await lab.start(), layer), ...more };
}

export const finish = finishing('finish', layerOf('finished', SMALL));
export const finishUnderAlias = finishing('finish under an alias', layerOf('aliased', SMALL, 'sha512'));
export const finishEmpty = finishing('finish a zero-length layer', layerOf('empty', 0));

const twice = layerOf('twice', SMALL);
export const finishOverGood = finishing('finish over a good blob', twice, {
  prepare: async (lab) => wholeWay(lab, await lab.start(), twice),
});

const replaced = layerOf('replaced', SMALL);
const corrupt = seededBytes(99, 5000);
export const finishOverCorrupt = finishing('finish over a corrupt blob', replaced, {
  corrupt: [corrupt],
  prepare: async (lab) => {
    const { driver } = await lab.start();
    await driver.putContent(pathFor({ kind: 'blobData', digest: digestOf(replaced.bytes) }), corrupt);
  },
});

const late = layerOf('late', SMALL, 'sha512');
/** The digest is learnt when all bytes are there, which takes one more read; another process finishes. */
export const finishLater: Scenario = {
  name: 'finish later',
  layers: [{ ...late, expected: null }],
  run: async (lab) => {
    let engine = await lab.start();
    const writer = await lab.create(engine, { ...late, expected: null });
    const { upload } = writer;
    await write(writer, late);
    await lab.close(writer);
    // No checkpoint has a state of the digest that is asked for from now on.
    lab.asked(changed(upload.id, () => ({ layer: late, checkpointed: 0 })));
    const source = { path: '/source/late', size: SMALL, mtimeNs: '1', device: '1', inode: '1' };
    const phase = { kind: 'complete', mismatch: null } as const;
    await writeRecord(engine.driver, upload, newRecord({ name: late.name, expected: late.expected, source, phase }));
    engine = await lab.start();
    await lab.recover(engine);
    const again = await engine.store.resume(upload, { expected: null });
    await lab.finish(engine, again, late);
  },
};

export const cancel: Scenario = {
  name: 'cancel',
  layers: [layerOf('cancelled', SMALL), layerOf('kept', 6000)],
  run: async (lab) => {
    const engine = await lab.start();
    const [layer = layerOf('', 0), kept = layerOf('', 0)] = cancel.layers;
    const keptWriter = await lab.create(engine, kept);
    await write(keptWriter, kept);
    const writer = await lab.create(engine, layer);
    await write(writer, layer, 6000);
    await lab.checkpoint(writer);
    await lab.close(writer);
    await lab.cancel(engine, writer.upload, layer);
    await lab.close(keptWriter);
  },
};

export const cancelOpen: Scenario = {
  name: 'cancel an open writer',
  layers: [layerOf('dropped', SMALL)],
  keepsHistory: false,
  run: async (lab) => {
    const engine = await lab.start();
    for (const layer of cancelOpen.layers) {
      const writer = await lab.create(engine, layer);
      await write(writer, layer, 6000);
      lab.asked(changed(writer.upload.id, () => ({ ending: 'cancel' })));
      await writer.cancel();
      lab.mark(changed(writer.upload.id, () => ({ ended: true })));
    }
  },
};

const firstOfTwo = layerOf('first', 9000);
const secondOfTwo = layerOf('second', 11_000, 'sha512');
export const twoUploads: Scenario = {
  name: 'two uploads at once',
  layers: [firstOfTwo, secondOfTwo],
  run: async (lab) => {
    const engine = await lab.start(jitter(lab));
    await Promise.all([wholeWay(lab, engine, firstOfTwo), wholeWay(lab, engine, secondOfTwo)]);
  },
};

const same = layerOf('same', 5000);
export const sameLayerTwice: Scenario = {
  name: 'the same layer twice at once',
  layers: [same, { ...same, name: 'same again' }],
  run: async (lab) => {
    const engine = await lab.start(jitter(lab));
    await Promise.all(sameLayerTwice.layers.map((layer) => wholeWay(lab, engine, layer)));
  },
};

const inOneStep = layerOf('in one step', 5000);
const underBoth = layerOf('under both', 3000, 'sha512');
const begunAfterAll = layerOf('begun after all', 4000);
/** Small layers are planned and stored in one step; of one a person wants more. */
export const planned: Scenario = {
  name: 'stored in one step',
  layers: [inOneStep, underBoth, begunAfterAll],
  run: async (lab) => {
    const engine = await lab.start();
    for (const layer of [inOneStep, underBoth]) await lab.storePlanned(engine, await lab.plan(engine, layer), layer);
    const writer = await lab.beginPlanned(engine, await lab.plan(engine, begunAfterAll), begunAfterAll);
    await write(writer, begunAfterAll);
    await lab.finish(engine, writer, begunAfterAll);
    await (await engine.plans()).tidy();
  },
};

const stepAtOnce = layerOf('at once', 5000);
export const plannedAtOnce: Scenario = {
  name: 'stored in one step, many at once',
  layers: [stepAtOnce, { ...stepAtOnce, name: 'at once again' }, layerOf('besides', 2000)],
  run: async (lab) => {
    const engine = await lab.start(jitter(lab));
    const whole = async (layer: Layer): Promise<void> =>
      await lab.storePlanned(engine, await lab.plan(engine, layer), layer);
    await Promise.all(plannedAtOnce.layers.map(whole));
  },
};

/** Lets what runs at once overtake each other at random. */
function jitter({ random }: Lab): { readonly before: () => Promise<void> } {
  return {
    before: async () => {
      for (let turns = random.below(40); turns > 0; turns -= 1) await Promise.resolve();
    },
  };
}

export const history: Scenario = {
  name: 'history',
  layers: [layerOf('one', 0), layerOf('two', 300), layerOf('three', 0)],
  run: async (lab) => {
    for (const layer of history.layers) {
      const engine = await lab.start();
      const upload = await lab.begin(engine, layer);
      await lab.cancel(engine, upload, layer);
    }
  },
};

const GAP = 33 * 1024 * 1024;
/** A gap so long that hashing it again makes checkpoints of its own. */
export const longGap: Scenario = {
  name: 'a long gap',
  layers: [layerOf('long', GAP)],
  prepare: async (lab) => {
    const [layer = layerOf('', 0)] = longGap.layers;
    // A checkpoint, so that its file is there.
    const writer = await lab.create(await lab.start(), layer);
    await lab.checkpoint(writer);
    await lab.close(writer);
  },
  run: async (lab) => {
    const [layer = layerOf('', 0)] = longGap.layers;
    let engine = await lab.start();
    const [found] = await engine.recover();
    if (found === undefined) throw new Error('nothing was begun');
    const writer = await engine.store.resume(found.ref);
    await writer.write(layer.bytes);
    engine = await lab.start();
    const again = await engine.store.resume(found.ref, { proof: proofBy(layer) });
    lab.mark(changed(found.ref.id, () => ({ checkpointed: again.checkpointed })));
  },
};
