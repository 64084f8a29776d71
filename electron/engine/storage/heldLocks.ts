import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { LOCK_OFFSET } from './fileLock.ts';
import { hasErrno } from './storageErrors.ts';

/** proc_locks(5); null where a file of that name may be anybody's. */
const TABLE = process.platform === 'linux' ? '/proc/locks' : null;

/** Tells whether a file of a store is open for writing, by us or another process, without touching its lock. */
export interface HeldLocks {
  /** null where the system does not tell. */
  isHeld(storePath: string): Promise<boolean | null>;
}

/**
 * Reads the system's table of locks once. Asking the lock itself would mean to take it for a moment, and to refuse it
 * to somebody who wants it just then. Only Linux has such a table; it names files by their inode, to which the place of
 * our lock is added, so that other locks are not mistaken for ours.
 */
export async function readHeldLocks(root: string, locks: string | null = TABLE): Promise<HeldLocks> {
  const table = await readTable(locks);
  if (table === null) return { isHeld: async () => null };
  const inodes = new Set(inodesOf(table));
  return {
    isHeld: async (storePath) => {
      try {
        return inodes.has(String((await stat(path.join(root, storePath), { bigint: true })).ino));
      } catch (error) {
        if (hasErrno(error, 'ENOENT')) return false;
        return null;
      }
    },
  };
}

async function readTable(locks: string | null): Promise<string | null> {
  if (locks === null) return null;
  try {
    return await readFile(locks, 'utf8');
  } catch {
    // A sandbox may hide it; then nobody can tell.
    return null;
  }
}

/** `1: OFDLCK ADVISORY WRITE -1 fe:00:4711 4503599627370496 4503599627370496` → `4711` */
function inodesOf(table: string): readonly string[] {
  return table.split('\n').flatMap((line) => {
    const [, , , , , file, start] = line.split(/\s+/);
    const inode = file?.split(':').at(2);
    return start === String(LOCK_OFFSET) && inode !== undefined ? [inode] : [];
  });
}
