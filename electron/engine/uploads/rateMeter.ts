/** Half-life of both filters, ms: the value that Uppy's status bar uses, slow enough to read, fast enough to trust. */
const HALF_LIFE_MS = 2000;
/** No estimate before this much time was measured, ms. */
const WARM_UP_MS = 1500;
/** No estimate while less than this moves, bytes a second: it stands still. */
const RATE_MIN = 1;

/** One step of a time-aware exponential moving average. */
function smooth(previous: number | null, value: number, elapsedMs: number): number {
  if (previous === null) return value;
  return value + (previous - value) * 2 ** (-elapsedMs / HALF_LIFE_MS);
}

/** Turns offsets into a calm speed and a calm estimate of what is left. */
export class RateMeter {
  #at: number;
  #offset: number;
  /** How long was measured so far, ms. */
  #measured = 0;
  #rate: number | null = null;
  #eta: number | null = null;

  constructor(offset: number, now: number) {
    this.#at = now;
    this.#offset = offset;
  }

  /** Takes a new measurement: `offset` and `size` in bytes, `now` in ms. */
  measure(
    offset: number,
    size: number,
    now: number,
  ): { readonly bytesPerSecond: number; readonly etaMs: number | null } {
    const elapsed = now - this.#at;
    if (elapsed > 0) this.#advance(Math.max(0, offset - this.#offset), Math.max(0, size - offset), elapsed);
    if (elapsed !== 0) {
      // Also when the clock was set back: that step measures nothing, and the next one counts from here.
      this.#at = now;
      this.#offset = offset;
    }
    return { bytesPerSecond: this.#rate ?? 0, etaMs: this.#measured >= WARM_UP_MS ? this.#eta : null };
  }

  #advance(moved: number, left: number, elapsed: number): void {
    this.#measured += elapsed;
    this.#rate = smooth(this.#rate, (moved / elapsed) * 1000, elapsed);
    if (this.#rate < RATE_MIN) {
      this.#eta = null;
      return;
    }
    // What was estimated before has come nearer by now; without that the estimate would always lag behind.
    const before = this.#eta === null ? null : Math.max(0, this.#eta - elapsed);
    this.#eta = smooth(before, (left / this.#rate) * 1000, elapsed);
  }
}
