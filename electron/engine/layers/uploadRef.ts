import { randomUUID } from 'node:crypto';
import { parseUploadId, type RepositoryName, type UploadId } from '../../../shared/names.ts';

/** Names one upload in a store. */
export interface UploadRef {
  readonly repository: RepositoryName;
  readonly id: UploadId;
}

/** An id that no upload has: a random UUID in lower case, the only form that a registry purges. */
export function newUploadId(): UploadId {
  return parseUploadId(randomUUID());
}
