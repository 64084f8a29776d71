import extensions from 'fs-native-extensions';

/**
 * One byte far behind any content. Windows' locks are mandatory, and one on the content itself would keep readers out.
 */
export const LOCK_OFFSET = 2 ** 52;

/**
 * Takes the exclusive lock of an open, writable file, or returns false when somebody else has it. It is the kernel's
 * (an open file description lock on Linux, `flock` on macOS, `LockFileEx` on Windows): another descriptor of the same
 * process is kept out as well, and it ends when `fd` is closed, or with the process, however that ends.
 * @throws the system's error when the file system has no locks.
 */
export function tryLockFile(fd: number): boolean {
  return extensions.tryLock(fd, LOCK_OFFSET, 1);
}
