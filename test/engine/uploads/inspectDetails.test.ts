import { appendFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inspectDetails } from '../../../electron/engine/uploads/inspectDetails.ts';
import { identifySource } from '../../../electron/engine/uploads/source.ts';
import { parseDigest } from '../../../shared/digest.ts';
import { HASH_STATES_SHOWN, type UploadDetails } from '../../../shared/inspection.ts';
import type { UploadStatus } from '../../../shared/upload.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { MUTATING } from '../../support/mutating.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(71, 300_000);
const NOW = Date.parse('2026-11-20T10:00:00Z');
const PAUSED: UploadStatus = { kind: 'paused', reason: 'person', error: null };

async function uploadOf(root: string, parts: readonly number[]) {
  const { store, driver } = await layerStore(root);
  const begun = await store.begin(newRecord());
  let from = 0;
  for (const to of parts) {
    await using writer = await store.resume(begun);
    await writer.write(BYTES.subarray(from, to));
    from = to;
  }
  const inspect = (source: Parameters<typeof inspectDetails>[1]['source'] = null): Promise<UploadDetails> =>
    inspectDetails({ root, driver, clock: () => NOW }, { ref: begun, status: PAUSED, source, isPlanned: false });
  return { store, driver, ref: begun, inspect };
}

describe('the details of an upload', () => {
  it('are its files, its checkpoints and its states, with the digests that they stand for', async () => {
    await using dir = await tempDir();
    const { inspect, ref } = await uploadOf(dir.path, [100_001, 200_000]);
    const details = await inspect();
    const folder = path.join(dir.path, 'docker/registry/v2/repositories', REPOSITORY, '_uploads', ref.id);
    expect(details).toMatchObject({ id: ref.id, at: NOW, folder, size: 200_000, source: null, hashStatesLeftOut: 0 });
    expect(details.files.map(({ kind, name, path: at, size }) => [kind, name, at, size])).toEqual([
      ['data', 'data', path.join(folder, 'data'), 200_000],
      ['startedat', 'startedat', path.join(folder, 'startedat'), 20],
      ['record', 'layerlift.json', path.join(folder, 'layerlift.json'), expect.any(Number)],
      ['checkpoints', 'layerlift.checkpoints', path.join(folder, 'layerlift.checkpoints'), 8192],
    ]);
    expect(details.startedAt).toBe(Date.parse(await readFile(path.join(folder, 'startedat'), 'utf8')));
    expect(details.checkpoints.map(({ offset, sequence }) => [offset, sequence])).toEqual([
      [200_000, 2],
      [100_001, 1],
    ]);
    const [newest, older] = details.checkpoints;
    expect(newest?.states[0]?.digest).toBe(digestOf(BYTES.subarray(0, 200_000)));
    expect(older?.states[0]).toMatchObject({
      algorithm: 'sha256',
      length: 100_001,
      tailBytes: 100_001 % 64,
      blockBytes: 64,
      digest: digestOf(BYTES.subarray(0, 100_001)),
    });
    expect(older?.states[0]?.words.every((word) => /^[0-9a-f]{8}$/.test(word))).toBe(true);
    expect(details.hashStates.map(({ name, offset, size, verdict }) => [name, offset, size, verdict])).toEqual([
      ['hashstates/sha256/200000', 200_000, 108, 'ours'],
      ['hashstates/sha256/100001', 100_001, 108, 'ours'],
    ]);
    // The words are those that lie in the file behind its four bytes of magic.
    const bytes = await readFile(path.join(folder, 'hashstates/sha256/100001'));
    expect(details.hashStates[1]?.state?.words.join('')).toBe(bytes.subarray(4, 36).toString('hex'));
  });

  it('judge torn, foreign and stale states, and say why one cannot be read', async () => {
    await using dir = await tempDir();
    const { inspect } = await uploadOf(dir.path, [100_000, 200_000]);
    const { folder } = await inspect();
    const states = path.join(folder, 'hashstates/sha256');
    const whole = await readFile(path.join(states, '200000'));
    const counting = (length: bigint): Buffer => {
      const copy = Buffer.from(whole);
      copy.writeBigUInt64BE(length, 100);
      return copy;
    };
    await writeFile(path.join(states, '300000'), counting(300_000n));
    await writeFile(path.join(states, '70000'), counting(70_000n));
    await writeFile(path.join(states, '5'), '');
    await writeFile(path.join(states, '6'), whole.subarray(0, 50));
    await writeFile(path.join(states, '7'), whole);
    await mkdir(path.join(states, '8'));
    const found = (await inspect()).hashStates;
    const seen = found.map(({ name, verdict, reason, state }) => [
      path.basename(name),
      verdict,
      reason,
      state?.length ?? null,
    ]);
    expect(seen).toEqual([
      ['300000', 'stale', null, 300_000],
      ['200000', 'ours', null, 200_000],
      ['100000', 'ours', null, 100_000],
      ['70000', 'foreign', null, 70_000],
      ['8', 'torn', 'empty', null],
      ['7', 'torn', null, 200_000],
      ['6', 'torn', 'length', null],
      ['5', 'torn', 'empty', null],
    ]);
  });

  it('tell a damaged checkpoint, missing files and a damaged date as missing', async () => {
    await using dir = await tempDir();
    const { inspect } = await uploadOf(dir.path, [100_000, 200_000]);
    const { folder } = await inspect();
    const checkpoints = await readFile(path.join(folder, 'layerlift.checkpoints'));
    // The second checkpoint lies in the first slot.
    checkpoints[20] = (checkpoints[20] ?? 0) ^ 1;
    await writeFile(path.join(folder, 'layerlift.checkpoints'), checkpoints);
    await writeFile(path.join(folder, 'startedat'), 'soon');
    await rm(path.join(folder, 'layerlift.json'));
    const torn = await inspect();
    expect(torn.checkpoints.map(({ offset }) => offset)).toEqual([100_000]);
    expect(torn.hashStates.map(({ offset, verdict }) => [offset, verdict])).toEqual([
      [200_000, 'exact'],
      [100_000, 'ours'],
    ]);
    expect(torn.startedAt).toBeNull();
    expect(torn.files.find(({ kind }) => kind === 'record')).toMatchObject({ size: null, modifiedAt: null });
    await rm(folder, { recursive: true });
    const gone = await inspect();
    expect(gone).toMatchObject({ size: 0, checkpoints: [], hashStates: [] });
    expect(gone.files.every(({ size }) => size === null)).toBe(true);
  });

  it('list no more states than people can look through, and count the others', async () => {
    await using dir = await tempDir();
    const { inspect } = await uploadOf(dir.path, [1000]);
    const states = path.join((await inspect()).folder, 'hashstates/sha256');
    for (let offset = 1; offset <= HASH_STATES_SHOWN + 9; offset += 1)
      await writeFile(path.join(states, `${offset}`), '');
    const { hashStates, hashStatesLeftOut } = await inspect();
    expect(hashStates).toHaveLength(HASH_STATES_SHOWN);
    expect(hashStates[0]).toMatchObject({ offset: 1000, verdict: 'ours' });
    expect(hashStatesLeftOut).toBe(10);
  });

  it('say whether the source still holds', async () => {
    await using dir = await tempDir();
    await using files = await tempDir();
    const { inspect } = await uploadOf(dir.path, [1000]);
    const source = await identifySource(await sourceFile(files.path, 'a.tar', BYTES));
    const { ino, dev, mtimeMs } = await stat(source.path);
    expect((await inspect(source)).source).toEqual({
      path: source.path,
      size: BYTES.length,
      modifiedAt: Math.floor(mtimeMs),
      inode: String(ino),
      device: String(dev),
      error: null,
    });
    await appendFile(source.path, 'more');
    expect((await inspect(source)).source?.error).toMatchObject({ code: 'SOURCE_CHANGED' });
    await rm(source.path);
    expect((await inspect(source)).source?.error).toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it('can be asked for while a writer has the upload, and leave it alone', async () => {
    await using dir = await tempDir();
    const { store, ref, inspect } = await uploadOf(dir.path, [100_000]);
    {
      await using writer = await store.resume(ref);
      await writer.write(BYTES.subarray(100_000, 200_000));
      const open = await inspect();
      expect(open.size).toBe(200_000);
      expect(open.checkpoints.map(({ offset }) => offset)).toEqual([100_000]);
      await writer.write(BYTES.subarray(200_000));
    }
    expect((await inspect()).checkpoints[0]?.states[0]?.digest).toBe(digestOf(BYTES));
  });
});

describe.skipIf(MUTATING)('the details of an upload in the manager', () => {
  it('follow it until its blob is served', async () => {
    await using dir = await tempDir();
    await using files = await tempDir();
    const manager = await openManager(dir.path);
    try {
      const sourcePath = await sourceFile(files.path, 'a.tar', BYTES);
      const { id } = await manager.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });
      // At any moment, also while bytes move.
      await manager.inspect(id);
      await until(manager, id, 'ready');
      const ready = await manager.inspect(id);
      expect(ready.checkpoints[0]).toMatchObject({ offset: BYTES.length });
      expect(ready.source).toMatchObject({ path: sourcePath, error: null });
      await manager.finish(id);
      await until(manager, id, 'finished');
      const finished = await manager.inspect(id);
      const digest = digestOf(BYTES);
      expect(finished.files.map(({ kind, size }) => [kind, size])).toEqual([
        ['blob', BYTES.length],
        ['link', 71],
      ]);
      expect(parseDigest(await readFile(finished.files[1]?.path ?? '', 'utf8'))).toBe(digest);
      expect(finished.files[0]?.path).toBe(path.join(finished.folder, 'data'));
      expect(finished).toMatchObject({ size: BYTES.length, checkpoints: [], hashStates: [], startedAt: null });
      manager.dismiss([id]);
      await expect(manager.inspect(id)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    } finally {
      await manager.close();
    }
  });
});
