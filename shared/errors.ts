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
  // Sources
  'SOURCE_NOT_FOUND',
  'SOURCE_NOT_A_FILE',
  'SOURCE_UNREADABLE',
  'SOURCE_CHANGED',
  'SOURCE_DIFFERS',
  'SOURCE_IO',
  // Stores
  'STORE_MISSING',
  'STORE_NOT_A_FOLDER',
  'STORE_NOT_A_STORE',
  'STORE_READ_ONLY',
  'STORE_LOCKED',
  'STORE_CLOSED',
  // The app
  'SETTINGS_DAMAGED',
  'WORKER_DIED',
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

/** Flattens any thrown value into an ErrorInfo. What we did not foresee becomes `INTERNAL`, with its causes kept. */
export function toErrorInfo(error: unknown): ErrorInfo {
  const causes: string[] = [];
  let cause: unknown = error instanceof Error ? error.cause : undefined;
  while (cause !== undefined && causes.length < 8) {
    causes.push(cause instanceof Error ? cause.message : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  if (error instanceof LayerliftError) {
    return { code: error.code, message: error.message, details: error.details, causes };
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error), details: {}, causes };
}

/** Rebuilds an error from its flattened form; the causes come back as a chain of plain errors. */
export function fromErrorInfo(info: ErrorInfo): LayerliftError {
  const cause = info.causes.reduceRight<Error | undefined>(
    (inner, message) => new Error(message, inner === undefined ? undefined : { cause: inner }),
    undefined,
  );
  return new LayerliftError(info.code, info.message, info.details, cause);
}

/** True when `value` has the exact shape of an ErrorInfo, e.g. one read back from disk. */
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
    Object.values(details).every(isPlain) &&
    Array.isArray(causes) &&
    causes.every((cause) => typeof cause === 'string')
  );
}
