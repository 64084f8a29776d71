import { limitAt, type RatePolicy } from '../../../shared/rateTimetable.ts';
import type { RateLimit } from './rateLimit.ts';

/** The longest time in which a clock that was set goes unnoticed, ms. */
const LOOK_MS = 30_000;

/** Keeps the limit of all threads at what a person and their timetable say, minute by minute. */
export class LimitKeeper {
  readonly #limit: RateLimit;
  readonly #clock: () => number;
  #policy: RatePolicy;
  #timer: NodeJS.Timeout | null = null;

  /** @param clock ms since the epoch */
  constructor(limit: RateLimit, policy: RatePolicy, clock: () => number) {
    this.#limit = limit;
    this.#policy = policy;
    this.#clock = clock;
    this.#apply();
  }

  /** Takes effect at once. */
  change(change: Partial<RatePolicy>): void {
    this.#policy = { ...this.#policy, ...change };
    this.#apply();
  }

  /** Leaves the limit as it is. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #apply(): void {
    this.close();
    const now = this.#clock();
    const { bytesPerSecond, until } = limitAt(this.#policy, now);
    this.#limit.bytesPerSecond = bytesPerSecond;
    if (until === null) return;
    this.#timer = setTimeout(() => this.#apply(), Math.min(LOOK_MS, Math.max(1, until - now)));
    // A limit that changes later keeps no process alive.
    this.#timer.unref();
  }
}
