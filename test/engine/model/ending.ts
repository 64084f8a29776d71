import fc from 'fast-check';
import { expect } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { scanUploads } from '../../../electron/engine/layers/uploadScan.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { expectBytes } from '../../support/expectBytes.ts';
import { digestOf, REPOSITORY } from '../../support/layers.ts';
import { aliasOf, type Command } from './moving.ts';
import type { Model, World } from './world.ts';

const WRONG = digestOf(new TextEncoder().encode('other bytes'));

/** Finishes with the right digest, with none, or with a wrong one, which must change nothing. */
class Finish implements Command {
  constructor(
    readonly expected: 'right' | 'none' | 'wrong',
    readonly verifyExisting: boolean,
  ) {}
  check = (model: Model): boolean => model.open;
  async run(model: Model, world: World): Promise<void> {
    const { verifyExisting } = this;
    if (this.expected === 'wrong') {
      await expect(world.opened.finish(WRONG)).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
      expect(world.opened.digest()).toBe(digestOf(model.data));
      return;
    }
    const digest = digestOf(model.data);
    const expected = this.expected === 'none' ? null : (aliasOf(model) ?? digest);
    const known = model.blobs.get(digest);
    const layer = await world.opened.finish(expected, { verifyExisting });
    const keeps = known !== undefined && (!verifyExisting || Buffer.compare(known, model.data) === 0);
    const existing = known === undefined ? 'absent' : keeps ? 'kept' : 'replaced';
    expect(layer).toMatchObject({ digest, size: model.data.length, existing });
    if (!keeps) model.blobs.set(digest, model.data);
    for (const name of expected === null ? [digest] : [digest, expected]) {
      const link = await world.driver.getContent(pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: name }));
      expect(new TextDecoder().decode(link)).toBe(digest);
    }
    await next(model, world);
  }
  toString = (): string => `finish(${this.expected}, ${this.verifyExisting})`;
}

/** Cancels, by the writer or at rest. */
class Cancel implements Command {
  // Of an empty upload it tells little, and would keep the others short.
  check = (model: Model): boolean => model.data.length > 0;
  async run(model: Model, world: World): Promise<void> {
    await (world.writer === null ? world.store.cancel(world.upload) : world.writer.cancel());
    await next(model, world);
  }
  toString = (): string => 'cancel()';
}

/** Starts the app on the store: the one upload is found, nothing else is there, and a second time changes nothing. */
class Recover implements Command {
  check = (model: Model): boolean => !model.open;
  async run(model: Model, world: World): Promise<void> {
    const { driver, store } = world;
    for (let time = 0; time < 2; time += 1) {
      const history = await History.load(driver);
      const uploads = await recoverStore({ driver, store, history, clock: Date.now });
      expect(uploads.map(({ view }) => [view.id, view.offset])).toEqual([[world.upload.id, model.data.length]]);
    }
    for (const [digest, bytes] of model.blobs) {
      expectBytes(await driver.getContent(pathFor({ kind: 'blobData', digest })), bytes);
    }
  }
  toString = (): string => 'recover()';
}

/** Nothing of the ended upload is left, nothing is stored by a late close, and another one begins. */
async function next(model: Model, world: World): Promise<void> {
  await world.writer?.close();
  for await (const upload of scanUploads(world.driver)) expect.unreachable(`left: ${upload.id}`);
  await expect(world.driver.stat(pathFor({ kind: 'trashed', id: world.upload.id }))).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
  });
  await world.beginAnother();
  Object.assign(model, {
    data: new Uint8Array(),
    open: false,
    trusted: null,
    doubtedFrom: null,
    undoubted: 0,
  });
}

/** Commands that end an upload, or look at all of them. */
export const ending: readonly fc.Arbitrary<Command>[] = [
  ...(['right', 'none', 'wrong'] as const).map((expected) =>
    fc.boolean().map((verifyExisting) => new Finish(expected, verifyExisting)),
  ),
  fc.constant(new Cancel()),
  fc.constant(new Recover()),
];
