import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES } from '../../../electron/engine/layers/hashFile.ts';
import { listHashStates } from '../../../electron/engine/layers/hashStates.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { failCalls, faultyDriver } from '../../support/faultyDriver.ts';
import { hashStateOf } from '../../support/hashStateOf.ts';
import { systemError } from '../../support/hookedOps.ts';
import {
  crashCopy,
  digestOf,
  layerStore,
  newRecord,
  REPOSITORY,
  readerOver,
  servedBytes,
  tree,
} from '../../support/layers.ts';
import { openFilesUnder } from '../../support/openFiles.ts';
import { fetchBlob, patchUpload, putDigest, uploadLocation } from '../../support/registryHttp.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { canMountSmallDisks, onSmallDisk } from '../../support/smallDisk.ts';
import type { SplitEnd } from '../../support/splitStore.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';
import { sendHalf } from '../registry/killedRegistry.ts';
import { at, closedUpload, leftOfUploads, scene, stateFile, statesOf } from './scene.ts';

/**
 * The bugs of docker/distribution 2.8.2, row by row of the table in the engine's README. Those of the removal of
 * uploads are in `removedUploads.test.ts`.
 */
describe('what the reference does wrong', () => {
  it('P1: data past the offset of the client’s token is gone on with at its real size', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(901, 300_000);
    const registry = await startDockerRegistry(dir.path);
    const { upload, failed } = await sendHalf(registry, dir.path, bytes, { whole: 200_000, cut: 290_000 });
    await registry.kill();
    await failed;
    {
      // The registry itself refuses what its client knows: the offset of the last answer.
      await using next = await startDockerRegistry(dir.path);
      const stale = uploadLocation(next, upload, 200_000);
      await expect(patchUpload(stale, bytes.subarray(200_000))).rejects.toMatchObject({ status: 404 });
    }
    await using writer = await store.resume(upload, { expected: digestOf(bytes) });
    expect(writer.offset).toBeGreaterThan(200_000);
    await writer.readFrom(readerOver(bytes, writer.offset), {});
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('P2: the state of a tail that the registry files under a prefix is never believed', async () => {
    await using dir = await tempDir();
    const { store, driver } = await scene(dir.path);
    const bytes = seededBytes(902, 300_000);
    const registry = await startDockerRegistry(dir.path);
    const { upload, failed } = await sendHalf(registry, dir.path, bytes, { whole: 100_000, cut: 250_000 });
    await registry.kill();
    await failed;
    const { offset: size } = await store.inspect(upload);
    const tail = bytes.subarray(size, size + 20_000);
    {
      await using next = await startDockerRegistry(dir.path);
      await patchUpload(uploadLocation(next, upload, size), tail);
    }
    expect(Buffer.compare(await readFile(stateFile(dir.path, upload, 20_000)), await hashStateOf(tail))).toBe(0);
    const poison = (await listHashStates(driver, upload)).find(({ offset }) => offset === 20_000);
    expect(poison?.verdict).toBe('foreign');
    // Cut to where the poison claims to fit, there is only a digest to tell.
    await using early = await store.resume(upload, { at: 20_000 });
    expect(early.digest()).toBe(digestOf(bytes.subarray(0, 20_000)));
    await early.readFrom(readerOver(bytes, 20_000), {});
    expect((await early.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('P2: and we never file one: after a crash the next state is that of all bytes', async () => {
    await using dir = await tempDir();
    const living = path.join(dir.path, 'living');
    await mkdir(living);
    const bytes = seededBytes(903, 300_000);
    const dying = await (await scene(living)).store.create(newRecord());
    await dying.write(bytes.subarray(0, 100_000));
    await dying.checkpoint();
    await dying.write(bytes.subarray(100_000, 281_920));
    const root = await crashCopy(living, path.join(dir.path, 'killed'));
    await dying.close();
    const writer = await (await scene(root)).store.resume(dying.upload);
    await writer.write(bytes.subarray(281_920));
    await writer.close();
    expect(await statesOf(root, dying.upload)).toEqual(['300000']);
    const state = await readFile(stateFile(root, dying.upload, 300_000));
    expect(Buffer.compare(state, await hashStateOf(bytes))).toBe(0);
  });

  it.each([
    ['empty', 0],
    ['torn', 60],
  ])('P3: a state that is %s, with which the registry is stuck, is absent', async (_, length) => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(904, 100_000);
    const upload = await closedUpload(store, bytes);
    await rm(at(dir.path, { kind: 'uploadCheckpoints', ...upload }));
    await writeFile(stateFile(dir.path, upload, 100_000), (await hashStateOf(bytes)).subarray(0, length));
    {
      await using registry = await startDockerRegistry(dir.path);
      const finish = putDigest(uploadLocation(registry, upload, 100_000), digestOf(bytes));
      await expect(finish).rejects.toMatchObject({ status: 500 });
    }
    await using writer = await store.resume(upload, { expected: digestOf(bytes) });
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
  });

  it('P4: a disk that is full leaves no torn state, and the upload finishes when there is room', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(905, 100_000);
    let full = false;
    const { store } = await scene(dir.path, {
      writeLimit: 50,
      before: ({ op, path: file }) => {
        if (full && op === 'file.write' && file.includes('/hashstates/')) throw systemError('ENOSPC');
      },
    });
    const writer = await store.create(newRecord());
    await writer.write(bytes);
    full = true;
    await expect(writer.close()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await statesOf(dir.path, writer.upload)).toEqual([]);
    full = false;
    await using registry = await startDockerRegistry(dir.path);
    // Not even the registry is stuck with what we left.
    await putDigest(uploadLocation(registry, writer.upload, 100_000), digestOf(bytes));
    expect(await fetchBlob(registry, REPOSITORY, digestOf(bytes))).toMatchObject({ sha256: digestOf(bytes) });
  });

  it('P5: a state of other bytes becomes no blob under their digest: the bytes decide', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const [bytes, other] = [seededBytes(906, 100_000), seededBytes(907, 100_000)];
    const upload = await closedUpload(store, bytes);
    await rm(at(dir.path, { kind: 'uploadCheckpoints', ...upload }));
    await writeFile(stateFile(dir.path, upload, 100_000), await hashStateOf(other));
    {
      await using writer = await store.resume(upload, { expected: digestOf(other) });
      await expect(writer.finish(digestOf(other))).rejects.toMatchObject({
        code: 'DIGEST_MISMATCH',
        details: { actual: digestOf(bytes) },
      });
    }
    await using writer = await store.resume(upload, { expected: digestOf(bytes) });
    expect((await writer.finish(digestOf(bytes))).digest).toBe(digestOf(bytes));
    expect(Buffer.compare(await servedBytes(dir.path, digestOf(bytes)), bytes)).toBe(0);
  });

  it('P6: of many writers at once one gets the upload, also of another process', async () => {
    await using dir = await tempDir();
    const { store } = await scene(dir.path);
    const bytes = seededBytes(908, 100_000);
    const upload = await closedUpload(store, bytes.subarray(0, 50_000));
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => store.resume(upload)));
    const open = tries.flatMap((tried) => (tried.status === 'fulfilled' ? [tried.value] : []));
    const refused = tries.flatMap((tried) => (tried.status === 'rejected' ? [tried.reason] : []));
    expect(refused).toMatchObject(Array.from({ length: 3 }, () => ({ code: 'WRITER_LOCKED' })));
    await using other = startTs('writerHolder.ts', [dir.path, pathFor({ kind: 'uploadData', ...upload })]);
    expect((await other.lines.next()).value).toBe('WRITER_LOCKED');
    const [writer] = open;
    await writer?.write(bytes.subarray(50_000));
    expect((await writer?.finish(digestOf(bytes)))?.digest).toBe(digestOf(bytes));
  });

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

  it.skipIf(!canMountSmallDisks())(
    'P13: blobs on another disk: refused with a code of its own, and the upload stays',
    async () => {
      await using dir = await tempDir();
      const blobs = at(dir.path, { kind: 'blobs' });
      await mkdir(blobs, { recursive: true });
      await using child = startTs('splitStore.ts', [dir.path], onSmallDisk(blobs, 1024 * 1024, 100));
      const end = JSON.parse((await child.lines.next()).value ?? 'null') as SplitEnd;
      expect(end).toMatchObject({ code: 'STORE_SPLIT', blobs: [], rehashed: 0, offset: 100_000 });
      expect(end.left).toEqual(expect.arrayContaining(['data', 'startedat', 'layerlift.json']));
    },
  );

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
