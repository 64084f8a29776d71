import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { layerStore, newRecord, tree } from '../../support/layers.ts';
import { tempDir } from '../../support/tempDir.ts';

const HOUR = 60 * 60 * 1000;
const BEGUN = Date.parse('2026-11-20T10:00:00Z');

describe('the date at which a registry removes an upload', () => {
  it('is 168 hours after it was begun, and begins anew when it is renewed', async () => {
    await using dir = await tempDir();
    let now = BEGUN;
    const store = new LayerStore(openFilesystemDriver(dir.path), await loadDigesterFactory(), () => now);
    const upload = await store.begin(newRecord());
    expect((await store.inspect(upload)).purgeAt).toBe(BEGUN + 168 * HOUR);
    now += 100 * HOUR;
    expect(await store.renew(upload)).toBe(BEGUN + 268 * HOUR);
    expect((await store.inspect(upload)).purgeAt).toBe(BEGUN + 268 * HOUR);
    // What was renewed is what a later writer goes by.
    await using writer = await store.resume(upload);
    expect(writer.startedAt).toBe(now);
  });

  it('is unknown when startedat cannot be read: a registry keeps such an upload for ever', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const upload = await store.begin(newRecord());
    const file = path.join(dir.path, pathFor({ kind: 'uploadStartedAt', ...upload }));
    for (const content of ['', '2026-11-20T10:00:00Z\n', '\uFEFF2026-11-20T10:00:00Z', ' '.repeat(1_000_000)]) {
      await writeFile(file, content);
      expect((await store.inspect(upload)).purgeAt).toBeNull();
    }
    await store.renew(upload);
    expect((await store.inspect(upload)).purgeAt).toBeGreaterThan(BEGUN);
  });

  it('cannot be renewed while somebody writes, nor of an upload that has ended', async () => {
    await using dir = await tempDir();
    const { store } = await layerStore(dir.path);
    const writer = await store.create(newRecord());
    await expect(store.renew(writer.upload)).rejects.toMatchObject({ code: 'WRITER_LOCKED' });
    await writer.cancel();
    await expect(store.renew(writer.upload)).rejects.toMatchObject({ code: 'UPLOAD_UNKNOWN' });
    expect(await tree(dir.path)).toEqual([]);
  });
});
