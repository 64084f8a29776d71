import { open, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import { startCli } from '../../support/cli.ts';
import { digestOf, REPOSITORY, servedBytes } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { canMountStrangely, strangeMount } from '../../support/strangeMount.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
const managers: UploadManager[] = [];

afterEach(async () => {
  for (const manager of managers.splice(0)) await manager.close();
});

async function manager(root: string): Promise<UploadManager> {
  const opened = await openManager(root, { troubleLookMs: null });
  managers.push(opened);
  return opened;
}

const wanted = (sourcePath: string, finishBySelf = false) => ({
  sourcePath,
  repository: REPOSITORY,
  expected: null,
  finishBySelf,
});

describe.runIf(canMountStrangely())('a source behind a slow server', () => {
  it('becomes safe while it moves, pauses and goes on', async (context) => {
    await using dir = await tempDir();
    const bytes = seededBytes(1, 6 * MIB);
    await sourceFile(dir.path, 'a.tar', bytes);
    await using mount = await strangeMount(dir.path, path.join(dir.path, 'slow'), 2 * MIB);
    if (mount === null) return context.skip();
    const uploads = await manager(path.join(dir.path, 'store'));
    const { id } = await uploads.add(wanted(path.join(mount.path, 'a.tar')));
    // No checkpoint is due for its bytes, but one is for its time.
    const { offset } = await until(uploads, id, (view) => view.checkpointed > 0);
    expect(offset).toBeLessThan(bytes.length);
    await uploads.pause(id);
    await uploads.resume(id);
    expect(await until(uploads, id, 'ready')).toMatchObject({ rehashed: 0, status: { digest: digestOf(bytes) } });
  });
});

describe.runIf(canMountStrangely())('a source whose server does not answer', () => {
  it.for(['pause', 'cancel'] as const)('lets a person %s, and keeps what is safe', async (command, context) => {
    await using dir = await tempDir();
    const bytes = seededBytes(2, 96 * MIB);
    await sourceFile(dir.path, 'a.tar', bytes);
    await using mount = await strangeMount(dir.path, path.join(dir.path, 'mount'));
    if (mount === null) return context.skip();
    const uploads = await manager(path.join(dir.path, 'store'));
    uploads.setRateLimit(48 * MIB);
    const { id } = await uploads.add(wanted(path.join(mount.path, 'a.tar')));
    await until(uploads, id, (view) => view.checkpointed > 0);
    mount.stopAnswering();
    uploads.setRateLimit(0);
    await uploads[command](id);
    const { status, checkpointed } = viewOf(uploads, id);
    mount.answerAgain();
    if (command === 'cancel') {
      expect(status.kind).toBe('cancelled');
      return;
    }
    expect(status).toMatchObject({ kind: 'paused', reason: 'person' });
    expect(checkpointed).toBeGreaterThan(0);
    await uploads.resume(id);
    expect(await until(uploads, id, 'ready')).toMatchObject({ status: { digest: digestOf(bytes) } });
  });
});

describe.runIf(canMountStrangely())('the command line, when a source does not answer', () => {
  it('pauses and ends all the same', async (context) => {
    await using dir = await tempDir();
    await sourceFile(dir.path, 'a.tar', seededBytes(5, 96 * MIB));
    await using mount = await strangeMount(dir.path, path.join(dir.path, 'mount'));
    if (mount === null) return context.skip();
    const file = path.join(mount.path, 'a.tar');
    const store = path.join(dir.path, 'store');
    await using cli = startCli([
      'upload',
      file,
      '--store',
      store,
      '--repository',
      'a/b',
      '--limit-rate',
      '48Mi',
      '--json',
    ]);
    await cli.event((event) => Number(event['checkpointed']) > 0);
    mount.stopAnswering();
    cli.child.kill('SIGINT');
    const { code, json } = await cli.ended;
    expect(code).toBe(130);
    expect(json.at(-1)).toMatchObject({ type: 'paused', code: 'SIGINT' });
  });
});

describe('a source with holes', () => {
  it('gives the layer that it shows, the holes as zeros', async () => {
    await using dir = await tempDir();
    const file = path.join(dir.path, 'a.tar');
    const part = seededBytes(3, 5000);
    const handle = await open(file, 'w');
    await handle.write(part, 0, part.length, 20 * MIB);
    await handle.truncate(48 * MIB + 1);
    await handle.close();
    const bytes = new Uint8Array(48 * MIB + 1);
    bytes.set(part, 20 * MIB);
    const uploads = await manager(path.join(dir.path, 'store'));
    const { id } = await uploads.add(wanted(file, true));
    expect(await until(uploads, id, 'finished')).toMatchObject({ status: { digest: digestOf(bytes) } });
    const served = await servedBytes(path.join(dir.path, 'store'), digestOf(bytes));
    expect(Buffer.compare(served, bytes)).toBe(0);
  });
});

describe('a source that shrinks while it is read', () => {
  it('stops with what happened, and without a byte of the new one', async () => {
    await using dir = await tempDir();
    const bytes = seededBytes(4, 96 * MIB);
    const file = await sourceFile(dir.path, 'a.tar', bytes);
    const uploads = await manager(path.join(dir.path, 'store'));
    uploads.setRateLimit(48 * MIB);
    const { id } = await uploads.add(wanted(file));
    await until(uploads, id, (view) => view.offset > 0);
    await truncate(file, 50 * MIB);
    uploads.setRateLimit(0);
    const { status } = await until(uploads, id, 'paused');
    expect(status).toMatchObject({ reason: 'trouble', error: { code: 'SOURCE_CHANGED' } });
  });
});
