import type { Digest } from '../../../shared/digest.ts';
import type { RepositoryName } from '../../../shared/names.ts';
import type { RateTimetable } from '../../../shared/rateTimetable.ts';
import type { BackendChoice } from '../../../shared/settings.ts';

/** How a store is opened for uploads. */
export interface ManagerOptions {
  /** Absolute path of the store. */
  readonly root: string;
  /** Make a store of a missing or foreign folder. */
  readonly create: boolean;
  /** Uploads that move at the same time. */
  readonly concurrency: number;
  /** Bytes a second that all uploads together may move; 0, as unless told otherwise, is no limit. */
  readonly rateLimit?: number;
  /** Other limits at other times of the week; none unless told otherwise. */
  readonly rateTimetable?: RateTimetable;
  /** Go on with interrupted uploads at once. */
  readonly resumeBySelf: boolean;
  /** Hash a blob that is there already before it is kept, and replace it when it is corrupt. */
  readonly verifyExisting?: boolean;
  /** What hashes, as far as the environment does not say it. */
  readonly digester?: BackendChoice;
  /** The transfer thread's script. */
  readonly workerScript: URL;
  /**
   * ms between looks whether the cause of a trouble is gone, to go on by itself then; null never looks. Every 5 s
   * unless told otherwise.
   */
  readonly troubleLookMs?: number | null;
  /** ms since the epoch */
  readonly clock?: () => number;
}

/** A layer that a person wants in the store. */
export interface NewUpload {
  readonly sourcePath: string;
  readonly repository: RepositoryName;
  readonly expected: Digest | null;
  readonly finishBySelf: boolean;
}
