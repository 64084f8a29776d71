/**
 * The seed of a test that draws at random: `LAYERLIFT_SEED` where a run is to be repeated, a new one otherwise. Put it
 * into the test's title, so that a failure tells it.
 */
export const SEED: number = Number(process.env['LAYERLIFT_SEED'] ?? Date.now() % 1_000_000_007);

/** Draws at random, the same for the same seed. */
export interface Chance {
  /** A whole number from 0 to `max`, both included. */
  upTo(max: number): number;
  /** One of `items`, which must not be empty. */
  oneOf<T>(items: readonly [T, ...T[]]): T;
}

/** The generator is mulberry32: 32 bits of state, plenty for choosing where to cut. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    upTo: (max) => Math.floor(next() * (max + 1)),
    oneOf: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  };
}
