/** Half-life of both filters, ms: the value that Uppy's status bar uses, slow enough to read, fast enough to trust. */
const HALF_LIFE_MS = 2000;
/** No estimate before this much time was measured, ms. */
const WARM_UP_MS = 1500;

/** One step of a time-aware exponential moving average. */
function smooth(previous: number | null, value: number, elapsedMs: number): number {
  if (previous === null) return value;
  return value + (previous - value) * 2 ** (-elapsedMs / HALF_LIFE_MS);
}

/** Turns offsets into a calm speed and a calm estimate of what is left. */
export class RateMeter {
  #startedAt: number;
  #at: number;
  #offset: number;
  #rate: number | null = null;
  #eta: number | null = null;

  constructor(offset: number, now: number) {
    this.#startedAt = now;
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
    if (elapsed > 0) {
      this.#rate = smooth(this.#rate, Math.max(0, offset - this.#offset) / (elapsed / 1000), elapsed);
      this.#at = now;
      this.#offset = offset;
      if (this.#rate > 0) this.#eta = smooth(this.#eta, ((size - offset) / this.#rate) * 1000, elapsed);
    }
    const warm = now - this.#startedAt >= WARM_UP_MS;
    return { bytesPerSecond: this.#rate ?? 0, etaMs: warm && this.#eta !== null ? Math.max(0, this.#eta) : null };
  }
}
