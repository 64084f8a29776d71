import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type ErrorCode, hasCode, LayerliftError } from '../../../shared/errors.ts';
import type { SourceIdentity } from '../layers/uploadRecord.ts';
import type { FileReader } from '../storage/storageDriver.ts';
import { answer, cancelled } from './answer.ts';

/** Opens for reading, and does not wait for the other end should the file be a pipe. */
export const OPEN_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What a person sees of a file before it is added. */
export interface InspectedSource {
  readonly name: string;
  /** bytes */
  readonly size: number;
}

/**
 * Looks whether a file can be a source: it is there, is a regular file, and opens for reading.
 * @throws LayerliftError `SOURCE_NOT_FOUND`, `SOURCE_NOT_A_FILE` (`kind`), `SOURCE_UNREADABLE`, `SOURCE_IO`.
 */
export async function inspectSource(path: string): Promise<InspectedSource> {
  const { identity, handle } = await openIdentified(path);
  await handle.close();
  return { name: basename(path), size: identity.size };
}

/** The identity of a readable regular file. Errors as `inspectSource`. */
export async function identifySource(path: string): Promise<SourceIdentity> {
  const { identity, handle } = await openIdentified(resolve(path));
  await handle.close();
  return identity;
}

/**
 * Proves, without reading a byte, that a source is still the file that it was. Errors as `inspectSource`.
 * @throws LayerliftError `SOURCE_CHANGED`.
 */
export async function assertSourceHolds(expected: SourceIdentity): Promise<void> {
  assertSame(expected, await identifySource(expected.path));
}

/** A source that is being read; it tells when it stops being the file that it was. */
export class Source implements FileReader {
  readonly #handle: FileHandle;
  readonly #identity: SourceIdentity;
  #position: number;
  readonly #signal: AbortSignal | undefined;
  #gaveUp = false;

  private constructor(handle: FileHandle, identity: SourceIdentity, position: number, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#handle = handle;
    this.#identity = identity;
    this.#position = position;
  }

  /**
   * Opens a source at `offset`. Errors as `inspectSource`. Once `signal` has fired, nothing waits for its disk for
   * longer than `answer` does.
   * @throws LayerliftError `SOURCE_CHANGED` when it is not the file of `expected` any more.
   */
  static async open(expected: SourceIdentity, offset: number, signal?: AbortSignal): Promise<Source> {
    const opening = openIdentified(expected.path);
    const { identity, handle } = await answer(opening, signal, (late) => void late.handle.close());
    try {
      assertSame(expected, identity);
    } catch (error) {
      await handle.close();
      throw error;
    }
    return new Source(handle, expected, offset, signal);
  }

  /** Its descriptor, for who shares its blocks. */
  get fd(): number {
    return this.#handle.fd;
  }

  /** Bytes, as it was when it was added. */
  get size(): number {
    return this.#identity.size;
  }

  /** Reads on from there. */
  goTo(position: number): void {
    this.#position = position;
  }

  /** Bytes that have been read, those before the beginning among them. */
  get position(): number {
    return this.#position;
  }

  async read(buffer: Uint8Array): Promise<number> {
    // Bytes behind the size it had are not the file that was added.
    const wanted = Math.min(buffer.length, Math.max(0, this.#identity.size - this.#position));
    let filled = 0;
    while (filled < wanted) {
      const read = () => this.#handle.read(buffer, filled, wanted - filled, this.#position);
      const { bytesRead } = await this.#answer(read).catch((error: unknown) => rethrow(this.#identity.path, error));
      if (bytesRead === 0) break;
      filled += bytesRead;
      this.#position += bytesRead;
    }
    if (filled < wanted) await this.assertUnchanged();
    return filled;
  }

  /**
   * Proves that neither the open file nor what its path names has changed since the upload was created.
   * @throws LayerliftError `SOURCE_CHANGED`, `SOURCE_NOT_FOUND`.
   */
  async assertUnchanged(): Promise<void> {
    const { path } = this.#identity;
    const look = (question: () => Promise<BigIntStats>): Promise<BigIntStats> =>
      this.#answer(question).catch((error: unknown) => rethrow(path, error));
    assertSame(this.#identity, identityOf(path, await look(() => this.#handle.stat({ bigint: true }))));
    assertSame(this.#identity, identityOf(path, await look(() => stat(path, { bigint: true }))));
  }

  /** Does not wait for a question that was given up: the file is let go of when that ends. */
  async close(): Promise<void> {
    const closing = this.#handle.close();
    if (this.#gaveUp) closing.catch(() => undefined);
    else await closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * As `answer`. Whoever was kept waiting once is not asked again: every question takes one of the few threads that
   * all files of the process share.
   */
  async #answer<T>(question: () => Promise<T>): Promise<T> {
    if (this.#gaveUp) throw cancelled(this.#signal);
    try {
      return await answer(question(), this.#signal);
    } catch (error) {
      this.#gaveUp ||= hasCode(error, 'CANCELLED');
      throw error;
    }
  }
}

/**
 * Compares all but the device number, which a reboot or a replugged disk may change while the file stays the same.
 */
function assertSame(expected: SourceIdentity, actual: SourceIdentity): void {
  const changed = (['size', 'mtimeNs', 'inode'] as const).filter((fact) => expected[fact] !== actual[fact]);
  if (changed.length === 0) return;
  throw new LayerliftError('SOURCE_CHANGED', 'the source is not the file that it was', {
    path: expected.path,
    changed: changed.join(' '),
    sizeBefore: expected.size,
    sizeNow: actual.size,
    modifiedAt: Number(BigInt(actual.mtimeNs) / 1_000_000n),
  });
}

function identityOf(path: string, stats: BigIntStats): SourceIdentity {
  return {
    path,
    size: Number(stats.size),
    mtimeNs: String(stats.mtimeNs),
    device: String(stats.dev),
    inode: String(stats.ino),
  };
}

async function openIdentified(
  path: string,
): Promise<{ readonly identity: SourceIdentity; readonly handle: FileHandle }> {
  const before = await stat(path, { bigint: true }).catch((error: unknown) => rethrow(path, error));
  assertFile(path, before);
  // A pipe may take the file's place in between.
  const handle = await open(path, OPEN_WITHOUT_WAITING).catch((error: unknown) => rethrow(path, error));
  try {
    const stats = await handle.stat({ bigint: true }).catch((error: unknown) => rethrow(path, error));
    assertFile(path, stats);
    return { identity: identityOf(path, stats), handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function assertFile(path: string, stats: BigIntStats): void {
  if (stats.isFile()) return;
  const kind = stats.isDirectory()
    ? 'folder'
    : stats.isFIFO()
      ? 'pipe'
      : stats.isSocket()
        ? 'socket'
        : stats.isBlockDevice() || stats.isCharacterDevice()
          ? 'device'
          : 'other';
  throw new LayerliftError('SOURCE_NOT_A_FILE', 'only regular files can be sources', { path, kind });
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'SOURCE_NOT_FOUND',
  ENOTDIR: 'SOURCE_NOT_FOUND',
  ELOOP: 'SOURCE_NOT_FOUND',
  ENAMETOOLONG: 'SOURCE_NOT_FOUND',
  ESTALE: 'SOURCE_NOT_FOUND',
  ENODEV: 'SOURCE_NOT_FOUND',
  ENXIO: 'SOURCE_NOT_FOUND',
  EACCES: 'SOURCE_UNREADABLE',
  EPERM: 'SOURCE_UNREADABLE',
};

function rethrow(path: string, error: unknown): never {
  if (error instanceof LayerliftError) throw error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  throw new LayerliftError(CODES[errno] ?? 'SOURCE_IO', 'the source cannot be read', { path, errno }, error);
}
