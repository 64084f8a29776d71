import { UploadManager } from '../../engine/uploads/uploadManager.ts';
import type { ParsedArguments } from '../arguments.ts';
import type { CommandContext } from '../command.ts';
import { limitedRate } from '../rate.ts';

/**
 * Opens the store for uploads, as `--verify-existing` and `--limit-rate` say where a command takes them, and closes it
 * whatever happens: what still moves is paused.
 */
export async function withManager<T>(
  { store, workerScript }: CommandContext,
  args: ParsedArguments,
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
    verifyExisting: args.has('verify-existing'),
    rateLimit: limitedRate(args),
  });
  try {
    return await work(manager);
  } finally {
    await manager.close();
  }
}
