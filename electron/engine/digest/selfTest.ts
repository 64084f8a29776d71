import { createHash, randomBytes } from 'node:crypto';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { type ErrorDetails, LayerliftError } from '../../../shared/errors.ts';
import type { Digester, DigesterFactory } from './digester.ts';
import { decodeHashState, encodeHashState } from './hashState.ts';
import { AFTER_LONG_STATE, KNOWN_ANSWERS, LONG_STATE_DIGESTS, longState } from './knownAnswers.ts';
import { SHA2_SHAPES } from './sha2.ts';

/** Messages per algorithm that change hands at random cuts. */
const HAND_OVERS = 6;
/** Cuts of a message at any place are fewer than this; as many more lie at the edges of blocks. */
const CUTS_BELOW = 3;
/** Messages are shorter than this, in blocks. */
const BLOCKS_BELOW = 6;

/**
 * Tells whether a back end can be trusted with digests that nobody will check again: known answers, a length beyond
 * 32 bits, and messages that change hands at random cuts, against node:crypto. With `other` they also change hands
 * between the two back ends. Takes some 10 ms, twice that or more in a process that has not hashed before. The random
 * messages differ with every run.
 * @throws LayerliftError `INTERNAL` with `reason: 'self-test'`, the check that failed and all that repeats it.
 */
export async function selfTest(factory: DigesterFactory, other: DigesterFactory = factory): Promise<void> {
  for (const algorithm of ALGORITHMS) {
    const parties = [
      { backend: factory.backend, digester: await factory.create(algorithm) },
      { backend: other.backend, digester: await other.create(algorithm) },
    ] as const;
    for (const party of parties) checkKnownAnswers(party);
    const lengths = Array.from({ length: HAND_OVERS }, () =>
      randomBelow(BLOCKS_BELOW * SHA2_SHAPES[algorithm].blockBytes),
    );
    for (const length of lengths) checkHandOver(parties, randomBytes(length));
  }
}

interface Party {
  readonly backend: string;
  readonly digester: Digester;
}

function checkKnownAnswers({ backend, digester }: Party): void {
  const { algorithm } = digester;
  for (const { message, digest } of KNOWN_ANSWERS[algorithm]) {
    digester.reset();
    digester.update(Buffer.from(message));
    agree(digester.digest(), digest, () => ({ check: 'known answer', backend, message }));
  }
  digester.restoreState(longState(algorithm));
  digester.update(Buffer.from(AFTER_LONG_STATE));
  agree(digester.digest(), LONG_STATE_DIGESTS[algorithm], () => ({ check: 'long length', backend }));
}

/** Hashes `message` in segments, each by a party drawn anew, with a digest taken between them. */
function checkHandOver(parties: readonly [Party, Party], message: Buffer): void {
  const { algorithm } = parties[0].digester;
  const cuts = drawCuts(message.length, SHA2_SHAPES[algorithm].blockBytes);
  let state = emptyState(parties[0].digester);
  for (const [index, end] of cuts.entries()) {
    const { backend, digester } = parties[randomBelow(parties.length)] ?? parties[0];
    const start = cuts[index - 1] ?? 0;
    const details = () => ({ check: 'hand-over', backend, message: message.toString('hex'), cuts: cuts.join() });
    digester.restoreState(decodeHashState(state, algorithm));
    digester.update(message.subarray(start, end));
    agree(digester.digest(), nodeDigest(algorithm, message.subarray(0, end)), details);
    agree(digester.length, end, details);
    state = encodeHashState(digester.saveState());
  }
}

/** Ends of segments, ascending, the last at the end of the message: some anywhere, some at a block's edge ± 1. */
function drawCuts(length: number, blockBytes: number): readonly number[] {
  const anywhere = Array.from({ length: randomBelow(CUTS_BELOW) }, () => randomBelow(length));
  const edges = anywhere.map((cut) => Math.round(cut / blockBytes) * blockBytes + randomBelow(3) - 1);
  const inside = edges.map((edge) => Math.min(Math.max(edge, 0), length));
  return [...anywhere, ...inside, length].sort((a, b) => a - b);
}

function randomBelow(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function emptyState(digester: Digester): Uint8Array {
  digester.reset();
  return encodeHashState(digester.saveState());
}

function nodeDigest(algorithm: Algorithm, bytes: Uint8Array): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

function agree(actual: string | number, expected: string | number, details: () => ErrorDetails): void {
  if (actual === expected) return;
  throw new LayerliftError('INTERNAL', 'the digester failed its self-test', {
    reason: 'self-test',
    ...details(),
    actual,
    expected,
  });
}
