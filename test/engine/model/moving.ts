import fc from 'fast-check';
import { expect } from 'vitest';
import { expectBytes } from '../../support/expectBytes.ts';
import { digestOf, readerOver } from '../../support/layers.ts';
import type { Model, World } from './world.ts';

export type Command = fc.AsyncCommand<Model, World>;

/** The digest that the model's upload was told to have, where the whole of its data is what it has. */
export const aliasOf = (model: Model) => (model.alias === null ? null : digestOf(model.data, model.alias));

/** Algorithms are chosen by the expected digest; of an alias only its algorithm matters before the end. */
const expectedOf = (model: Model) => (model.alias === null ? null : digestOf(new Uint8Array(), model.alias));

/** Appends the source's next bytes. */
class Write implements Command {
  constructor(readonly length: number) {}
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    const chunk = model.source.subarray(model.data.length, model.data.length + this.length);
    await world.opened.write(chunk);
    model.data = Buffer.concat([model.data, chunk]);
    expect(world.opened.offset).toBe(model.data.length);
  }
  toString = (): string => `write(${this.length})`;
}

/** Appends all that is left of the source. */
class ReadFrom implements Command {
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    await world.opened.readFrom(readerOver(model.source, model.data.length), {});
    model.data = Buffer.concat([model.data, model.source.subarray(model.data.length)]);
    expect(world.opened.offset).toBe(model.data.length);
  }
  toString = (): string => 'readFrom()';
}

class MakeCheckpoint implements Command {
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    await world.opened.checkpoint();
    expect(world.opened.checkpointed).toBe(model.data.length);
    model.trusted = model.data.length;
    model.undoubted = model.data.length;
    // A source that was doubted once stays so for this writer, but what a later checkpoint covers was confirmed.
    if (model.doubtedFrom !== null) model.doubtedFrom = model.data.length;
  }
  toString = (): string => 'checkpoint()';
}

/** The source turns out to have changed when it is asked before a checkpoint. */
class RefusedCheckpoint implements Command {
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    const changed = new Error('changed');
    await expect(world.opened.checkpoint(() => Promise.reject(changed))).rejects.toBe(changed);
    model.doubtedFrom = model.undoubted;
  }
  toString = (): string => 'checkpoint(refused)';
}

class Close implements Command {
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    await world.opened.close();
    world.writer = null;
    model.open = false;
    if (model.doubtedFrom !== null) model.data = model.data.slice(0, model.doubtedFrom);
    else if (model.data.length > 0) model.trusted = model.data.length;
    expectBytes(await world.driver.getContent(world.path('uploadData')), model.data);
  }
  toString = (): string => 'close()';
}

class Crash implements Command {
  check = (): boolean => true;
  async run(model: Model, world: World): Promise<void> {
    await world.crash();
    model.open = false;
    expectBytes(await world.driver.getContent(world.path('uploadData')), model.data);
  }
  toString = (): string => 'crash()';
}

/** Opens the upload again. */
export class Resume implements Command {
  constructor(
    readonly how: 'plain' | 'gap' | 'whole' | 'expecting',
    readonly at: number | null,
  ) {}
  check = (model: Model): boolean => !model.open;
  async run(model: Model, world: World): Promise<void> {
    const before = model.data;
    const at = this.at === null ? before.length : Math.min(this.at, before.length);
    const proof = {
      openSource: async (offset: number) => readerOver(model.source, offset),
      onDifference: this.how === 'whole' ? 'refuse' : 'cut',
    } as const;
    const resumed = world.store.resume(world.upload, {
      expected: this.how === 'expecting' ? (aliasOf(model) ?? digestOf(before)) : expectedOf(model),
      from: this.how === 'whole' ? 'start' : 'checkpoint',
      proof: this.how === 'gap' || this.how === 'whole' ? proof : null,
      ...(this.how === 'expecting' ? {} : { at }),
    });
    const kept = this.how === 'expecting' ? before : before.slice(0, at);
    if (this.how === 'whole' && commonLength(kept, model.source) < kept.length) {
      await expect(resumed).rejects.toMatchObject({
        code: 'SOURCE_DIFFERS',
        details: { offset: commonLength(kept, model.source) },
      });
      model.data = kept;
      if (model.trusted !== null && model.trusted > kept.length) model.trusted = null;
      return;
    }
    const writer = await resumed;
    const { recovery } = writer;
    const trusted = model.trusted !== null && model.trusted <= kept.length ? model.trusted : null;
    if (this.how === 'whole') expect(recovery.from).toBe(0);
    else if (trusted !== null) expect(recovery.from).toBe(trusted);
    model.data =
      this.how === 'gap'
        ? kept.slice(
            0,
            recovery.from + commonLength(kept.subarray(recovery.from), model.source.subarray(recovery.from)),
          )
        : kept;
    expect(recovery.from + recovery.rehashed).toBe(model.data.length);
    expect(recovery.copiedTwice).toBe(kept.length - model.data.length);
    model.trusted = trusted;
    model.undoubted = this.how === 'whole' ? model.data.length : recovery.checkpointed;
    model.doubtedFrom = null;
    model.open = true;
    world.writer = writer;
    expectBytes(await world.driver.getContent(world.path('uploadData')), model.data);
    // The heart of it: whatever was believed, the digest is that of the bytes.
    expect(writer.digest()).toBe(digestOf(model.data));
  }
  toString = (): string => `resume(${this.how}, ${this.at})`;
}

export function commonLength(a: Uint8Array, b: Uint8Array): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** Commands that a transfer is made of. `size` is that of the source, bytes. */
export const moving = (size: number): readonly fc.Arbitrary<Command>[] => [
  fc.nat(size / 2).map((length) => new Write(length)),
  fc.nat(300).map((length) => new Write(length)),
  fc.constant(new ReadFrom()),
  fc.constant(new MakeCheckpoint()),
  fc.constant(new RefusedCheckpoint()),
  fc.constant(new Close()),
  fc.constant(new Crash()),
  ...(['plain', 'plain', 'gap', 'gap', 'whole', 'expecting', 'expecting'] as const).map((how) =>
    fc.option(fc.nat(size), { freq: 3 }).map((at) => new Resume(how, at)),
  ),
];
