import { CLONE_ALIGNMENT } from '../storage/cloneRange.ts';

/** The first read, bytes: so few that even a bad network gives them soon. */
export const FIRST_BYTES = 256 * 1024;
const LEAST_BYTES = 64 * 1024;

/** No read should take longer than this, ms: what it brings cannot become safe before, nor be stopped. */
const READ_MS = 250;

/** A faster source is believed to be fast step by step. */
const GROWTH = 4;

/** How much to read at once from a source whose speed nobody knows: as much as it gives in a quarter of a second. */
export class ReadingPace {
  #portion = FIRST_BYTES;

  /** Bytes to ask for: whole blocks. */
  get portion(): number {
    return this.#portion;
  }

  /** Tells what a read of `length` bytes took. */
  took(length: number, ms: number): void {
    const fitting = (length / Math.max(ms, 1)) * READ_MS;
    const portion = Math.min(Math.max(fitting, LEAST_BYTES), this.#portion * GROWTH);
    this.#portion = portion - (portion % CLONE_ALIGNMENT);
  }
}
