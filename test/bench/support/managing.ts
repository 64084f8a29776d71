import type { UploadManager } from '../../../electron/engine/uploads/uploadManager.ts';
import type { UploadId } from '../../../shared/names.ts';
import { isEnded, type UploadKind, type UploadStatus } from '../../../shared/upload.ts';
import { REPOSITORY } from '../../support/layers.ts';
import { viewOf } from '../../support/managers.ts';

/** Puts a file into the queue. */
export async function add(manager: UploadManager, file: string, finishBySelf: boolean): Promise<UploadId> {
  return (await manager.add({ sourcePath: file, repository: REPOSITORY, expected: null, finishBySelf })).id;
}

/**
 * Resolves to when each upload finished, ms since the epoch, once `count` of them have.
 * @throws Error when one gets stuck, or ends otherwise.
 */
export async function allFinish(manager: UploadManager, count: number): Promise<readonly number[]> {
  const ends = new Map<UploadId, number>();
  return await new Promise((resolve, reject) => {
    const unsubscribe = manager.subscribe(({ uploads }) => {
      for (const { id, status } of uploads) {
        if (status.kind === 'finished') ends.set(id, status.at);
        else if (isEnded(status) || STUCK.includes(status.kind)) reject(new Error(`got ${JSON.stringify(status)}`));
      }
      if (ends.size < count) return;
      unsubscribe();
      resolve([...ends.values()]);
    });
  });
}

/** States in which an upload waits for a person who will not come. */
const STUCK: readonly UploadKind[] = ['paused', 'mismatch', 'interrupted', 'found'];

/**
 * Waits as long as it takes for a state, and returns it.
 * @throws Error when the upload ends, or waits for a person, in another one.
 */
export async function reaches<Kind extends UploadKind>(
  manager: UploadManager,
  id: UploadId,
  kind: Kind,
): Promise<Extract<UploadStatus, { readonly kind: Kind }>> {
  return await new Promise((resolve, reject) => {
    const check = (): void => {
      const { status } = viewOf(manager, id);
      const there = status.kind === kind;
      const lost = isEnded(status) || STUCK.includes(status.kind);
      if (!there && !lost) return;
      unsubscribe();
      if (there) resolve(status as Extract<UploadStatus, { readonly kind: Kind }>);
      else reject(new Error(`waited for ${kind}, got ${JSON.stringify(status)}`));
    };
    const unsubscribe = manager.subscribe(check);
    check();
  });
}
