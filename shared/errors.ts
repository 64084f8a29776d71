/**
 * Every failure that a person, a script or a test can meet has one of these codes. Codes are stable: they may be
 * added to, never renamed. Words for people are in `errorWords.ts`.
 */
export const ERROR_CODES = [
  // Names
  'DIGEST_INVALID',
  'REPOSITORY_INVALID',
  'UPLOAD_ID_INVALID',
  'STARTED_AT_INVALID',
  // The storage port
  'PATH_INVALID',
  'PATH_NOT_FOUND',
  'PATH_NOT_A_FILE',
  'OFFSET_INVALID',
  'WRITER_CLOSED',
  'WRITER_LOCKED',
  'DISK_FULL',
  'READ_ONLY',
  'PERMISSION_DENIED',
  'STORAGE_IO',
  // Hash states and digests
  'HASH_STATE_INVALID',
  'DIGEST_MISMATCH',
  // Uploads
  'UPLOAD_UNKNOWN',
  'UPLOAD_EXISTS',
  'UPLOAD_INCOMPLETE',
  'UPLOAD_DAMAGED',
  'UPLOAD_STATE',
  'STORY_DAMAGED',
  // Sources
  'SOURCE_NOT_FOUND',
  'SOURCE_NOT_A_FILE',
  'SOURCE_UNREADABLE',
  'SOURCE_CHANGED',
  'SOURCE_DIFFERS',
  'SOURCE_IO',
  'SOURCE_NAME_INVALID',
  'SOURCES_TOO_MANY',
  'CLIPBOARD_NO_FILES',
  // Stores
  'STORE_MISSING',
  'STORE_NOT_A_FOLDER',
  'STORE_NOT_A_STORE',
  'STORE_READ_ONLY',
  'STORE_LOCKED',
  'STORE_SPLIT',
  'STORE_CLOSED',
  // The app
  'SETTINGS_DAMAGED',
  'WORKER_DIED',
  'UPDATE_UNAVAILABLE',
  'CANCELLED',
  'IPC_FORBIDDEN',
  'IPC_ARGUMENT',
  'INTERNAL',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Facts that belong to one failure: plain values that survive structured clone and JSON. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>;

/** An error as it crosses IPC, threads and disk. `message` is for logs; people read `explain(info)`. */
export interface ErrorInfo {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
  /** Messages of the causes, outermost first. */
  readonly causes: readonly string[];
}

/** The one error class of Layerlift. Callers branch on `code`, never on `message`. */
export class LayerliftError extends Error {
  override readonly name: string = 'LayerliftError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** True when `error` is a LayerliftError with one of `codes` (or any code when none is given). */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is LayerliftError {
  return error instanceof LayerliftError && (codes.length === 0 || codes.includes(error.code));
}

/** The longest chain of causes that an ErrorInfo carries. */
const CAUSES_MAX = 8;

/**
 * Flattens any thrown value into an ErrorInfo. What we did not foresee becomes `INTERNAL`, with its causes kept; of
 * several failures it is the main one, with the others behind its causes.
 */
export function toErrorInfo(thrown: unknown): ErrorInfo {
  const main = mainFailure(thrown);
  const others = failuresIn(thrown).filter((failure) => failure !== main);
  const causes = [...causesOf(main), ...others.flatMap((other) => [textOf(other), ...causesOf(other)])];
  const known = main instanceof LayerliftError ? main : { code: 'INTERNAL' as const, details: {} };
  return { code: known.code, message: textOf(main), details: known.details, causes: causes.slice(0, CAUSES_MAX) };
}

/**
 * What went wrong first, where `await using` throws several failures as one because closing failed too. That
 * something was only stopped (`CANCELLED`) gives way to any real failure.
 */
export function mainFailure(thrown: unknown): unknown {
  const failures = failuresIn(thrown);
  return failures.find((failure) => !hasCode(failure, 'CANCELLED')) ?? failures[0];
}

/** The failures in a `SuppressedError`, in the order in which they happened; anything else is one failure. */
function failuresIn(thrown: unknown): readonly unknown[] {
  // Known by its name, because compilers put a plain Error in its place where the class itself is missing.
  const several = thrown instanceof Error && thrown.name === 'SuppressedError';
  if (!several || !('suppressed' in thrown) || !('error' in thrown)) return [thrown];
  return [...failuresIn(thrown.suppressed), ...failuresIn(thrown.error)];
}

function causesOf(failure: unknown): readonly string[] {
  const causes: string[] = [];
  let cause: unknown = failure instanceof Error ? failure.cause : undefined;
  while (cause !== undefined && causes.length < CAUSES_MAX) {
    causes.push(textOf(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes;
}

function textOf(failure: unknown): string {
  try {
    return String(failure instanceof Error ? failure.message : failure);
  } catch {
    return 'a value that cannot be shown as text';
  }
}

/** Rebuilds an error from its flattened form; the causes come back as a chain of plain errors. */
export function fromErrorInfo(info: ErrorInfo): LayerliftError {
  const cause = info.causes.reduceRight<Error | undefined>(
    (inner, message) => new Error(message, inner === undefined ? undefined : { cause: inner }),
    undefined,
  );
  return new LayerliftError(info.code, info.message, info.details, cause);
}

/** True when `value` has the shape of an ErrorInfo, e.g. one read back from disk. */
export function isErrorInfo(value: unknown): value is ErrorInfo {
  if (typeof value !== 'object' || value === null) return false;
  const { code, message, details, causes } = value as Readonly<Record<string, unknown>>;
  const isPlain = (detail: unknown): boolean =>
    detail === null || ['string', 'number', 'boolean'].includes(typeof detail);
  return (
    ERROR_CODES.some((known) => known === code) &&
    typeof message === 'string' &&
    typeof details === 'object' &&
    details !== null &&
    !Array.isArray(details) &&
    Object.values(details).every(isPlain) &&
    Array.isArray(causes) &&
    causes.every((cause) => typeof cause === 'string')
  );
}
