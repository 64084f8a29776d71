import { type Digest, parseDigest } from '../../../shared/digest.ts';
import type { ErrorCode, ErrorDetails, ErrorInfo } from '../../../shared/errors.ts';
import type {
  DecodedState,
  HashStateFile,
  HashStateVerdict,
  UploadDetails,
  UploadFile,
} from '../../../shared/inspection.ts';
import type { Candidate } from '../../../shared/ipc.ts';
import { parseRepositoryName, parseUploadId, type UploadId } from '../../../shared/names.ts';
import type { Story, StoryEvent } from '../../../shared/story.ts';
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
    retry: null,
    ...parts,
  };
}

/** What a source is besides its path and size. */
export const IDENTITY = { modifiedAt: DAY - 86_400_000, inode: '8650752', device: '66306' };

/** What an inspection of `upload()` would find: two checkpoints of ours, their states, and a source that holds. */
export function detailsOf(view: UploadView, parts: Partial<UploadDetails> = {}): UploadDetails {
  const folder = `/srv/registry/Build store/docker/registry/v2/repositories/${view.repository}/_uploads/${view.id}`;
  const file = (kind: UploadFile['kind'], name: string, size: number): UploadFile => ({
    kind,
    name,
    path: `${folder}/${name}`,
    size,
    modifiedAt: DAY + 60_000,
  });
  const offsets = [view.checkpointed, Math.max(0, view.checkpointed - 32 * 1024 * 1024)].filter((offset) => offset > 0);
  return {
    id: view.id,
    at: DAY + 60_400,
    folder,
    size: view.offset,
    startedAt: view.createdAt,
    files: [
      file('data', 'data', view.offset),
      file('startedat', 'startedat', 20),
      file('record', 'layerlift.json', 612),
      file('checkpoints', 'layerlift.checkpoints', 8192),
    ],
    checkpoints: offsets.map((offset, index) => ({
      offset,
      sequence: 580 - index,
      at: DAY + 60_000 - index * 300,
      states: [decodedState(offset)],
    })),
    hashStates: offsets.map((offset) => hashStateFile(folder, offset, 'ours')),
    hashStatesLeftOut: 0,
    source: view.source === null ? null : { ...view.source, ...IDENTITY, error: null },
    ...parts,
  };
}

export function decodedState(length: number): DecodedState {
  return {
    algorithm: 'sha256',
    words: Array.from({ length: 8 }, (_, index) =>
      ((0x9f2c41b7 * (index + 3)) % 0xffffffff).toString(16).padStart(8, '0'),
    ),
    tailBytes: length % 64,
    blockBytes: 64,
    length,
    digest: digestOf('7'),
  };
}

/** The story of `upload()`: a kill, a full disk, and all the rest. */
export function storyOf(view: UploadView, parts: Partial<Story> = {}): Story {
  const { id, name, size, source, offset } = view;
  const at = (minutes: number): number => DAY - 86_400_000 + minutes * 60_000;
  const before = Math.floor(offset / 3);
  const events: readonly StoryEvent[] = [
    { type: 'added', at: at(0), name, size, source: source?.path ?? '' },
    { type: 'opened', at: at(1), from: 0, offset: 0, rehashed: 0, copiedTwice: 0, ms: 4 },
    { type: 'interrupted', at: at(300), offset: before, checkpointed: before - 38 * MB, lastWritten: at(290) },
    { type: 'resumed', at: at(301), by: 'person' },
    {
      type: 'opened',
      at: at(301.2),
      from: before - 38 * MB,
      offset: before,
      rehashed: 38 * MB,
      copiedTwice: 0,
      ms: 240,
    },
    {
      type: 'stopped',
      at: at(700),
      error: errorInfo('DISK_FULL', { needed: 21.4 * GB, free: 1.2 * GB }),
      offset: before * 2,
      checkpointed: before * 2,
    },
    { type: 'resumed', at: at(1500), by: 'self' },
    { type: 'paused', at: at(1510), reason: 'person', offset, checkpointed: offset },
  ];
  return { id, events, unreadable: 0, error: null, ...parts };
}

export function hashStateFile(folder: string, offset: number, verdict: HashStateVerdict): HashStateFile {
  const name = `hashstates/sha256/${offset}`;
  const torn = verdict === 'torn';
  return {
    algorithm: 'sha256',
    name,
    path: `${folder}/${name}`,
    offset,
    size: torn ? 0 : 108,
    modifiedAt: DAY + 60_000,
    verdict,
    state: torn ? null : decodedState(offset),
    reason: torn ? 'empty' : null,
  };
}

export function candidate(token: string, parts: Partial<Candidate> = {}): Candidate {
  return {
    token,
    name: `${token}.tar`,
    folder: '',
    size: 9.9 * GB,
    error: null,
    digest: null,
    duplicateOf: null,
    ...parts,
  };
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
