import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { formatStartedAt } from '../../../shared/startedAt.ts';
import { layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const HOUR = 60 * 60 * 1000;
const BEGUN = Date.parse('2026-11-20T10:00:00.789Z');
/** What `startedat` can say: whole seconds. */
const DATED = Date.parse('2026-11-20T10:00:00Z');

describe('the date at which a registry removes an upload, in the manager', () => {
  async function readyUpload(folder: string, clock: () => number): Promise<readonly [UploadManager, UploadId]> {
    const manager = await openManager(path.join(folder, 'store'), { clock });
    const sourcePath = await sourceFile(folder, 'a.tar', seededBytes(1, 1000));
    const added = await manager.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false });
    expect(added.purgeAt).toBe(DATED + 168 * HOUR);
    await until(manager, added.id, 'ready');
    return [manager, added.id];
  }

  it('is told from the beginning, moved by renewing, and the same after a start', async () => {
    await using dir = await tempDir();
    let now = BEGUN;
    const [manager, id] = await readyUpload(dir.path, () => now);
    const told: (number | null)[] = [];
    manager.subscribe(({ uploads }) => told.push(...uploads.map(({ purgeAt }) => purgeAt)));
    now += 100 * HOUR;
    await manager.renew(id);
    expect(viewOf(manager, id)).toMatchObject({ purgeAt: DATED + 268 * HOUR, status: { kind: 'ready' } });
    await manager.close();
    expect(told.at(-1)).toBe(DATED + 268 * HOUR);
    const again = await openManager(path.join(dir.path, 'store'));
    try {
      expect(viewOf(again, id).purgeAt).toBe(DATED + 268 * HOUR);
    } finally {
      await again.close();
    }
  });

  it('lets an upload be finished right after it was renewed, and renews no ended one', async () => {
    await using dir = await tempDir();
    const [manager, id] = await readyUpload(dir.path, () => BEGUN);
    try {
      // The lock that renewing holds must not stand in the way of what comes after it.
      await Promise.all([manager.renew(id), manager.finish(id)]);
      await until(manager, id, 'finished');
      await expect(manager.renew(id)).rejects.toMatchObject({ code: 'UPLOAD_STATE' });
    } finally {
      await manager.close();
    }
  });

  it('does not make a store of the folder that a pulled disk left behind', async () => {
    await using dir = await tempDir();
    const [manager, id] = await readyUpload(dir.path, () => BEGUN);
    try {
      await rm(path.join(dir.path, 'store'), { recursive: true });
      await expect(manager.renew(id)).rejects.toMatchObject({ code: 'STORE_MISSING' });
    } finally {
      await manager.close();
    }
  });

  it('begins for an upload without one when it is opened to move', async () => {
    await using dir = await tempDir();
    await using files = await tempDir();
    const root = dir.path;
    const { store } = await layerStore(root);
    const bytes = seededBytes(2, 1000);
    const upload = await store.begin(newRecord());
    const startedAt = path.join(root, pathFor({ kind: 'uploadStartedAt', ...upload }));
    await writeFile(startedAt, '');
    const manager = await openManager(root, { clock: () => BEGUN });
    try {
      expect(viewOf(manager, upload.id).purgeAt).toBeNull();
      await manager.attach(upload.id, await sourceFile(files.path, 'a.tar', bytes));
      const { purgeAt } = await until(manager, upload.id, 'ready');
      expect(purgeAt).toBe(DATED + 168 * HOUR);
    } finally {
      await manager.close();
    }
  });

  it('is known of uploads that another program began', async () => {
    await using dir = await tempDir();
    const root = dir.path;
    const { store } = await layerStore(root);
    const upload = await store.begin(newRecord());
    await rm(path.join(root, pathFor({ kind: 'uploadRecord', ...upload })));
    const startedAt = path.join(root, pathFor({ kind: 'uploadStartedAt', ...upload }));
    await writeFile(startedAt, formatStartedAt(BEGUN - 160 * HOUR));
    const manager = await openManager(root, { clock: () => BEGUN });
    try {
      expect(viewOf(manager, upload.id)).toMatchObject({ status: { kind: 'found' }, purgeAt: DATED + 8 * HOUR });
      await manager.renew(upload.id);
      // Renewing does not make it ours.
      expect(viewOf(manager, upload.id)).toMatchObject({ status: { kind: 'found' }, purgeAt: DATED + 168 * HOUR });
    } finally {
      await manager.close();
    }
  });
});
