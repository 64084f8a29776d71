import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ManagerOptions } from '../../../electron/engine/uploads/managerOptions.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { moveInOrder } from '../../../shared/queueOrder.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
/** So slow that no upload of these tests ends by itself. */
const SLOW = { rateLimit: 1_000_000, concurrency: 1 };

const open: UploadManager[] = [];
afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

async function managerAt(folder: string, options: Partial<ManagerOptions> = SLOW): Promise<UploadManager> {
  const manager = await openManager(path.join(folder, 'store'), options);
  open.push(manager);
  return manager;
}

/** Adds uploads that the first of them keeps waiting. */
async function addQueue(manager: UploadManager, folder: string, names: string): Promise<readonly UploadId[]> {
  const ids: UploadId[] = [];
  for (const [seed, name] of [...names].entries()) {
    const sourcePath = await sourceFile(folder, name, seededBytes(seed, 8 * MIB));
    const wanted = { sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false };
    ids.push((await manager.add(wanted)).id);
  }
  return ids;
}

const namesOf = (manager: UploadManager): string =>
  manager
    .list()
    .map(({ name }) => name)
    .join('');

describe('the order of the queue', () => {
  it('is changed by a move, decides who starts next, and is told in one piece', async () => {
    await using dir = await tempDir();
    const manager = await managerAt(dir.path);
    const [a, b, c, d] = await addQueue(manager, dir.path, 'abcd');
    if (!a || !b || !c || !d) throw new Error('no uploads');
    let seen = manager.list().map(({ id }) => id);
    manager.subscribe(({ move }) => {
      if (move !== undefined) seen = [...moveInOrder(seen, move)];
    });
    await manager.move({ ids: [d, c], before: b });
    expect(namesOf(manager)).toBe('acdb');
    expect(seen).toEqual([a, c, d, b]);
    await until(manager, a, 'moving');
    await manager.pause(a);
    await until(manager, c, 'moving');
    expect([b, d].map((id) => viewOf(manager, id).status.kind)).toEqual(['queued', 'queued']);
    // The list is the queue: what is resumed has the place that it has there.
    await manager.resume(a);
    await manager.pause(c);
    await until(manager, a, 'moving');
  });

  it('is kept across restarts', async () => {
    await using dir = await tempDir();
    const first = await managerAt(dir.path);
    const [a, , c] = await addQueue(first, dir.path, 'abc');
    if (!a || !c) throw new Error('no uploads');
    await first.move({ ids: [c], before: a });
    await first.close();
    const second = await managerAt(dir.path);
    expect(namesOf(second)).toBe('cab');
    await addQueue(second, dir.path, 'd');
    expect(namesOf(second)).toBe('cabd');
  });

  it('is that in which uploads were asked for, however long each takes to begin', async () => {
    await using dir = await tempDir();
    const first = await managerAt(dir.path);
    const names = [...'hgfedcba'];
    const sources = await Promise.all(
      names.map((name, index) => sourceFile(dir.path, name, seededBytes(index, index === 0 ? 8 * MIB : 10))),
    );
    const wanted = { repository: REPOSITORY, expected: null, finishBySelf: false };
    const missing = first.add({ ...wanted, sourcePath: path.join(dir.path, 'missing') });
    const adding = sources.map((sourcePath) => first.add({ ...wanted, sourcePath }));
    await expect(missing).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    await Promise.all(adding);
    expect(namesOf(first)).toBe(names.join(''));
    await first.close();
    expect(namesOf(await managerAt(dir.path))).toBe(names.join(''));
  });

  it('is that of the names when many are resumed together', async () => {
    await using dir = await tempDir();
    const manager = await managerAt(dir.path);
    const ids = await addQueue(manager, dir.path, 'abcdef');
    await Promise.all(ids.map((id) => manager.pause(id)));
    for (const [first, ...others] of [ids, ids.toReversed()]) {
      if (first === undefined) throw new Error('no upload');
      await Promise.all([first, ...others].map((id) => manager.resume(id)));
      await until(manager, first, 'moving');
      expect(others.map((id) => viewOf(manager, id).status.kind)).toEqual(others.map(() => 'queued'));
      await Promise.all([...others, first].map((id) => manager.pause(id)));
    }
  });

  it('does not change for uploads that are not there', async () => {
    await using dir = await tempDir();
    const manager = await managerAt(dir.path);
    const [a, b] = await addQueue(manager, dir.path, 'ab');
    if (!a || !b) throw new Error('no uploads');
    await manager.cancel(b);
    manager.dismiss([b]);
    await manager.move({ ids: [a], before: b });
    await manager.move({ ids: [b], before: a });
    expect(namesOf(manager)).toBe('a');
  });
});

describe('starting one now', () => {
  it('goes beyond the limit, for one that waits and for one that is paused', async () => {
    await using dir = await tempDir();
    const manager = await managerAt(dir.path);
    const [a, b, c] = await addQueue(manager, dir.path, 'abc');
    if (!a || !b || !c) throw new Error('no uploads');
    await until(manager, a, 'moving');
    await manager.startNow(c);
    await until(manager, c, 'moving');
    expect(viewOf(manager, a).status.kind).toBe('moving');
    await manager.pause(b);
    await manager.startNow(b);
    await until(manager, b, 'moving');
    expect([a, b, c].map((id) => viewOf(manager, id).status.kind)).toEqual(['moving', 'moving', 'moving']);
  });

  it('is refused where an upload moves already', async () => {
    await using dir = await tempDir();
    const manager = await managerAt(dir.path);
    const [a] = await addQueue(manager, dir.path, 'a');
    if (!a) throw new Error('no upload');
    await until(manager, a, 'moving');
    await expect(manager.startNow(a)).rejects.toMatchObject({ code: 'UPLOAD_STATE' });
  });
});
