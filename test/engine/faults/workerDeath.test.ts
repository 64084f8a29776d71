import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dyingWorkerScript } from '../../support/faults/dyingWorker.ts';
import { digestOf, REPOSITORY, servedBytes, tree } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { quickTempDir } from '../../support/tempDir.ts';

const BYTES = seededBytes(740, 3_000_000);
const DIGEST = digestOf(BYTES);

describe.each(['opened', 'moving', 'finishing', 'retired'])('a transfer thread that dies after “%s”', (event) => {
  it('leaves an upload that goes on from its last checkpoint', async () => {
    await using dir = await quickTempDir();
    const root = path.join(dir.path, 'store');
    const deadly = path.join(dir.path, 'deadlyEvent');
    await writeFile(deadly, event);
    const uploads = await openManager(root, { workerScript: await dyingWorkerScript(dir.path) });
    const sourcePath = await sourceFile(dir.path, 'a.tar', BYTES);
    const { id } = await uploads.add({ sourcePath, repository: REPOSITORY, expected: DIGEST, finishBySelf: true });
    const stopped = await until(uploads, id, ({ status }) => ['paused', 'failed', 'finished'].includes(status.kind));
    expect(stopped.status).toMatchObject({ kind: 'paused', reason: 'trouble', error: { code: 'WORKER_DIED' } });
    expect(stopped.checkpointed).toBeLessThanOrEqual(stopped.offset);

    await rm(deadly);
    await uploads.resume(id);
    await until(uploads, id, 'finished');
    expect(viewOf(uploads, id).status).toMatchObject({ digest: DIGEST });
    expect(Buffer.compare(await servedBytes(root, DIGEST), BYTES)).toBe(0);
    expect(await uploads.history()).toMatchObject([{ id, outcome: 'finished', size: BYTES.length }]);
    await uploads.close();
    expect((await tree(root)).filter((name) => /_uploads|trash|staging/.test(name))).toEqual([]);
  });
});
