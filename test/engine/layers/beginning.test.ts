import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { newRecord, REPOSITORY, tree } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const BEGUN = Date.parse('2026-11-20T10:00:00Z');

describe('a new upload', () => {
  it('lies under a random UUID in lower case, with nothing but what a registry expects and our record', async () => {
    await using dir = await tempDir();
    const store = new LayerStore(openFilesystemDriver(dir.path), await loadDigesterFactory(), () => BEGUN + 999);
    const [first, second] = [await store.begin(newRecord()), await store.begin(newRecord())];
    for (const { id } of [first, second]) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(first.id).not.toBe(second.id);
    const folder = `docker/registry/v2/repositories/${REPOSITORY}/_uploads/${first.id}`;
    const names = (await tree(dir.path)).filter((name) => !name.includes(second.id));
    expect(names).toEqual(['data', 'layerlift.json', 'startedat'].map((name) => `${folder}/${name}`));
    expect(await readFile(path.join(dir.path, folder, 'data'))).toHaveLength(0);
    expect(await readFile(path.join(dir.path, folder, 'startedat'), 'utf8')).toBe('2026-11-20T10:00:00Z');
  });

  it('keeps its startedat over a resume, which writes it anew where it is missing or damaged', async () => {
    await using dir = await tempDir();
    let now = BEGUN;
    const store = new LayerStore(openFilesystemDriver(dir.path), await loadDigesterFactory(), () => now);
    const upload = await store.begin(newRecord());
    const file = path.join(dir.path, pathFor({ kind: 'uploadStartedAt', ...upload }));
    now += 60_000;
    {
      await using writer = await store.resume(upload);
      expect(writer.startedAt).toBe(BEGUN);
      await writer.write(seededBytes(1, 10));
    }
    expect(await readFile(file, 'utf8')).toBe('2026-11-20T10:00:00Z');
    // A registry would never purge such an upload.
    for (const damaged of [null, '', '2026-11-20T10:00:00Z\n', 'yesterday']) {
      if (damaged === null) await rm(file);
      else await writeFile(file, damaged);
      await using writer = await store.resume(upload);
      expect(writer.startedAt).toBe(now);
      expect(await readFile(file, 'utf8')).toBe('2026-11-20T10:01:00Z');
      expect(writer.offset).toBe(10);
    }
  });
});
