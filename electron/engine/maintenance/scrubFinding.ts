import type { Digest } from '../../../shared/digest.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { RepositoryName } from '../../../shared/names.ts';
import type { LinkKind } from './storeWalk.ts';

/** A blob that is not what its path says. */
export interface CorruptBlob {
  readonly path: string;
  /** What the path says; null when that is no digest. */
  readonly digest: Digest | null;
  /**
   * `content`: its bytes have the digest `actual`. `misplaced`: its path is not that of a digest. `missing`: it was
   * asked for and is not there. `unreadable`: see `code`.
   */
  readonly reason: 'content' | 'misplaced' | 'missing' | 'unreadable';
  readonly actual: Digest | null;
  readonly code: ErrorCode | null;
}

/** A link that does not lead to the right blob. */
export interface BrokenLink {
  readonly path: string;
  readonly repository: RepositoryName | null;
  readonly kind: LinkKind | null;
  /**
   * `blob-missing`: it leads to no blob. `content`: it does not hold exactly a digest. `differs`: its path names
   * another digest than the blob has. `misplaced`: its path names no digest. `unreadable`: see `code`.
   */
  readonly reason: 'blob-missing' | 'content' | 'differs' | 'misplaced' | 'unreadable';
  /** Where it leads, when it says so. */
  readonly target: Digest | null;
  readonly code: ErrorCode | null;
}

/** What a scrub tells while it runs, in the order of the walk: nothing is kept in memory for the end. */
export type ScrubFinding =
  | { readonly type: 'corrupt'; readonly blob: CorruptBlob }
  | { readonly type: 'brokenLink'; readonly link: BrokenLink };

/** A finding about a blob; what is not given does not apply. */
export function corrupt(blob: Pick<CorruptBlob, 'path' | 'digest' | 'reason'> & Partial<CorruptBlob>): ScrubFinding {
  return { type: 'corrupt', blob: { actual: null, code: null, ...blob } };
}
