import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../electron/engine/layers/hashFile.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { systemError } from '../../support/hookedOps.ts';
import { digestOf, layerStore, newRecord, servedBytes, tree } from '../../support/layers.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { canMountSmallDisks, onSmallDisk } from '../../support/smallDisk.ts';
import type { SplitEnd } from '../../support/splitStore.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';
import { at, closedUpload, leftOfUploads, scene } from './scene.ts';

/**
 * Rows P9 to P15 of the table in the engine's README: bugs of docker/distribution 2.8.2. P1 to P6 are in
 * `referenceStates.test.ts`, P7 and P8 in `removedUploads.test.ts`.
 */
describe('what the reference does wrong', () => {
  it('P9: a corrupt blob is repaired by the next upload', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(909, 100_000);
    for (const corrupt of [bytes.subarray(0, 8), bytes.toReversed()]) {
      const blob = at(dir.path, { kind: 'blobData', digest: digestOf(bytes) });
      await mkdir(path.dirname(blob), { recursive: true });
      await writeFile(blob, corrupt);
      await using writer = await store.create(newRecord());
      await writer.write(bytes);
      expect(await writer.finish(digestOf(bytes), { verifyExisting: true })).toMatchObject({ existing: 'replaced' });
      expect(Buffer.compare(await servedBytes(dir.path, digestOf(bytes)), bytes)).toBe(0);
    }
  });

  it('P10: a small file is never empty, wherever its replacement stops', async () => {
    await using dir = await tempDir();
    let left = Number.POSITIVE_INFINITY;
    const { store } = await scene(dir.path, {
      before: ({ op }) => {
        if (/write|truncate|sync|rename|open|unlink/i.test(op) && --left < 0) throw systemError('EIO');
      },
    });
    const upload = await closedUpload(store, seededBytes(910, 1_000));
    const file = at(dir.path, { kind: 'uploadStartedAt', ...upload });
    let stops = 0;
    for (let steps = 0; ; steps += 1) {
      left = steps;
      const failed = await store.renew(upload).then(
        () => false,
        () => true,
      );
      left = Number.POSITIVE_INFINITY;
      expect(await readFile(file, 'utf8')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      if (!failed) break;
      stops += 1;
    }
    expect(stops).toBeGreaterThan(4);
  });

  it.runIf(process.platform === 'linux')('P11: a close that fails leaves no file open, and no lock', async () => {
    await using dir = await tempDir();
    let broken = false;
    const { store } = await scene(dir.path, {
      before: ({ op }) => {
        if (broken && /file\.(data)?sync/.test(op)) throw systemError('EIO');
      },
    });
    const writer = await store.create(newRecord());
    await writer.write(seededBytes(911, 100_000));
    await writer.checkpoint();
    await writer.write(seededBytes(912, 100_000));
    broken = true;
    await expect(writer.close()).rejects.toMatchObject({ code: 'STORAGE_IO' });
    broken = false;
    expect(await openFilesUnder(dir.path)).toEqual([]);
    await (await store.resume(writer.upload)).cancel();
  });

  it.each(['sha256', 'sha512'] as const)('P12: a re-hash reads and hashes once, also for a %s', async (algorithm) => {
    await using dir = await tempDir();
    const { store, calls } = await scene(dir.path);
    const bytes = seededBytes(913, 4 * CHUNK_BYTES);
    const upload = await closedUpload(store, bytes);
    await rm(at(dir.path, { kind: 'uploadCheckpoints', ...upload }));
    await rm(at(dir.path, { kind: 'uploadHashStates', ...upload }), { recursive: true });
    const before = calls.length;
    const expected = digestOf(bytes, algorithm);
    await using writer = await store.resume(upload, { expected });
    expect(await writer.finish(expected)).toMatchObject({ digest: digestOf(bytes), rehashed: 0 });
    expect(writer.recovery.rehashed).toBe(bytes.length);
    const reads = calls.slice(before).filter(({ op, path: file }) => op === 'file.read' && file.endsWith('/data'));
    expect(reads.length).toBeOneOf([4, 5]);
  });

  it.runIf(canMountSmallDisks()).each([
    ['blobs', 'docker/registry/v2/blobs', 'finish', 'finish'],
    ['uploads', 'docker/registry/v2/repositories', 'finish', 'begin'],
    ['what is being made', 'layerlift', 'finish', 'begin'],
    ['what is being deleted', 'layerlift/trash', 'cancel', 'cancel'],
  ])('P13: %s on another disk: refused with a code of its own, and nothing is lost', async (_, mounted, end, step) => {
    await using dir = await tempDir();
    const place = path.join(dir.path, mounted);
    await mkdir(place, { recursive: true });
    const disk = onSmallDisk(place, 4 * 1024 * 1024, 100);
    await using child = startTs('splitStore.ts', [dir.path, place, end], disk);
    const told = JSON.parse((await child.lines.next()).value ?? 'null') as SplitEnd;
    expect(told).toMatchObject({ step, code: 'STORE_SPLIT', offset: step === 'begin' ? 0 : 100_000 });
    if (step === 'finish') expect(told.rehashed).toBe(0);
    expect(told.left.filter((name) => name.includes('/blobs/'))).toEqual([]);
    const kept = told.left.filter((name) => name.includes('/_uploads/')).map((name) => path.basename(name));
    if (step === 'begin') expect(told.left).toEqual([]);
    else expect(kept).toEqual(expect.arrayContaining(['data', 'startedat', 'layerlift.json']));
    // With the store on one disk it has come to its end.
    const served = await servedBytes(dir.path, digestOf(seededBytes(1, 100_000))).catch(() => null);
    expect(served?.length ?? null).toBe(end === 'finish' ? 100_000 : null);
    expect(await leftOfUploads(dir.path)).toEqual([]);
  });

  it('P14: an upload that has lost its startedat is never seen, wherever a cancel stops', async () => {
    let stops = 0;
    for (let steps = 0; ; steps += 1) {
      await using dir = await tempDir();
      const { store } = await layerStore(dir.path);
      const upload = await closedUpload(store, seededBytes(914, 1_000));
      let left = steps;
      const dying = await scene(dir.path, {
        before: ({ op }) => {
          if (/write|truncate|sync|rename|mkdir|unlink|rmdir/i.test(op) && --left < 0) throw systemError('EIO');
        },
      });
      await dying.store.cancel(upload).catch(() => undefined);
      const folder = at(dir.path, { kind: 'upload', ...upload });
      const names = await readdir(folder).catch(() => null);
      if (names !== null) expect(names).toEqual(expect.arrayContaining(['data', 'startedat']));
      if (left >= 0) break;
      stops += 1;
    }
    expect(stops).toBeGreaterThan(4);
  });

  it('P15: a crash between the move and the link is carried to its end by the next start', async () => {
    await using dir = await tempDir();
    const { driver } = await layerStore(dir.path);
    const bytes = seededBytes(915, 100_000);
    const dead = failCalls(
      ({ method, path: file }) => method === 'putContent' && file.endsWith('/link'),
      new Error('dead'),
    );
    const writer = await (await layerStore(faultyDriver(driver, dead))).store.create(newRecord());
    await writer.write(bytes);
    await expect(writer.finish(digestOf(bytes))).rejects.toThrow('dead');
    await writer.close();
    // Blob without a link, upload without data.
    expect((await tree(dir.path)).filter((name) => /\/(link|data)$/.test(name))).toEqual([
      pathFor({ kind: 'blobData', digest: digestOf(bytes) }).slice(1),
    ]);
    const { store } = await layerStore(dir.path);
    const history = await History.load(driver);
    expect(await recoverStore({ driver, store, history, clock: Date.now })).toEqual([]);
    expect(history.get(writer.upload.id)).toMatchObject({ outcome: 'finished', digest: digestOf(bytes) });
    expect(Buffer.compare(await servedBytes(dir.path, digestOf(bytes)), bytes)).toBe(0);
    expect(await leftOfUploads(dir.path)).toEqual([]);
  });
});
