import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { hasErrno } from './storageErrors.ts';

/** What a direct write must be a multiple of, in position, length and address: a page, which covers every disk block. */
const ALIGNMENT = 4096;

/** Smaller writes are not worth a trip to the disk of their own. */
const DIRECT_BYTES = 256 * 1024;

/** Elsewhere the way to an open file is one that anybody may have put there. */
const HAS_PROC = process.platform === 'linux';

/**
 * Writes past the page cache where it pays: large aligned writes from aligned memory (see `alignedBuffers.ts`). A layer
 * is written once and read much later; through the cache, its bytes are copied once more, push out what is in use, and
 * make every sync wait for a pile of dirty pages. Durability is as before: a sync is still needed.
 *
 * Linux only (open(2), O_DIRECT). Every other system, and every file system that refuses, goes through the cache.
 */
export class DirectFile {
  readonly #handle: FileHandle;
  readonly #open: typeof openDirectly;
  /** Null before the first large write, false when this file cannot be written directly. */
  #direct: DirectHandle | null | false;

  /** @param openAgain opens the same file for direct writes; how, is for tests to change. */
  constructor(handle: FileHandle, openAgain: typeof openDirectly = openDirectly) {
    this.#handle = handle;
    this.#open = openAgain;
    // Stryker disable next-line ConditionalExpression,BooleanLiteral: mutants are tried on Linux.
    this.#direct = HAS_PROC ? null : false;
  }

  /** Writes some of `bytes` at `position` and resolves to how many. */
  async write(bytes: Uint8Array, position: number): Promise<number> {
    if (this.#direct !== false && isAligned(bytes, position)) {
      const written = await this.#writeDirectly(bytes, position);
      if (written !== null) return written;
    }
    return (await this.#handle.write(bytes, 0, bytes.length, position)).bytesWritten;
  }

  async close(): Promise<void> {
    const direct = this.#direct;
    this.#direct = false;
    if (direct) await direct.close();
  }

  /** Null when the file system does not take it; the same bytes then go through the cache. */
  async #writeDirectly(bytes: Uint8Array, position: number): Promise<number | null> {
    try {
      this.#direct ||= await this.#open(this.#handle.fd);
      return (await this.#direct.write(bytes, 0, bytes.length, position)).bytesWritten;
    } catch (error) {
      if (!hasErrno(error, 'EINVAL', 'ENOENT', 'EOPNOTSUPP')) throw error;
      await this.close();
      return null;
    }
  }
}

/** What is written directly. */
export type DirectHandle = Pick<FileHandle, 'write' | 'close'>;

/**
 * Opens an open file once more, for direct writes: itself, whatever its name is by now (proc(5)).
 * @throws the system's error: `ENOENT` where proc(5) is not mounted, `EINVAL` or `EOPNOTSUPP` where the
 * file system takes no direct writes.
 */
export async function openDirectly(fd: number): Promise<DirectHandle> {
  return await open(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_DIRECT);
}

/** Only shared memory of ours is known to begin at a page. */
function isAligned(bytes: Uint8Array, position: number): boolean {
  return (
    bytes.length >= DIRECT_BYTES &&
    bytes.length % ALIGNMENT === 0 &&
    position % ALIGNMENT === 0 &&
    bytes.byteOffset % ALIGNMENT === 0 &&
    bytes.buffer instanceof SharedArrayBuffer
  );
}

/** Bytes from `position` to the next place where a direct write may begin; 0 when it is one. */
export function bytesToAlignment(position: number): number {
  return (ALIGNMENT - (position % ALIGNMENT)) % ALIGNMENT;
}
