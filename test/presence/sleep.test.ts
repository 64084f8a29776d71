import { appendFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { UploadManager } from '../../electron/engine/uploads/uploadManager.ts';
import { Sleep } from '../../electron/presence/sleep.ts';
import { REPOSITORY } from '../support/layers.ts';
import { openManager, until, viewOf } from '../support/managers.ts';
import { tempDir } from '../support/tempDir.ts';

const MIB = 1024 * 1024;
const open: UploadManager[] = [];

afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

/** Three uploads of which one moves and two wait, slow enough to be caught on their way. */
async function threeUploads(dir: string) {
  const manager = await openManager(path.join(dir, 'store'), { concurrency: 1, rateLimit: 16 * MIB });
  open.push(manager);
  const files = ['a.tar', 'b.tar', 'c.tar'].map((name) => path.join(dir, name));
  const ids = [];
  for (const sourcePath of files) {
    await writeFile(sourcePath, '');
    await truncate(sourcePath, 256 * MIB);
    ids.push((await manager.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false })).id);
  }
  const [first, second, third] = ids;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three were added');
  await until(manager, first, (view) => view.offset > 0);
  return { manager, files, first, second, third };
}

const log = () => undefined;
const asleep = { kind: 'paused', reason: 'sleep', error: null };

it('pauses all that moves or waits, and lets it go on in its order', async () => {
  await using dir = await tempDir();
  const { manager, first, second, third } = await threeUploads(dir.path);
  await manager.pause(third);
  const sleep = new Sleep(() => manager, log);
  await sleep.fallAsleep();
  expect(viewOf(manager, first)).toMatchObject({ status: asleep });
  expect(viewOf(manager, first).checkpointed).toBe(viewOf(manager, first).offset);
  expect(viewOf(manager, second).status).toEqual(asleep);
  await sleep.wake();
  await until(manager, first, 'moving');
  expect(viewOf(manager, second).status.kind).toBe('queued');
  // A pause that a person asked for is never undone.
  expect(viewOf(manager, third).status).toMatchObject({ kind: 'paused', reason: 'person' });
});

it('looks at the sources again', async () => {
  await using dir = await tempDir();
  const { manager, files, first } = await threeUploads(dir.path);
  const sleep = new Sleep(() => manager, log);
  await sleep.fallAsleep();
  await appendFile(files[0] ?? '', 'other bytes');
  await sleep.wake();
  const stopped = await until(manager, first, (view) => view.status.kind === 'paused');
  expect(stopped.status).toMatchObject({ reason: 'trouble', error: { code: 'SOURCE_CHANGED' } });
});

it('wakes nothing of a store that was closed meanwhile, and nothing without a store', async () => {
  await using dir = await tempDir();
  const { manager, first } = await threeUploads(dir.path);
  let current: UploadManager | null = manager;
  const sleep = new Sleep(() => current, log);
  await sleep.fallAsleep();
  current = null;
  await sleep.wake();
  await sleep.fallAsleep();
  await sleep.wake();
  expect(viewOf(manager, first).status).toEqual(asleep);
});

it('is an interruption for whoever opens the store after a sleep without a wake', async () => {
  await using dir = await tempDir();
  const { manager, first } = await threeUploads(dir.path);
  await new Sleep(() => manager, log).fallAsleep();
  await manager.close();
  open.splice(0);
  const again = await openManager(path.join(dir.path, 'store'), {});
  open.push(again);
  const found = viewOf(again, first);
  expect(found.status).toEqual({ kind: 'interrupted' });
  expect(found.checkpointed).toBe(found.offset);
});
