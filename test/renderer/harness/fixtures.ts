import { type Digest, parseDigest } from '../../../shared/digest.ts';
import type { ErrorCode, ErrorDetails, ErrorInfo } from '../../../shared/errors.ts';
import type { Candidate } from '../../../shared/ipc.ts';
import { parseRepositoryName, parseUploadId, type UploadId } from '../../../shared/names.ts';
import type { UploadStatus, UploadView } from '../../../shared/upload.ts';

export const MB = 1e6;
export const GB = 1e9;
/** 19 November 2026, 12:00 UTC. */
export const DAY = Date.UTC(2026, 10, 19, 12);

/** A digest that is `digit` all over. */
export function digestOf(digit: string): Digest {
  return parseDigest(`sha256:${digit.repeat(64)}`);
}

/** The id of the `n`th upload. */
export function idOf(n: number): UploadId {
  return parseUploadId(`00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
}

export function errorInfo(code: ErrorCode, details: ErrorDetails = {}): ErrorInfo {
  return { code, message: `test: ${code}`, details, causes: [] };
}

export interface UploadParts extends Partial<Omit<UploadView, 'repository' | 'status' | 'id'>> {
  readonly n?: number;
  readonly repository?: string;
  readonly status?: UploadStatus;
}

/** An upload of 40 GB that is 18.6 GB along, unless told otherwise. */
export function upload({ n = 1, repository = 'ml/llama-70b', ...parts }: UploadParts = {}): UploadView {
  const offset = parts.offset ?? 18.6 * GB;
  const name = parts.name ?? 'llama-70b-instruct.q8.tar';
  const size = parts.size === undefined ? 40 * GB : parts.size;
  return {
    id: idOf(n),
    repository: parseRepositoryName(repository),
    name,
    source: { path: `/data/${name}`, size: size ?? 0 },
    size,
    offset,
    hashed: offset,
    checkpointed: offset,
    status: { kind: 'moving' },
    expected: null,
    finishBySelf: false,
    createdAt: DAY,
    purgeAt: null,
    rehashed: null,
    copiedTwice: null,
    ...parts,
  };
}

export function candidate(token: string, parts: Partial<Candidate> = {}): Candidate {
  return { token, name: `${token}.tar`, size: 9.9 * GB, error: null, digest: null, duplicateOf: null, ...parts };
}

/** One status of every kind. */
export const EVERY_STATUS: readonly UploadStatus[] = [
  { kind: 'queued' },
  { kind: 'recovering', done: 12 * MB, total: 38 * MB },
  { kind: 'moving' },
  { kind: 'pausing' },
  { kind: 'paused', reason: 'person', error: null },
  { kind: 'paused', reason: 'quit', error: null },
  { kind: 'paused', reason: 'trouble', error: errorInfo('SOURCE_CHANGED') },
  { kind: 'paused', reason: 'trouble', error: errorInfo('DISK_FULL') },
  { kind: 'interrupted' },
  { kind: 'ready', digest: digestOf('a') },
  { kind: 'verifying', done: 3.1 * GB, total: 18.6 * GB },
  { kind: 'finishing' },
  { kind: 'finished', digest: digestOf('a'), blobPath: '/srv/blob', finishMs: 3, at: DAY },
  { kind: 'mismatch', expected: digestOf('b'), actual: digestOf('a') },
  { kind: 'cancelling' },
  { kind: 'cancelled', at: DAY },
  { kind: 'failed', error: errorInfo('UPLOAD_DAMAGED') },
  { kind: 'found' },
];
