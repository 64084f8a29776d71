import fc from 'fast-check';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { encodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { SLOT_BYTES } from '../../../electron/engine/layers/checkpointSlot.ts';
import { orWhenMissing } from '../../../electron/engine/layers/orWhenMissing.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { type Command, Resume } from './moving.ts';
import type { Model, World } from './world.ts';

const atRest = (model: Model): boolean => !model.open;

/** Flips a bit of a slot, cuts the file or deletes it. */
class DamageSlots implements Command {
  constructor(
    readonly how: 'flip' | 'cut' | 'delete',
    readonly position: number,
  ) {}
  check = atRest;
  async run(model: Model, world: World): Promise<void> {
    const path = world.path('uploadCheckpoints');
    const bytes = await orWhenMissing(world.driver.getContent(path), null);
    if (bytes === null) return;
    model.trusted = null;
    if (this.how === 'delete') return await world.driver.delete(path);
    const damaged = Uint8Array.from(bytes);
    damaged[this.position] = (damaged[this.position] ?? 0) ^ 0x10;
    await world.driver.putContent(path, this.how === 'cut' ? bytes.subarray(0, this.position) : damaged);
  }
  toString = (): string => `damageSlots(${this.how}, ${this.position})`;
}

/** Leaves what a registry, a full disk or an attacker leaves among the hash states: that of other bytes, or a torn one. */
class PlantState implements Command {
  constructor(
    readonly kind: 'other bytes' | 'torn' | 'empty',
    readonly at: number | 'end',
  ) {}
  check = atRest;
  async run(model: Model, world: World): Promise<void> {
    const offset = this.at === 'end' ? model.data.length : this.at;
    const digester = await (await loadDigesterFactory()).create('sha256');
    digester.update(seededBytes(offset, offset));
    const state = encodeHashState(digester.saveState());
    const content = { 'other bytes': state, torn: state.subarray(0, 50), empty: new Uint8Array() }[this.kind];
    await world.driver.putContent(world.statePath(offset), content);
  }
  toString = (): string => `plantState(${this.kind}, ${this.at})`;
}

/**
 * A stranger's upload that lies about itself is opened to be finished: nothing of ours is left, and the state at its
 * end is of other bytes.
 */
class Disguise implements Command {
  check = (model: Model): boolean => !model.open && model.data.length > 0;
  async run(model: Model, world: World): Promise<void> {
    await new DamageSlots('delete', 0).run(model, world);
    await new DamageNote('uploadRecord', null).run(model, world);
    await new PlantState('other bytes', 'end').run(model, world);
    await new Resume('expecting', null).run(model, world);
  }
  toString = (): string => 'disguise()';
}

class DeleteStates implements Command {
  check = atRest;
  async run(_: Model, world: World): Promise<void> {
    await orWhenMissing(world.driver.delete(world.path('uploadHashStates')), undefined);
  }
  toString = (): string => 'deleteStates()';
}

/** Spoils or deletes the record or `startedat`, which costs an upload its name and date, never its bytes. */
class DamageNote implements Command {
  constructor(
    readonly note: 'uploadRecord' | 'uploadStartedAt',
    readonly content: string | null,
  ) {}
  check = atRest;
  async run(_: Model, world: World): Promise<void> {
    const path = world.path(this.note);
    if (this.content !== null) await world.driver.putContent(path, new TextEncoder().encode(this.content));
    else await orWhenMissing(world.driver.delete(path), undefined);
  }
  toString = (): string => `damageNote(${this.note}, ${JSON.stringify(this.content)})`;
}

/** Somebody cuts the data; where that is below the newest checkpoint, an older one may do. */
class TruncateData implements Command {
  constructor(readonly size: number) {}
  check = atRest;
  async run(model: Model, world: World): Promise<void> {
    model.data = model.data.slice(0, this.size);
    if (model.trusted !== null && model.trusted > model.data.length) model.trusted = null;
    await world.driver.putContent(world.path('uploadData'), model.data);
  }
  toString = (): string => `truncateData(${this.size})`;
}

/** What a loss of power leaves behind the newest checkpoint: the size is there, the blocks are not. */
class LosePower implements Command {
  constructor(readonly from: number) {}
  check = (model: Model): boolean => !model.open && model.trusted !== null;
  async run(model: Model, world: World): Promise<void> {
    model.data = model.data.map((byte, index) => (index < Math.max(this.from, model.trusted ?? 0) ? byte : 0));
    await world.driver.putContent(world.path('uploadData'), model.data);
  }
  toString = (): string => `losePower(${this.from})`;
}

/** The source's bytes are others from a place on. */
class ChangeSource implements Command {
  constructor(
    readonly from: number,
    readonly seed: number,
  ) {}
  check = atRest;
  async run(model: Model): Promise<void> {
    const other = seededBytes(this.seed, model.source.length);
    model.source = Buffer.concat([model.source.subarray(0, this.from), other.subarray(this.from)]);
  }
  toString = (): string => `changeSource(${this.from})`;
}

/**
 * Another source's bytes are written over the end, past where it was, and then the power goes: every state of the old
 * bytes must be gone by then.
 */
class Rewrite implements Command {
  constructor(
    readonly back: number,
    readonly seed: number,
  ) {}
  check = (model: Model): boolean => !model.open && model.data.length > 0;
  async run(model: Model, world: World): Promise<void> {
    const at = Math.max(0, model.data.length - 1 - this.back);
    const more = seededBytes(this.seed, model.data.length - at);
    const writer = await world.store.resume(world.upload, { at });
    await writer.write(more);
    await world.crash();
    model.data = Buffer.concat([model.data.subarray(0, at), more]);
    model.source = Buffer.concat([model.data, model.source.subarray(model.data.length)]);
    if (model.trusted !== null && model.trusted > at) model.trusted = null;
  }
  toString = (): string => `rewrite(${this.back})`;
}

/** A blob rots, or is cut: the next upload of it must not take it for good unless it may look at the size alone. */
class CorruptBlob implements Command {
  constructor(readonly which: number) {}
  check = (model: Model): boolean => model.blobs.size > 0;
  async run(model: Model, world: World): Promise<void> {
    const [digest, bytes] = [...model.blobs][this.which % model.blobs.size] ?? [];
    if (digest === undefined || bytes === undefined || bytes.length === 0) return;
    const corrupt = Uint8Array.from(bytes);
    corrupt[0] = (corrupt[0] ?? 0) ^ 1;
    model.blobs.set(digest, corrupt);
    await world.driver.putContent(pathFor({ kind: 'blobData', digest }), corrupt);
  }
  toString = (): string => `corruptBlob(${this.which})`;
}

/** Commands that nobody should give, and that happen. `size` is that of the source, bytes. */
export const damaging = (size: number): readonly fc.Arbitrary<Command>[] => [
  fc
    .tuple(fc.constantFrom('flip' as const, 'cut' as const, 'delete' as const), fc.nat(2 * SLOT_BYTES - 1))
    .map(([how, position]) => new DamageSlots(how, position)),
  fc
    .tuple(
      fc.constantFrom('other bytes' as const, 'torn' as const, 'empty' as const),
      fc.oneof(fc.constant('end' as const), fc.nat(size)),
    )
    .map(([kind, at]) => new PlantState(kind, at)),
  fc.constant(new DeleteStates()),
  fc.constant(new Disguise()),
  fc.constant(new Disguise()),
  fc.tuple(fc.nat(size / 4), fc.nat()).map(([back, seed]) => new Rewrite(back, seed)),
  fc
    .tuple(
      fc.constantFrom('uploadRecord' as const, 'uploadStartedAt' as const),
      fc.constantFrom(null, '', '{"version":1}', 'x'),
    )
    .map(([note, content]) => new DamageNote(note, content)),
  fc.nat(size).map((bytes) => new TruncateData(bytes)),
  fc.nat(size).map((from) => new LosePower(from)),
  fc.tuple(fc.nat(size), fc.nat()).map(([from, seed]) => new ChangeSource(from, seed)),
  fc.nat(5).map((which) => new CorruptBlob(which)),
];
