import type { ManagerOptions } from '../../engine/uploads/managerOptions.ts';
import { UploadManager } from '../../engine/uploads/uploadManager.ts';
import type { CommandContext } from '../command.ts';

/** Opens the store for uploads, and closes it whatever happens: what still moves is paused. */
export async function withManager<T>(
  { store, workerScript }: CommandContext,
  options: Pick<ManagerOptions, 'verifyExisting' | 'rateLimit'>,
  work: (manager: UploadManager) => Promise<T>,
): Promise<T> {
  const manager = await UploadManager.open({
    root: store,
    create: false,
    concurrency: 1,
    resumeBySelf: false,
    // A command works on what it names, and on nothing else.
    troubleLookMs: null,
    workerScript,
    ...options,
  });
  try {
    return await work(manager);
  } finally {
    await manager.close();
  }
}
