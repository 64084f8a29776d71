import { type FileHandle, open, statfs } from 'node:fs/promises';
import { release } from 'node:os';

/**
 * File systems whose journal makes a rename durable whole and whose syncfs(2) does what it says, by the magic numbers
 * of statfs(2): ext2 to ext4, XFS, btrfs. FUSE, for one, may do nothing and call it done.
 */
const KNOWN_MAGIC = [0xef53, 0x58465342, 0x9123683e];

/** Since 5.8 Linux tells syncfs(2) of bytes that it could not write. */
const SINCE = [5, 8] as const;

/**
 * A sync of the whole file system that the folder `root` lies on. Null where there is none that can be relied on, or
 * no folder; then files and folders have to be synced one by one.
 */
export async function wholeSyncAt(root: string): Promise<(() => Promise<void>) | null> {
  if (process.platform !== 'linux' || !isAtLeast(release(), SINCE)) return null;
  const magic = await statfs(root).then(
    ({ type }) => type,
    () => null,
  );
  if (magic === null || !KNOWN_MAGIC.includes(magic)) return null;
  const syncfs = await loadSyncfs();
  return async () => {
    const folder: FileHandle = await open(root);
    try {
      await syncfs(folder.fd);
    } finally {
      await folder.close();
    }
  };
}

/** Rejects with a system error, as Node's own functions do. */
async function loadSyncfs(): Promise<(fd: number) => Promise<void>> {
  const { default: koffi } = await import('koffi');
  const syncfs = koffi.load('libc.so.6').func('int syncfs(int fd)');
  return (fd) =>
    new Promise((resolve, reject) => {
      syncfs.async(fd, (error: Error | null, returned: number) => {
        if (error !== null) reject(error);
        // errno belongs to the thread that made the call; what a sync fails with is that bytes were not written.
        else if (returned !== 0)
          reject(Object.assign(new Error('EIO: i/o error, syncfs'), { code: 'EIO', syscall: 'syncfs' }));
        else resolve();
      });
    });
}

/** True when a release of Linux, e.g. `6.1.0-18-amd64`, is not older than another. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ours = 0, second = 0] = version.split('.').map(Number);
  return ours > major || (ours === major && second >= minor);
}
