import { readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import { purgeUploads } from '../../../electron/engine/maintenance/purge.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { digestOf, layerStore, newRecord, REPOSITORY, tree } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';
import { tempDir } from '../../support/tempDir.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-15T12:00:00Z');

const idOf = (digit: number) => parseUploadId(`00000000-0000-4000-8000-00000000000${digit}`);

async function purge(driver: StorageDriver, remove: (upload: UploadRef) => Promise<void>, olderThan = 7 * DAY) {
  const decisions = [];
  for await (const decision of purgeUploads(driver, { olderThan, now: NOW, remove })) decisions.push(decision);
  return decisions.map(({ upload, age, outcome, error }) => [upload.id, outcome, age?.by ?? error?.code]);
}

/** Uploads by what their `startedat` holds; null for none. */
async function uploadsWith(contents: readonly (string | null)[]) {
  const driver = openMemoryDriver();
  for (const [digit, content] of contents.entries()) {
    const ref = { repository: REPOSITORY, id: idOf(digit) };
    await driver.putContent(pathFor({ kind: 'uploadData', ...ref }), new Uint8Array(10));
    const startedAt = pathFor({ kind: 'uploadStartedAt', ...ref });
    if (content !== null) await driver.putContent(startedAt, new TextEncoder().encode(content));
  }
  return driver;
}

const nothing = async (): Promise<void> => undefined;

describe('a purge', () => {
  it('goes by the content of startedat, to the ms, and never by a file time', async () => {
    const driver = await uploadsWith([
      '2026-06-08T12:00:00Z',
      '2026-06-08T12:00:01Z',
      '2026-06-08T14:00:00+02:00',
      '2026-07-01T00:00:00Z',
    ]);
    const removed: string[] = [];
    const remove = async ({ id }: UploadRef): Promise<void> => {
      removed.push(id);
    };
    expect(await purge(driver, remove)).toEqual([
      [idOf(0), 'old', 'startedAt'],
      [idOf(1), 'young', 'startedAt'],
      [idOf(2), 'old', 'startedAt'],
      [idOf(3), 'young', 'startedAt'],
    ]);
    expect(removed).toEqual([idOf(0), idOf(2)]);
  });

  it('goes by the last change where startedat is missing, empty or damaged', async () => {
    await using dir = await tempDir();
    const { driver, store } = await layerStore(dir.path);
    const refs: UploadRef[] = [];
    for (const content of [null, '', 'yesterday\n', null]) {
      const ref = await store.begin(newRecord());
      const startedAt = path.join(dir.path, pathFor({ kind: 'uploadStartedAt', ...ref }));
      if (content === null) await driver.delete(pathFor({ kind: 'uploadStartedAt', ...ref }));
      else await writeFile(startedAt, content);
      refs.push(ref);
    }
    const fresh = refs.at(-1);
    for (const ref of refs) {
      const folder = pathFor({ kind: 'upload', ...ref });
      const paths = [folder, ...(await driver.list(folder))].map((at) => path.join(dir.path, at));
      for (const at of paths) await utimes(at, (NOW - 8 * DAY) / 1000, (NOW - 8 * DAY) / 1000);
      const data = path.join(dir.path, pathFor({ kind: 'uploadData', ...ref }));
      if (ref === fresh) await utimes(data, NOW / 1000, (NOW - DAY) / 1000);
    }
    const decisions = await purge(driver, nothing);
    expect(decisions.map(([, outcome, by]) => [outcome, by]).sort()).toEqual([
      ['old', 'changed'],
      ['old', 'changed'],
      ['old', 'changed'],
      ['young', 'changed'],
    ]);
    expect(decisions.find(([, outcome]) => outcome === 'young')?.[0]).toBe(fresh?.id);
  });

  it('never touches an upload that somebody has open', async () => {
    await using dir = await tempDir();
    const { driver, store } = await layerStore(dir.path);
    const ref = await store.begin(newRecord());
    const startedAt = path.join(dir.path, pathFor({ kind: 'uploadStartedAt', ...ref }));
    await writeFile(startedAt, '2020-01-01T00:00:00Z');
    const writer = await store.resume(ref);
    await writer.write(new Uint8Array(100));
    expect(await purge(driver, (upload) => store.cancel(upload))).toEqual([[ref.id, 'open', 'startedAt']]);
    await writer.close();
    expect(await readFile(startedAt, 'utf8')).toBe('2020-01-01T00:00:00Z');
    expect(await purge(driver, (upload) => store.cancel(upload))).toEqual([[ref.id, 'old', 'startedAt']]);
    expect(await purge(driver, (upload) => store.cancel(upload))).toEqual([]);
  });

  it('takes uploads and nothing else: no layer, no folder of another name', async () => {
    await using dir = await tempDir();
    const { driver, store } = await layerStore(dir.path);
    const layer = await store.create(newRecord());
    await layer.write(new Uint8Array(100));
    await layer.finish(null);
    const old = await store.begin(newRecord());
    const startedAt = pathFor({ kind: 'uploadStartedAt', ...old });
    await writeFile(path.join(dir.path, startedAt), '2020-01-01T00:00:00Z');
    const uploads = pathFor({ kind: 'uploads', repository: old.repository });
    await driver.putContent(`${uploads}/not-a-uuid/startedat`, new TextEncoder().encode('2020-01-01T00:00:00Z'));
    const before = await tree(dir.path);
    await purge(driver, (upload) => store.cancel(upload));
    const folder = pathFor({ kind: 'upload', ...old }).slice(1);
    expect(await tree(dir.path)).toEqual(before.filter((name) => !name.startsWith(folder)));
  });

  it('keeps an upload whose data is a blob already and only not linked yet', async () => {
    const driver = openMemoryDriver();
    const { store } = await layerStore(driver);
    const digest = digestOf(new Uint8Array(10));
    const ref = await store.begin(newRecord({ phase: { kind: 'finishing', digest, size: 10 } }));
    await driver.putContent(
      pathFor({ kind: 'uploadStartedAt', ...ref }),
      new TextEncoder().encode('2020-01-01T00:00:00Z'),
    );
    await driver.delete(pathFor({ kind: 'uploadData', ...ref }));
    expect(await purge(driver, nothing)).toEqual([[ref.id, 'finishing', 'startedAt']]);
  });

  it('goes on behind an upload that cannot be removed, and leaves out one that vanishes', async () => {
    const driver = await uploadsWith(['2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z']);
    const remove = async ({ id }: UploadRef): Promise<void> => {
      if (id === idOf(0)) throw new LayerliftError('PERMISSION_DENIED', 'not allowed');
      if (id === idOf(1)) throw new LayerliftError('UPLOAD_UNKNOWN', 'gone');
    };
    expect(await purge(driver, remove)).toEqual([
      [idOf(0), 'failed', 'PERMISSION_DENIED'],
      [idOf(2), 'old', 'startedAt'],
    ]);
  });
});
