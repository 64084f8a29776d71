import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of a test's own; `await using` deletes it with everything in it. */
export interface TempDir extends AsyncDisposable {
  /** Absolute and real: no symbolic link on the way. */
  readonly path: string;
}

/** Where files cost no disk, for tests that are about bytes and not about a disk: a tmpfs, where there is one. */
export const MEMORY_FOLDER: string = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Makes an empty folder under `parent`, by default the system's place for temporary files. */
export async function tempDir(parent: string = tmpdir()): Promise<TempDir> {
  const folder = await realpath(await mkdtemp(path.join(parent, 'layerlift-')));
  return {
    path: folder,
    [Symbol.asyncDispose]: async () => {
      // A store that is still open may be adding to its stories.
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Like `tempDir`, in memory where the system offers that: for tests that need many stores and no real disk. */
export const quickTempDir = (): Promise<TempDir> => tempDir(MEMORY_FOLDER);
