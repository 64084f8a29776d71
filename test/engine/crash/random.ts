/** Pseudo-random numbers that depend on the seed and nothing else. */
export interface Random {
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
}

/**
 * Marsaglia's xorshift32, started from a mixed seed.
 * @see https://www.jstatsoft.org/article/view/v008i14
 */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return {
    below: (limit) => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % limit;
    },
  };
}
