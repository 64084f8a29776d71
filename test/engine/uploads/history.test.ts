import { appendFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import { openFilesystemDriver } from '../../../electron/engine/storage/filesystemDriver.ts';
import { History } from '../../../electron/engine/uploads/history.ts';
import type { ErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId } from '../../../shared/names.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir, tempDir } from '../../support/tempDir.ts';

const id = parseUploadId('00000000-0000-4000-8000-000000000001');
const error: ErrorInfo = { code: 'UPLOAD_DAMAGED', message: 'damaged', details: {}, causes: [] };
const entry = (parts: Partial<HistoryEntry>): HistoryEntry => ({
  id,
  repository: 'library/a',
  name: 'a.tar',
  size: 5,
  outcome: 'cancelled',
  digest: null,
  at: 1,
  note: '',
  ...parts,
});
const failed = (at: number): HistoryEntry => entry({ outcome: 'failed', error, at });

describe('the history', () => {
  it('keeps the last failure of an upload beside its end, and takes no failure for an end', async () => {
    await using dir = await quickTempDir();
    const driver = openFilesystemDriver(dir.path);
    const history = await History.load(driver);
    await history.add(failed(1));
    expect(history.get(id)).toBeNull();
    await history.add(failed(2));
    await history.add(entry({ at: 3 }));
    const kept = [entry({ at: 3 }), failed(2)];
    expect(history.list()).toEqual(kept);
    expect(history.get(id)).toEqual(entry({ at: 3 }));
    expect((await History.load(driver)).list()).toEqual(kept);
  });

  it('takes a failure whose reason it does not know for one without a reason', async () => {
    await using dir = await quickTempDir();
    await mkdir(path.join(dir.path, 'layerlift'));
    const line = JSON.stringify({ ...failed(1), error: { ...error, code: 'OF_A_LATER_VERSION' } });
    await appendFile(path.join(dir.path, pathFor({ kind: 'history' })), `${line}\n`);
    const history = await History.load(openFilesystemDriver(dir.path));
    expect(history.list()).toEqual([entry({ outcome: 'failed', at: 1 })]);
  });

  it('tells of an upload that failed, also after a restart and after it was cancelled', async () => {
    await using dir = await tempDir();
    const root = path.join(dir.path, 'store');
    const manager = await openManager(root, { concurrency: 0 });
    const sourcePath = await sourceFile(dir.path, 'a.tar', seededBytes(3, 2_000_000));
    const wanted = { sourcePath, repository: REPOSITORY, expected: null, finishBySelf: false };
    const upload = await manager.add(wanted);
    const data = path.join(root, pathFor({ kind: 'uploadData', repository: REPOSITORY, id: upload.id }));
    await rm(data);
    manager.setConcurrency(1);
    await until(manager, upload.id, 'failed');
    const told = { id: upload.id, outcome: 'failed', error: { code: 'UPLOAD_DAMAGED' } };
    expect(await manager.history()).toMatchObject([told]);
    await manager.cancel(upload.id);
    await until(manager, upload.id, 'cancelled');
    await manager.close();
    const next = await openManager(root);
    expect(await next.history()).toMatchObject([{ id: upload.id, outcome: 'cancelled' }, told]);
    await next.close();
  });
});
