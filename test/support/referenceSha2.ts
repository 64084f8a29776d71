import type { HashState } from '../../electron/engine/digest/digester.ts';
import type { Algorithm } from '../../shared/digest.ts';

/*
 * SHA-2 straight from FIPS 180-4 over BigInt: slow, with no table and no counter that could overflow. It can go on
 * from any state, which node:crypto cannot, and so is the oracle for lengths that no test could hash its way to.
 */
interface Parameters {
  readonly bits: number;
  readonly blockBytes: number;
  readonly rounds: number;
  readonly digestBytes: number;
  /** Which prime the first initial word comes from. */
  readonly firstPrime: number;
  /** Rotations of Σ0, Σ1, σ0, σ1 (4.1.2 and 4.1.3); the last of σ0 and σ1 is a shift. */
  readonly rotations: readonly (readonly [number, number, number])[];
}

const ROTATIONS_64 = [
  [28, 34, 39],
  [14, 18, 41],
  [1, 8, 7],
  [19, 61, 6],
] as const;

const PARAMETERS: Readonly<Record<Algorithm, Parameters>> = {
  sha256: {
    bits: 32,
    blockBytes: 64,
    rounds: 64,
    digestBytes: 32,
    firstPrime: 0,
    rotations: [
      [2, 13, 22],
      [6, 11, 25],
      [7, 18, 3],
      [17, 19, 10],
    ],
  },
  sha384: { bits: 64, blockBytes: 128, rounds: 80, digestBytes: 48, firstPrime: 8, rotations: ROTATIONS_64 },
  sha512: { bits: 64, blockBytes: 128, rounds: 80, digestBytes: 64, firstPrime: 0, rotations: ROTATIONS_64 },
};

const PRIMES: readonly bigint[] = primes(80);

/** Round constants by word size: fractional parts of cube roots of primes (4.2.2 and 4.2.3). */
const CONSTANTS: ReadonlyMap<number, readonly bigint[]> = new Map(
  [32, 64].map((bits) => [bits, PRIMES.map((prime) => rootFraction(prime, 3n, bits))]),
);

/** The state at offset 0: fractional parts of square roots of primes (5.3). */
export function referenceState(algorithm: Algorithm): HashState {
  const { bits, firstPrime } = PARAMETERS[algorithm];
  const words = PRIMES.slice(firstPrime, firstPrime + 8).map((prime) => rootFraction(prime, 2n, bits));
  return { algorithm, words, tail: new Uint8Array(0), length: 0 };
}

/** The digest, in hex, of what `state` stands for followed by `more`. */
export function referenceDigest(state: HashState, more: Uint8Array): string {
  const parameters = PARAMETERS[state.algorithm];
  const { bits, blockBytes, digestBytes } = parameters;
  const countBytes = blockBytes / 8;
  const content = state.tail.length + more.length;
  const padded = new Uint8Array(Math.ceil((content + 1 + countBytes) / blockBytes) * blockBytes);
  padded.set(state.tail);
  padded.set(more, state.tail.length);
  padded[content] = 0x80;
  let count = (BigInt(state.length) + BigInt(more.length)) * 8n;
  for (let position = padded.length - 1; count > 0n; position -= 1, count >>= 8n)
    padded[position] = Number(count & 255n);

  let words = state.words;
  for (let start = 0; start < padded.length; start += blockBytes) {
    words = compress(words, padded.subarray(start, start + blockBytes), parameters);
  }
  return words
    .map((word) => word.toString(16).padStart(bits / 4, '0'))
    .join('')
    .slice(0, digestBytes * 2);
}

function compress(words: readonly bigint[], block: Uint8Array, parameters: Parameters): readonly bigint[] {
  const { bits, rounds, rotations } = parameters;
  const wrap = (value: bigint): bigint => BigInt.asUintN(bits, value);
  const rotate = (value: bigint, by: number): bigint => wrap((value >> BigInt(by)) | (value << BigInt(bits - by)));
  const mix = (value: bigint, kind: number, shiftLast: boolean): bigint => {
    const [first, second, last] = at(rotations, kind);
    return rotate(value, first) ^ rotate(value, second) ^ (shiftLast ? value >> BigInt(last) : rotate(value, last));
  };
  const schedule = Array.from({ length: 16 }, (_, index) =>
    block
      .subarray((index * bits) / 8, ((index + 1) * bits) / 8)
      .reduce((word, byte) => (word << 8n) | BigInt(byte), 0n),
  );
  for (let t = 16; t < rounds; t += 1) {
    schedule.push(
      wrap(
        mix(at(schedule, t - 2), 3, true) +
          at(schedule, t - 7) +
          mix(at(schedule, t - 15), 2, true) +
          at(schedule, t - 16),
      ),
    );
  }
  const constants = CONSTANTS.get(bits) ?? [];
  let working = [...words];
  for (let t = 0; t < rounds; t += 1) {
    const [a, b, c, d, e, f, g, h] = working as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    const first = h + mix(e, 1, false) + ((e & f) ^ (wrap(~e) & g)) + at(constants, t) + at(schedule, t);
    const second = mix(a, 0, false) + ((a & b) ^ (a & c) ^ (b & c));
    working = [wrap(first + second), a, b, c, wrap(d + first), e, f, g];
  }
  return words.map((word, index) => wrap(word + at(working, index)));
}

/** The first `bits` bits of the fractional part of the `degree`-th root of `value`. */
function rootFraction(value: bigint, degree: bigint, bits: number): bigint {
  const scaled = value << (BigInt(bits) * degree);
  let low = 0n;
  let high = 1n << BigInt(bits + 16);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= scaled) low = middle;
    else high = middle;
  }
  return BigInt.asUintN(bits, low);
}

function primes(count: number): readonly bigint[] {
  const found: bigint[] = [];
  for (let candidate = 2n; found.length < count; candidate += 1n) {
    if (found.every((prime) => candidate % prime !== 0n)) found.push(candidate);
  }
  return found;
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
