import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FinishWish } from '../../../electron/engine/uploads/finishWish.ts';
import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { openManager, sourceFile, until, viewOf } from '../../support/managers.ts';
import { seededBytes } from '../../support/seededBytes.ts';
import { tempDir } from '../../support/tempDir.ts';

const MIB = 1024 * 1024;
const open: UploadManager[] = [];
afterEach(async () => {
  for (const manager of open.splice(0)) await manager.close();
});

/** An upload that moves, slowly enough to be caught on its way. */
async function moving(folder: string, finishBySelf: boolean): Promise<readonly [UploadManager, UploadId]> {
  const manager = await openManager(path.join(folder, 'store'), { rateLimit: 8 * MIB });
  open.push(manager);
  const sourcePath = await sourceFile(folder, 'a.tar', seededBytes(7, 16 * MIB));
  const { id } = await manager.add({ sourcePath, repository: REPOSITORY, expected: null, finishBySelf });
  await until(manager, id, ({ offset }) => offset > 0);
  return [manager, id];
}

describe('finishing by itself', () => {
  it('can be asked for while the bytes move', async () => {
    await using dir = await tempDir();
    const [manager, id] = await moving(dir.path, false);
    await manager.setFinishBySelf(id, true);
    expect(viewOf(manager, id)).toMatchObject({ finishBySelf: true, status: { kind: 'moving' } });
    manager.setRateLimit(0);
    await until(manager, id, 'finished');
  });

  it('can be taken back while the bytes move, and is kept so', async () => {
    await using dir = await tempDir();
    const [manager, id] = await moving(dir.path, true);
    await manager.setFinishBySelf(id, false);
    manager.setRateLimit(0);
    await until(manager, id, 'ready');
    await manager.close();
    const next = await openManager(path.join(dir.path, 'store'));
    open.push(next);
    expect(viewOf(next, id)).toMatchObject({ finishBySelf: false, status: { kind: 'ready' } });
  });

  it('happens at once where all bytes are there, and is refused where it has happened', async () => {
    await using dir = await tempDir();
    const [manager, id] = await moving(dir.path, false);
    manager.setRateLimit(0);
    await until(manager, id, 'ready');
    await manager.setFinishBySelf(id, true);
    await until(manager, id, 'finished');
    await expect(manager.setFinishBySelf(id, false)).rejects.toMatchObject({ code: 'UPLOAD_STATE' });
  });
});

describe('the wish that main and a thread share', () => {
  it('is claimed only while it stands, and cannot be taken back once it is claimed', () => {
    const main = new FinishWish();
    const thread = new FinishWish(main.shared);
    expect(thread.claim()).toBe(false);
    main.wish();
    expect(main.withdraw()).toBe(true);
    expect(thread.claim()).toBe(false);
    expect(main.withdraw()).toBe(true);
    main.wish();
    expect(thread.claim()).toBe(true);
    expect(main.withdraw()).toBe(false);
    main.wish();
    expect(thread.claim()).toBe(false);
  });
});
