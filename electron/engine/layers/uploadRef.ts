import type { RepositoryName, UploadId } from '../../../shared/names.ts';

/** Names one upload in a store. */
export interface UploadRef {
  readonly repository: RepositoryName;
  readonly id: UploadId;
}
