import { setTimeout as delay } from 'node:timers/promises';
import { throwIfCancelled } from '../layers/hashFile.ts';

/** The cells of the shared memory. */
const RATE = 0;
const FREE_AT = 1;

const SECOND_NS = 1_000_000_000n;

/** Credit that an idle stream keeps, ns: it levels out late timers, and is too little to be seen as a burst. */
const CREDIT_NS = 100_000_000n;

/** A wait is cut into pieces of this many ms, so that a new limit takes effect at once. */
const LOOK_MS = 50;

/** Portions in which the bytes of a second are handed out: small enough for several streams to share them fairly. */
const PORTIONS_A_SECOND = 8;
const PORTION_STEP = 64 * 1024;

/**
 * One limit on bytes per second for all threads of a process. It lies in shared memory, so that threads need no word
 * from main for each portion, and main changes it while they run.
 *
 * The scheduler is the virtual one of the generic cell rate algorithm (ITU-T I.371): a portion may pass as soon as
 * the time that all before it were worth is over. `hrtime` is one clock for all threads of a process.
 */
export class RateLimit {
  /** Give it to a thread, which makes its own `RateLimit` of it. */
  readonly shared: SharedArrayBuffer;
  readonly #cells: BigInt64Array;

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(2 * BigInt64Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#cells = new BigInt64Array(shared);
  }

  /** 0 is no limit. */
  get bytesPerSecond(): number {
    return Number(Atomics.load(this.#cells, RATE));
  }

  set bytesPerSecond(rate: number) {
    if (rate === this.bytesPerSecond) return;
    Atomics.store(this.#cells, RATE, BigInt(rate));
    // What passed under the old limit is no debt under the new one.
    Atomics.store(this.#cells, FREE_AT, process.hrtime.bigint());
  }

  /**
   * Waits until bytes may pass, and resolves to how many: at most `wanted`, at least one.
   * @throws LayerliftError `CANCELLED` when the signal fires.
   */
  async take(wanted: number, signal?: AbortSignal): Promise<number> {
    for (;;) {
      throwIfCancelled(signal);
      const rate = this.bytesPerSecond;
      if (rate === 0) return wanted;
      const now = process.hrtime.bigint();
      const freeAt = Atomics.load(this.#cells, FREE_AT);
      if (freeAt > now) {
        await this.#wait(Number(freeAt - now) / 1e6, signal);
        continue;
      }
      const portion = Math.min(wanted, portionAt(rate));
      const start = freeAt > now - CREDIT_NS ? freeAt : now - CREDIT_NS;
      const next = start + (BigInt(portion) * SECOND_NS) / BigInt(rate);
      if (Atomics.compareExchange(this.#cells, FREE_AT, freeAt, next) === freeAt) return portion;
    }
  }

  async #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    await delay(Math.min(ms, LOOK_MS), undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** A whole number of steps, so that what is written stays aligned. */
function portionAt(rate: number): number {
  return Math.max(1, Math.floor(rate / PORTIONS_A_SECOND / PORTION_STEP)) * PORTION_STEP;
}
