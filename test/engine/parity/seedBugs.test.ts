import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { chance, SEED } from '../../support/chance.ts';
import { hashStateOf } from '../../support/hashStateOf.ts';
import { systemError } from '../../support/hookedOps.ts';
import { crashCopy, digestOf, newRecord, servedBytes, tree } from '../../support/layers.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';
import { at, closedUpload, scene, stateFile, statesOf } from './scene.ts';

const MIB = 1024 * 1024;
const OVERWRITES = MUTATING ? 3 : 40;

/** Rows S1 to S8 of the table in the engine's README: bugs of the layer writer of April 2015. */
describe('what the first layer writer does wrong', () => {
  it.each([
    ['100 bytes at once', [100]],
    ['four times ten bytes', [10, 10, 10, 10]],
    ['three times 3 MiB', [3 * MIB, 3 * MIB, 3 * MIB]],
    ['6 MiB and a byte', [6 * MIB + 1]],
    ['nothing between something', [5, 0, 0, 7]],
  ])('S1: writes have the digest of their bytes: %s', async (_, sizes) => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(
      801,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    await using writer = await store.create(newRecord());
    for (const size of sizes) await writer.write(bytes.subarray(writer.offset, writer.offset + size));
    expect(await writer.finish(digestOf(bytes))).toMatchObject({ digest: digestOf(bytes), rehashed: 0 });
    expect(Buffer.compare(await servedBytes(dir.path, digestOf(bytes)), bytes)).toBe(0);
  });

  it('S2: the state that two writes leave is that of all bytes, and a later resume finishes with it', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(802, 150);
    const writer = await store.create(newRecord());
    await writer.write(bytes.subarray(0, 100));
    await writer.write(bytes.subarray(100));
    await writer.close();
    expect(await statesOf(dir.path, writer.upload)).toEqual(['150']);
    const state = await readFile(stateFile(dir.path, writer.upload, 150));
    expect(Buffer.compare(state, await hashStateOf(bytes))).toBe(0);
    await using again = await store.resume(writer.upload);
    expect(again.recovery).toMatchObject({ from: 150, rehashed: 0 });
    expect(await again.finish(digestOf(bytes))).toMatchObject({ digest: digestOf(bytes), rehashed: 0 });
  });

  it(`S3: no state above an overwritten offset survives, also not a kill (${OVERWRITES} overwrites, seed ${SEED})`, async () => {
    await using dir = await tempDir();
    const random = chance(SEED);
    for (let trial = 0; trial < OVERWRITES; trial += 1) {
      const root = path.join(dir.path, `living-${trial}`);
      await mkdir(root);
      const { store } = await scene(root);
      const bytes = seededBytes(SEED + trial, 40_000);
      const upload = await closedUpload(store, bytes);
      // States of the registry's at, beside and far above the offset, so that their order in the folder varies.
      const offset = random.upTo(bytes.length - 1);
      const planted = Array.from({ length: random.upTo(6) }, () => offset + random.upTo(bytes.length - offset));
      for (const state of [offset, offset + 1, ...planted]) {
        await writeFile(stateFile(root, upload, state), await hashStateOf(bytes.subarray(0, state)));
      }
      await using writer = await store.resume(upload, { at: offset });
      expect((await statesOf(root, upload)).map(Number).filter((state) => state > offset)).toEqual([]);
      expect((await store.inspect(upload)).checkpoint).toBeNull();
      const other = seededBytes(SEED - trial, bytes.length - offset);
      await writer.write(other);
      // Killed here, the upload has its old size again: the old states would stand at its very end.
      const copy = await crashCopy(root, path.join(dir.path, `killed-${trial}`));
      await using after = await (await scene(copy)).store.resume(upload, { expected: digestOf(bytes) });
      await expect(after.finish(digestOf(bytes))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
      await expect(writer.finish(digestOf(bytes))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
      const spliced = Buffer.concat([bytes.subarray(0, offset), other]);
      expect((await writer.finish(digestOf(spliced))).digest).toBe(digestOf(spliced));
    }
  });

  it('S4: nothing comes back after a cancel, whatever is called', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(seededBytes(804, 100_000));
    await writer.checkpoint();
    await writer.cancel();
    await writer.close();
    for (const late of [() => writer.checkpoint(), () => writer.cancel(), () => writer.finish(null)]) {
      await expect(late()).rejects.toMatchObject({ code: 'WRITER_CLOSED' });
    }
    expect(await tree(dir.path)).toEqual([]);
  });

  it('S5: nothing comes back after a finish, whatever is called', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(805, 100_000);
    const writer = await store.create(newRecord());
    await writer.write(bytes);
    await writer.finish(digestOf(bytes));
    const finished = await tree(dir.path);
    await writer.close();
    await expect(writer.checkpoint()).rejects.toMatchObject({ code: 'WRITER_CLOSED' });
    expect(await tree(dir.path)).toEqual(finished);
    expect(finished.map((name) => path.basename(name))).toEqual(['data', 'link']);
  });

  it('S6: an empty state stops nothing: the upload is hashed again, written on and finished', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(806, 100_000);
    const upload = await closedUpload(store, bytes.subarray(0, 60_000));
    await writeFile(at(dir.path, { kind: 'uploadCheckpoints', ...upload }), '');
    await writeFile(stateFile(dir.path, upload, 60_000), '');
    await using writer = await store.resume(upload, { expected: digestOf(bytes) });
    expect(writer.recovery).toMatchObject({ from: 0, rehashed: 60_000 });
    await writer.write(bytes.subarray(60_000));
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('S7: a disk that is full in the middle of a write leaves no state past the data', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(807, 2 * MIB);
    let room = Number.POSITIVE_INFINITY;
    const { store } = await scene(dir.path, {
      writeLimit: 4096,
      before: ({ op, path: file }) => {
        if (op !== 'file.write' || path.basename(file) !== 'data') return;
        if (room === 0) throw systemError('ENOSPC');
        room -= 1;
      },
    });
    const writer = await store.create(newRecord());
    room = 255;
    await expect(writer.write(bytes.subarray(0, MIB))).rejects.toMatchObject({ code: 'DISK_FULL' });
    await writer.close();
    expect((await stat(at(dir.path, { kind: 'uploadData', ...writer.upload }))).size).toBe(255 * 4096);
    const { checkpoint } = await store.inspect(writer.upload);
    const offsets = (await tree(dir.path))
      .filter((name) => name.includes('hashstates/'))
      .map((name) => path.basename(name));
    for (const offset of [...offsets.map(Number), checkpoint?.offset ?? 0])
      expect(offset).toBeLessThanOrEqual(255 * 4096);
    room = Number.POSITIVE_INFINITY;
    await using again = await store.resume(writer.upload);
    await again.write(bytes.subarray(again.offset));
    expect((await again.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('S8: data is durable before its state is written, and a state before it has its name', async () => {
    await using dir = await tempDir();
    const { store, calls } = await scene(dir.path);
    const writer = await store.create(newRecord());
    await writer.write(seededBytes(808, 100_000));
    await writer.checkpoint();
    await writer.write(seededBytes(809, 100_000));
    await writer.close();
    const upload = at(dir.path, { kind: 'upload', ...writer.upload });
    const steps = calls.flatMap(({ op, path: file, to }) => {
      if (!file.startsWith(upload)) return [];
      const name = path.relative(upload, file).replace(/~[0-9a-f]+$/, 'temporary');
      if (/sync/i.test(op)) return [`sync ${name}`];
      if (op === 'file.write') return [`write ${name}`];
      return op === 'rename' ? [`rename ${path.relative(upload, to)}`] : [];
    });
    const order = (...wanted: readonly string[]): boolean =>
      wanted.reduce((from, step) => (from < 0 ? from : steps.indexOf(step, from) + 1 || -1), 0) > 0;
    const once = ['write data', 'sync data', 'write layerlift.checkpoints', 'sync layerlift.checkpoints'];
    const state = ['write hashstates/sha256/temporary', 'sync hashstates/sha256/temporary'];
    const named = ['rename hashstates/sha256/200000', 'sync hashstates/sha256'];
    expect(order(...once, ...once, ...state, ...named), steps.join('\n')).toBe(true);
    // No state is written between bytes and their sync.
    const dirty = steps.map((_, index) =>
      steps
        .slice(0, index + 1)
        .filter((step) => step.endsWith(' data'))
        .at(-1),
    );
    const early = steps.filter(
      (step, index) => step.startsWith('write ') && !step.endsWith(' data') && dirty[index] === 'write data',
    );
    expect(early).toEqual([]);
  });
});
