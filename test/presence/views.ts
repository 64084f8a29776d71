import { parseRepositoryName, parseUploadId, type UploadId } from '../../shared/names.ts';
import type { ProgressTick, UploadStatus, UploadView } from '../../shared/upload.ts';

/** The id of the `n`th upload. */
export function idOf(n: number): UploadId {
  return parseUploadId(`00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`);
}

export const MOVING: UploadStatus = { kind: 'moving' };

/** An upload of 1000 bytes, half of them there, unless told otherwise. */
export function view(n: number, status: UploadStatus = MOVING, parts: Partial<UploadView> = {}): UploadView {
  return {
    id: idOf(n),
    repository: parseRepositoryName('library/a'),
    name: `layer-${n}.tar`,
    source: null,
    size: 1000,
    offset: 500,
    hashed: 500,
    checkpointed: 500,
    status,
    expected: null,
    finishBySelf: false,
    createdAt: 0,
    purgeAt: null,
    rehashed: null,
    copiedTwice: null,
    retry: null,
    ...parts,
  };
}

export function tick(n: number, offset: number, bytesPerSecond = 100): ProgressTick {
  return { id: idOf(n), offset, hashed: offset, checkpointed: offset, rehashed: null, bytesPerSecond, etaMs: null };
}

/** A change of these uploads, and nothing else. */
export const changed = (...uploads: readonly UploadView[]) => ({ uploads, removed: [], progress: [] });
