import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import { recoverStore } from '../../../electron/engine/uploads/recovery.ts';
import { digestOf, layerStore, newRecord, REPOSITORY } from '../../support/layers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { listHashStates } from '../../support/storedHashStates.ts';
import { tempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(62, 100_000);
const DIGEST = digestOf(BYTES);

/** What a person, a file manager or an attacker may put where states are looked for. None of it may stop an upload. */
const STRANGE: readonly (readonly [string, (upload: string) => Promise<unknown>])[] = [
  [
    'a state whose name is an offset that no number holds',
    (upload) => writeFile(path.join(upload, 'hashstates/sha256/9007199254740993'), 'x'),
  ],
  ['a folder where the exact state should be', (upload) => mkdir(path.join(upload, 'hashstates/sha256/100000'))],
  [
    'a folder under the name of a state above',
    (upload) => mkdir(path.join(upload, 'hashstates/sha256/200000/deep'), { recursive: true }),
  ],
  ['an exact state of a megabyte', (upload) => writeFile(path.join(upload, 'hashstates/sha256/100000'), BYTES)],
  [
    'a file where all states should be',
    async (upload) => {
      await rm(path.join(upload, 'hashstates'), { recursive: true });
      await writeFile(path.join(upload, 'hashstates'), 'x');
    },
  ],
  [
    'a file where the states of an algorithm should be',
    async (upload) => {
      await rm(path.join(upload, 'hashstates/sha256'), { recursive: true });
      await writeFile(path.join(upload, 'hashstates/sha256'), 'x');
    },
  ],
];

describe('strange files in an upload', () => {
  it.each(STRANGE)('%s: it is hashed again, and finishes', async (_, make) => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const { upload } = await closed(store);
    const folder = path.join(dir.path, pathFor({ kind: 'upload', ...upload }));
    await rm(path.join(folder, 'layerlift.checkpoints'));
    await rm(path.join(folder, 'hashstates/sha256/100000'));
    await make(folder);
    expect(await listHashStates(driver, upload)).toBeInstanceOf(Array);
    await using writer = await store.resume(upload, { expected: DIGEST });
    expect(writer.recovery).toMatchObject({ rehashed: BYTES.length, restored: false });
    expect((await writer.finish(DIGEST)).digest).toBe(DIGEST);
  });
});

describe('strange files in the trash', () => {
  it('do not keep a store from being opened', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const { upload } = await closed(store);
    const trash = path.join(dir.path, pathFor({ kind: 'trashed', id: upload.id }));
    await mkdir(path.join(trash, 'layerlift.json'), { recursive: true });
    const history = await History.load(driver);
    const uploads = await recoverStore({ driver, store, history, clock: Date.now });
    expect(uploads).toHaveLength(1);
    await expect(driver.stat(pathFor({ kind: 'trashed', id: upload.id }))).rejects.toMatchObject({
      code: 'PATH_NOT_FOUND',
    });
  });

  it('do not either where the link of what was finished is torn: it is written anew', async () => {
    await using dir = await tempDir();
    const { store, driver } = await layerStore(dir.path);
    const phase = { kind: 'finishing', digest: DIGEST, size: BYTES.length } as const;
    const upload = await store.begin(newRecord({ phase }));
    await driver.delete(pathFor({ kind: 'uploadData', ...upload }));
    await driver.putContent(pathFor({ kind: 'blobData', digest: DIGEST }), BYTES);
    await driver.putContent(pathFor({ kind: 'layerLink', repository: REPOSITORY, digest: DIGEST }), new Uint8Array());
    await driver.move(pathFor({ kind: 'upload', ...upload }), pathFor({ kind: 'trashed', id: upload.id }));
    const history = await History.load(driver);
    expect(await recoverStore({ driver, store, history, clock: Date.now })).toEqual([]);
    expect(history.list()).toMatchObject([{ id: upload.id, outcome: 'finished', digest: DIGEST }]);
    expect(await store.stat(REPOSITORY, DIGEST)).toMatchObject({ digest: DIGEST, size: BYTES.length });
  });
});

async function closed(store: Awaited<ReturnType<typeof layerStore>>['store']): Promise<{ upload: UploadRef }> {
  const writer = await store.create(newRecord());
  await writer.write(BYTES);
  await writer.close();
  return writer;
}
