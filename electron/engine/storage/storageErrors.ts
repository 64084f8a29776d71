import { type ErrorCode, LayerliftError } from '../../../shared/errors.ts';

/** Where a storage failure happened: the adapter's name and a path of the store. */
export interface Place {
  readonly driver: string;
  readonly path: string;
}

/** Nothing is at the path. */
export class PathNotFoundError extends LayerliftError {
  constructor(place: Place, cause?: unknown) {
    super('PATH_NOT_FOUND', describe(place, 'path not found'), { ...place }, cause);
  }
}

/** `form`: not a path of the store. `link`: a symbolic link leads out of it. `nested`: a folder moved into itself. */
export type InvalidPathReason = 'form' | 'link' | 'nested';

/** A path that no driver may follow. */
export class InvalidPathError extends LayerliftError {
  constructor(place: Place, reason: InvalidPathReason, cause?: unknown) {
    const path = place.path.slice(0, 300);
    super('PATH_INVALID', describe(place, `invalid path (${reason})`), { ...place, path, reason }, cause);
  }
}

/** A folder, or something that is neither, where a file is needed. */
export class PathNotAFileError extends LayerliftError {
  constructor(place: Place, message: string, cause?: unknown) {
    super('PATH_NOT_A_FILE', describe(place, message), { ...place }, cause);
  }
}

/** An offset (bytes) that is not a whole number between 0 and `size`. */
export class InvalidOffsetError extends LayerliftError {
  constructor(place: Place, offset: number, size: number | null) {
    super('OFFSET_INVALID', describe(place, `invalid offset ${offset}`), { ...place, offset, size });
  }
}

/** The writer was committed, cancelled or closed before. */
export class WriterClosedError extends LayerliftError {
  constructor(place: Place) {
    super('WRITER_CLOSED', describe(place, 'the writer takes nothing more'), { ...place });
  }
}

/** Another writer has the file. */
export class WriterLockedError extends LayerliftError {
  constructor(place: Place) {
    super('WRITER_LOCKED', describe(place, 'another writer has this file'), { ...place });
  }
}

/** What an operating system's error means to a store; every code that is not here is `STORAGE_IO`. */
const CODES: { readonly [errno: string]: ErrorCode } = {
  ENOENT: 'PATH_NOT_FOUND',
  // A path through a file leads nowhere.
  ENOTDIR: 'PATH_NOT_FOUND',
  EISDIR: 'PATH_NOT_A_FILE',
  // Opening a pipe or a device without a peer.
  ENXIO: 'PATH_NOT_A_FILE',
  ELOOP: 'PATH_INVALID',
  ENAMETOOLONG: 'PATH_INVALID',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'READ_ONLY',
  EXDEV: 'STORE_SPLIT',
  EACCES: 'PERMISSION_DENIED',
  EPERM: 'PERMISSION_DENIED',
};

/**
 * The error that a driver throws for what an operation on `place` threw. A system error becomes a LayerliftError
 * with `path`, `driver` and `errno` in its details and the system error as cause. A LayerliftError stays itself, and
 * so does what is no system error at all: that is a defect, and must not pass for a bad disk.
 */
export function toStorageError(error: unknown, place: Place): unknown {
  const errno = errnoOf(error);
  if (error instanceof LayerliftError || errno === null) return error;
  switch (CODES[errno]) {
    case undefined:
      return new LayerliftError('STORAGE_IO', describe(place, errno), { ...place, errno }, error);
    case 'PATH_NOT_FOUND':
      return new PathNotFoundError(place, error);
    case 'PATH_INVALID':
      return new InvalidPathError(place, errno === 'ELOOP' ? 'link' : 'form', error);
    default:
      return new LayerliftError(CODES[errno] ?? 'STORAGE_IO', describe(place, errno), { ...place, errno }, error);
  }
}

/** The system's code of an error, e.g. `ENOENT`; null for all that is not a system error. */
export function errnoOf(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : null;
}

/** True when `error` is the system's and its code one of `codes`. */
export function hasErrno(error: unknown, ...codes: readonly string[]): boolean {
  const errno = errnoOf(error);
  return errno !== null && codes.includes(errno);
}

function describe(place: Place, what: string): string {
  return `${place.driver}: ${what}: ${place.path.slice(0, 300)}`;
}
