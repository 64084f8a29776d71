import { isAbsolute } from 'node:path';
import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { type ErrorInfo, isErrorInfo } from '../../../shared/errors.ts';
import { parseRepositoryName, type RepositoryName } from '../../../shared/names.ts';
import { isCount, isTime } from '../../../shared/numbers.ts';
import type { PauseReason } from '../../../shared/upload.ts';
import { tryParse } from './orWhenRefused.ts';

/** What makes a source the same file: checked at start, at every checkpoint, at resume and before finish. */
export interface SourceIdentity {
  /** Absolute path. */
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** Decimal text, because nanoseconds and 64-bit inodes do not fit a number. */
  readonly mtimeNs: string;
  readonly device: string;
  readonly inode: string;
}

/** What the upload was about when the record was written; recovery reads its state from here. */
export type RecordedPhase =
  /** Waits or moves: found like this at start, it was interrupted. */
  | { readonly kind: 'moving' }
  | { readonly kind: 'paused'; readonly reason: PauseReason; readonly error: ErrorInfo | null }
  /** All bytes are there; `mismatch` holds the digest that they have when it is not the expected one. */
  | { readonly kind: 'complete'; readonly mismatch: Digest | null }
  /**
   * Verified; the move to the blob's path may have happened. Recovery carries it to the end. `replaces` is true when
   * that move replaces a corrupt blob, so that the history can tell it also after a crash.
   */
  | { readonly kind: 'finishing'; readonly digest: Digest; readonly size: number; readonly replaces?: true };

/**
 * Our own note in an upload's folder (`layerlift.json`). It is a cache: an upload without one, or with a broken one,
 * is still an upload, only a stranger's.
 */
export interface UploadRecord {
  readonly repository: RepositoryName;
  readonly name: string;
  readonly source: SourceIdentity | null;
  readonly expected: Digest | null;
  readonly finishBySelf: boolean;
  /** ms since the epoch; finer than `startedat`, so that the list keeps its order. */
  readonly createdAt: number;
  readonly phase: RecordedPhase;
}

const VERSION = 1;

/** More than any record of ours has, bytes: they are a few hundred. */
export const RECORD_BYTES_MAX = 64 * 1024;

export function serializeRecord(record: UploadRecord): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(fromRecord(record), null, 1)}\n`);
}

/** A record as `toRecord` takes it, with the version that it is written in. */
export function fromRecord(record: UploadRecord): object {
  return { version: VERSION, ...record };
}

/**
 * Parses a record; null when it is not wholly what we would have written. Only the error of a pause may be one that
 * we do not know, e.g. of a later version: it explains, and nothing depends on it.
 */
export function parseRecord(bytes: Uint8Array): UploadRecord | null {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // No UTF-8, or no JSON.
    return null;
  }
  return toRecord(raw);
}

/** What a record as it was written is worth, taken out of its file: as `parseRecord`. */
export function toRecord(raw: unknown): UploadRecord | null {
  if (!isObject(raw) || raw['version'] !== VERSION) return null;
  const { name, finishBySelf, createdAt } = raw;
  const repository = tryParse(raw['repository'], parseRepositoryName, 'REPOSITORY_INVALID');
  if (typeof name !== 'string' || typeof finishBySelf !== 'boolean' || !isTime(createdAt)) return null;
  const source = raw['source'] === null ? null : parseSource(raw['source']);
  const expected = raw['expected'] === null ? null : tryParse(raw['expected'], parseDigest, 'DIGEST_INVALID');
  const phase = parsePhase(raw['phase']);
  if (repository === undefined || source === undefined || expected === undefined || phase === undefined) return null;
  return { repository, name, source, expected, finishBySelf, createdAt, phase };
}

type Raw = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);
const isDecimal = (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,20}$/.test(value);

function parseSource(raw: unknown): SourceIdentity | undefined {
  if (!isObject(raw)) return undefined;
  const { path, size, mtimeNs, device, inode } = raw;
  if (typeof path !== 'string' || !isAbsolute(path) || !isCount(size)) return undefined;
  if (!isDecimal(mtimeNs) || !isDecimal(device) || !isDecimal(inode)) return undefined;
  return { path, size, mtimeNs, device, inode };
}

function parsePhase(raw: unknown): RecordedPhase | undefined {
  if (!isObject(raw)) return undefined;
  switch (raw['kind']) {
    case 'moving':
      return { kind: 'moving' };
    case 'paused': {
      const { reason } = raw;
      if (reason !== 'person' && reason !== 'quit' && reason !== 'sleep' && reason !== 'trouble') return undefined;
      return { kind: 'paused', reason, error: isErrorInfo(raw['error']) ? raw['error'] : null };
    }
    case 'complete': {
      const mismatch = raw['mismatch'] === null ? null : tryParse(raw['mismatch'], parseDigest, 'DIGEST_INVALID');
      return mismatch === undefined ? undefined : { kind: 'complete', mismatch };
    }
    case 'finishing': {
      const digest = tryParse(raw['digest'], parseDigest, 'DIGEST_INVALID');
      const { size, replaces } = raw;
      if (digest === undefined || !isCount(size)) return undefined;
      if (replaces === undefined) return { kind: 'finishing', digest, size };
      return replaces === true ? { kind: 'finishing', digest, size, replaces } : undefined;
    }
    default:
      return undefined;
  }
}
