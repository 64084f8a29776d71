import type { UploadId } from '../../../shared/names.ts';
import type { RateTimetable } from '../../../shared/rateTimetable.ts';
import { ChangeFeed } from './changeFeed.ts';
import { JobRunner } from './jobRunner.ts';
import { LimitKeeper } from './limitKeeper.ts';
import type { ManagerOptions } from './managerOptions.ts';
import { RateLimit } from './rateLimit.ts';
import type { RecoveredStore } from './recoveredStore.ts';
import { Stories } from './stories.ts';
import { TransferPool } from './transferPool.ts';
import { TroubleWatch } from './troubleWatch.ts';
import { UploadDecisions } from './uploadDecisions.ts';
import { UploadScheduler } from './uploadScheduler.ts';

const TROUBLE_LOOK_MS = 5000;

const NO_TIMETABLE: RateTimetable = { on: false, rules: [] };

/** What an `UploadManager` hands its work to. */
export interface ManagerParts {
  readonly feed: ChangeFeed;
  readonly stories: Stories;
  readonly limit: LimitKeeper;
  readonly pool: TransferPool;
  readonly runner: JobRunner;
  readonly scheduler: UploadScheduler;
  readonly decisions: UploadDecisions;
  readonly watch: TroubleWatch | null;
}

/**
 * Puts the parts of a manager together over a store that is open.
 * @param resume puts an upload back to work by itself
 */
export function putTogether(
  { opened, store, history, plans, roster }: Omit<RecoveredStore, 'uploads'>,
  options: ManagerOptions,
  clock: () => number,
  resume: (id: UploadId) => Promise<void>,
): ManagerParts {
  const { root, driver } = opened;
  const { rateLimit = 0, rateTimetable = NO_TIMETABLE, verifyExisting = false, digester = 'auto' } = options;
  const feed = new ChangeFeed();
  const stories = new Stories({ root, driver, history, clock });
  const rate = new RateLimit();
  const limit = new LimitKeeper(rate, { rateLimit, rateTimetable }, clock);
  const pool = new TransferPool(options.workerScript, { rateLimit: rate.shared });
  const { troubleLookMs = TROUBLE_LOOK_MS } = options;
  const watched = { root, driver, uploads: () => roster.all(), resume, changed: feed.changed.bind(feed), clock };
  const watch = troubleLookMs === null ? null : new TroubleWatch(watched, troubleLookMs);
  const retryOf: TroubleWatch['retryOf'] = (upload) => watch?.retryOf(upload) ?? null;
  const runner = new JobRunner({ root, driver, stories, plans, store, pool, history, feed, clock, retryOf });
  const { concurrency } = options;
  const jobs = { root, verifyExisting, digester };
  const rankOf = (id: UploadId): number => roster.rankOf(id);
  const scheduler = new UploadScheduler({ driver, store, runner, stories, jobs, concurrency, rankOf });
  const decisions = new UploadDecisions({ root, driver, store, stories, roster, scheduler, runner, feed });
  return { feed, stories, limit, pool, runner, scheduler, decisions, watch };
}
