import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DigesterFactory, HashState } from '../../../electron/engine/digest/digester.ts';
import { decodeHashState, encodeHashState } from '../../../electron/engine/digest/hashState.ts';
import { KNOWN_ANSWERS, LONG_STATE_DIGESTS, longState } from '../../../electron/engine/digest/knownAnswers.ts';
import { SHA2_SHAPES } from '../../../electron/engine/digest/sha2.ts';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { referenceDigest, referenceState } from '../../support/referenceSha2.ts';
import { anyAlgorithm, anyHashState } from './hashStates.ts';

const invalid = (reason: string) =>
  expect.objectContaining({ code: 'HASH_STATE_INVALID', details: expect.objectContaining({ reason }) });

function nodeDigest(algorithm: Algorithm, bytes: Uint8Array): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
}

/** What every back end must do. Messages change hands between the factories given, through the bytes on disk. */
export function digesterSuite(make: () => Promise<readonly [DigesterFactory, DigesterFactory]>): void {
  let factory: DigesterFactory;
  let factories: readonly [DigesterFactory, DigesterFactory];

  beforeEach(async () => {
    factories = await make();
    factory = factories[0];
  });

  describe.each(ALGORITHMS)('%s', (algorithm) => {
    const { blockBytes } = SHA2_SHAPES[algorithm];

    it('gives the published digests', async () => {
      const digester = await factory.create(algorithm);
      for (const { message, digest } of KNOWN_ANSWERS[algorithm]) {
        digester.reset();
        digester.update(Buffer.from(message));
        expect(digester.digest()).toBe(digest);
      }
    });

    it('gives the digest of a million letters, in any chunks', async () => {
      const message = Buffer.alloc(1_000_000, 'a');
      for (const chunkBytes of [999, 16_383, 16_384, 16_385, 65_536, 1_000_000]) {
        const digester = await factory.create(algorithm);
        for (let start = 0; start < message.length; start += chunkBytes) {
          digester.update(message.subarray(start, start + chunkBytes));
        }
        expect(digester.length).toBe(message.length);
        expect(digester.digest()).toBe(nodeDigest(algorithm, message));
      }
    });

    it('goes on after a digest as if none had been taken', async () => {
      const message = Buffer.alloc(3 * blockBytes, 'layer');
      const digester = await factory.create(algorithm);
      for (let end = 1; end <= message.length; end += 1) {
        digester.update(message.subarray(end - 1, end));
        expect(digester.digest()).toBe(nodeDigest(algorithm, message.subarray(0, end)));
        expect(digester.digest()).toBe(nodeDigest(algorithm, message.subarray(0, end)));
        expect(digester.length).toBe(end);
      }
    });

    it('starts anew after a reset, also from a restored state', async () => {
      const digester = await factory.create(algorithm);
      digester.restoreState(longState(algorithm));
      digester.reset();
      expect(digester.length).toBe(0);
      expect(digester.saveState()).toEqual(referenceState(algorithm));
      digester.update(Buffer.from('abc'));
      expect(digester.digest()).toBe(nodeDigest(algorithm, Buffer.from('abc')));
    });

    it('hands out a state that later updates do not change', async () => {
      const digester = await factory.create(algorithm);
      digester.update(Buffer.from('abc'));
      const state = digester.saveState();
      const bytes = encodeHashState(state);
      digester.update(Buffer.alloc(blockBytes, 'x'));
      expect(encodeHashState(state)).toEqual(bytes);
    });

    it('takes nothing over from the state it was in', async () => {
      const digester = await factory.create(algorithm);
      const fresh = digester.saveState();
      digester.update(Buffer.alloc(2 * blockBytes - 1, 0xff));
      digester.restoreState(fresh);
      digester.update(Buffer.from('a'));
      expect(digester.digest()).toBe(nodeDigest(algorithm, Buffer.from('a')));
    });

    it('is independent of other digesters', async () => {
      const [first, second] = [await factory.create(algorithm), await factory.create(algorithm)];
      first.update(Buffer.from('first'));
      second.update(Buffer.from('second'));
      first.update(Buffer.from('!'));
      expect(first.digest()).toBe(nodeDigest(algorithm, Buffer.from('first!')));
      expect(second.digest()).toBe(nodeDigest(algorithm, Buffer.from('second')));
    });

    it('reads views into the middle of buffers, and nothing from empty ones', async () => {
      const digester = await factory.create(algorithm);
      digester.update(new Uint8Array(0));
      digester.update(Buffer.from('<<abc>>').subarray(2, 5));
      digester.update(new Uint8Array(new SharedArrayBuffer(4), 1, 2));
      expect(digester.digest()).toBe(nodeDigest(algorithm, Buffer.from('abc\0\0')));
    });

    it('counts lengths far beyond 32 bits', async () => {
      const digester = await factory.create(algorithm);
      digester.restoreState(longState(algorithm));
      digester.update(Buffer.from('abc'));
      expect(digester.digest()).toBe(LONG_STATE_DIGESTS[algorithm]);
      for (const edge of [2 ** 29, 2 ** 31, 2 ** 32, 2 ** 35, 2 ** 50, 2 ** 53 - 256]) {
        for (const length of [edge - blockBytes - 1, edge - blockBytes, edge - 1]) {
          const state = { ...referenceState(algorithm), tail: new Uint8Array(length % blockBytes).fill(9), length };
          const more = new Uint8Array(blockBytes + 2).fill(5);
          digester.restoreState(state);
          digester.update(more);
          expect(digester.length).toBe(length + more.length);
          expect(digester.digest()).toBe(`${algorithm}:${referenceDigest(state, more)}`);
        }
      }
    });

    it('refuses to count beyond 2^53 - 1 and stays as it was', async () => {
      const digester = await factory.create(algorithm);
      const length = Number.MAX_SAFE_INTEGER - 2;
      const state = { ...referenceState(algorithm), tail: new Uint8Array(length % blockBytes), length };
      digester.restoreState(state);
      const details = { reason: 'size', length, chunk: 3 };
      expect(() => digester.update(new Uint8Array(3))).toThrow(
        expect.objectContaining({ code: 'HASH_STATE_INVALID', details }),
      );
      expect(digester.saveState()).toEqual(state);
      digester.update(new Uint8Array(2));
      expect(digester.length).toBe(Number.MAX_SAFE_INTEGER);
      expect(digester.digest()).toBe(`${algorithm}:${referenceDigest(state, new Uint8Array(2))}`);
    });

    it('refuses states that are not its own and stays as it was', async () => {
      const digester = await factory.create(algorithm);
      digester.update(Buffer.from('abc'));
      const own = digester.saveState();
      const wrong: readonly (readonly [string, HashState])[] = [
        ...ALGORITHMS.filter((other) => other !== algorithm).map(
          (other) => ['algorithm', referenceState(other)] as const,
        ),
        ['tail', { ...own, length: 4 }],
        ['size', { ...own, length: 2 ** 60 }],
        ['words', { ...own, words: own.words.map((word) => word << 40n) }],
      ];
      for (const [reason, state] of wrong) expect(() => digester.restoreState(state)).toThrow(invalid(reason));
      expect(digester.digest()).toBe(nodeDigest(algorithm, Buffer.from('abc')));
    });
  });

  it('lets any message change hands anywhere, through the bytes on disk', async () => {
    const hands = new Map(
      await Promise.all(
        ALGORITHMS.map(
          async (algorithm) =>
            [algorithm, await Promise.all(factories.map((either) => either.create(algorithm)))] as const,
        ),
      ),
    );
    const segments = fc.array(
      fc.record({
        hand: fc.nat(1),
        bytes: fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc
            .constantFrom(0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129)
            .map((size) => new Uint8Array(size).fill(size)),
        ),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(anyAlgorithm, segments, (algorithm, parts) => {
        let bytes = encodeHashState(referenceState(algorithm));
        let message = Buffer.alloc(0);
        for (const part of parts) {
          const digester = hands.get(algorithm)?.[part.hand];
          if (digester === undefined) throw new Error('no digester');
          digester.restoreState(decodeHashState(bytes, algorithm));
          digester.update(part.bytes);
          message = Buffer.concat([message, part.bytes]);
          expect(digester.digest()).toBe(nodeDigest(algorithm, message));
          const state = digester.saveState();
          expect(state.length).toBe(message.length);
          bytes = encodeHashState(state);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives back any state unchanged, and goes on from it as FIPS 180-4 says', async () => {
    const digesters = new Map(
      await Promise.all(ALGORITHMS.map(async (algorithm) => [algorithm, await factory.create(algorithm)] as const)),
    );
    fc.assert(
      fc.property(anyHashState, fc.uint8Array({ maxLength: 200 }), (state, more) => {
        const digester = digesters.get(state.algorithm);
        if (digester === undefined) throw new Error('no digester');
        digester.restoreState(state);
        expect(digester.length).toBe(state.length);
        expect(encodeHashState(digester.saveState())).toEqual(encodeHashState(state));
        if (!Number.isSafeInteger(state.length + more.length)) return;
        digester.update(more);
        expect(digester.digest()).toBe(`${state.algorithm}:${referenceDigest(state, more)}`);
      }),
    );
  });
}
