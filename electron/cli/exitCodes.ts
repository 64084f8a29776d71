import type { ErrorCode } from '../../shared/errors.ts';

/** How the command line ends. Stable: scripts rely on them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  mismatch: 3,
  locked: 4,
  source: 5,
  diskFull: 6,
  /** 128 + SIGINT, as a shell says it, for every signal that pauses. */
  signal: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const BY_CODE: { readonly [code in ErrorCode]?: ExitCode } = {
  DIGEST_MISMATCH: EXIT.mismatch,
  STORE_LOCKED: EXIT.locked,
  WRITER_LOCKED: EXIT.locked,
  SOURCE_NOT_FOUND: EXIT.source,
  SOURCE_CHANGED: EXIT.source,
  SOURCE_DIFFERS: EXIT.source,
  DISK_FULL: EXIT.diskFull,
  CANCELLED: EXIT.signal,
};

/** The exit code that a failure amounts to. */
export function exitCodeOf(code: ErrorCode): ExitCode {
  return BY_CODE[code] ?? EXIT.failed;
}
