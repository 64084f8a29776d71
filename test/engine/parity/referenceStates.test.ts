import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { startDockerRegistry } from '../../support/dockerRegistry.ts';
import { hashStateOf } from '../../support/hashStateOf.ts';
import { systemError } from '../../support/hookedOps.ts';
import { crashCopy, digestOf, newRecord, REPOSITORY, readerOver, servedBytes } from '../../support/layers.ts';
import { MUTATING } from '../../support/mutating.ts';
import { fetchBlob, patchUpload, putDigest, uploadLocation } from '../../support/registryHttp.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { tempDir } from '../../support/tempDir.ts';
import { startTs } from '../../support/tsProcess.ts';
import { sendHalf } from '../registry/killedRegistry.ts';
import { at, closedUpload, scene, stateFile, statesOf } from './scene.ts';

/** Rows P1 to P6 of the table in the engine's README: bugs of docker/distribution 2.8.2. */
describe('what the reference does wrong with states and writers', () => {
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

  it.skipIf(MUTATING)('P6: of many writers at once one gets the upload, also of another process', async () => {
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
});
