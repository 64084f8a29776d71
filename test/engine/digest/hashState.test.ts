import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HashState } from '../../../electron/engine/digest/digester.ts';
import { decodeHashState, encodeHashState, hashStateBytes } from '../../../electron/engine/digest/hashState.ts';
import { checkHashState } from '../../../electron/engine/digest/sha2.ts';
import { createWasmDigesterFactory } from '../../../electron/engine/digest/wasmDigester.ts';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { hasCode } from '../../../shared/errors.ts';
import { anyHashState, normalised, PARTS } from './hashStates.ts';

const SHA256_IV = '6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19';
const SHA384_IV =
  'cbbb9d5dc1059ed8629a292a367cd5079159015a3070dd17152fecd8f70e593967332667ffc00b318eb44a8768581511db0c2e0d64f98fa747b5481dbefa4fa4';
const SHA512_IV =
  '6a09e667f3bcc908bb67ae8584caa73b3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f1f83d9abfb41bd6b5be0cd19137e2179';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const zeros = (bytes: number): string => '00'.repeat(bytes);

async function stateAfter(algorithm: Algorithm, message: Uint8Array): Promise<HashState> {
  const digester = await (await createWasmDigesterFactory()).create(algorithm);
  digester.update(message);
  return digester.saveState();
}

/** Why `decodeHashState` refuses; null when it does not. Any other error fails the test. */
function refusal(bytes: Uint8Array, expected?: Algorithm): unknown {
  try {
    decodeHashState(bytes, expected);
    return null;
  } catch (error) {
    if (hasCode(error, 'HASH_STATE_INVALID')) return error.details['reason'];
    throw error;
  }
}

function withLength(algorithm: Algorithm, length: bigint): Uint8Array {
  const bytes = encodeHashState({
    algorithm,
    words: Array.from({ length: 8 }, () => 7n),
    tail: new Uint8Array(0),
    length: 0,
  });
  new DataView(bytes.buffer).setBigUint64(PARTS[algorithm].length, length);
  return bytes;
}

describe('the bytes of a hash state', () => {
  it('are those of Go for zero bytes', async () => {
    const empty = new Uint8Array(0);
    expect(hex(encodeHashState(await stateAfter('sha256', empty)))).toBe(`73686103${SHA256_IV}${zeros(64 + 8)}`);
    expect(hex(encodeHashState(await stateAfter('sha384', empty)))).toBe(`73686104${SHA384_IV}${zeros(128 + 8)}`);
    expect(hex(encodeHashState(await stateAfter('sha512', empty)))).toBe(`73686107${SHA512_IV}${zeros(128 + 8)}`);
  });

  it('hold an unfinished first block and the count of bytes', async () => {
    const abc = Buffer.from('abc');
    expect(hex(encodeHashState(await stateAfter('sha256', abc)))).toBe(
      `73686103${SHA256_IV}616263${zeros(61)}0000000000000003`,
    );
    expect(hex(encodeHashState(await stateAfter('sha512', abc)))).toBe(
      `73686107${SHA512_IV}616263${zeros(125)}0000000000000003`,
    );
  });

  it('hold the words that the first block leads to', async () => {
    // The padding of "abc" is a block of its own message: its words are the digest of "abc".
    const block = Buffer.concat([Buffer.from('abc'), Buffer.of(0x80), Buffer.alloc(59), Buffer.of(24)]);
    expect(hex(encodeHashState(await stateAfter('sha256', Buffer.concat([block, Buffer.from('tail')]))))).toBe(
      `73686103ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad7461696c${zeros(60)}0000000000000044`,
    );
  });

  it.each(ALGORITHMS)('keep only the tail, at and around the edges of blocks (%s)', async (algorithm) => {
    const { block, length, total } = PARTS[algorithm];
    expect(hashStateBytes(algorithm)).toBe(total);
    const blockBytes = length - block;
    const message = Uint8Array.from({ length: 260 }, (_, index) => index + 1);
    for (const size of [55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 191, 192, 255, 256, 257]) {
      const bytes = encodeHashState(await stateAfter(algorithm, message.subarray(0, size)));
      const edge = size - (size % blockBytes);
      const atEdge = encodeHashState(await stateAfter(algorithm, message.subarray(0, edge)));
      expect(hex(bytes.subarray(0, block))).toBe(hex(atEdge.subarray(0, block)));
      expect(hex(bytes.subarray(block, length))).toBe(hex(message.subarray(edge, size)).padEnd(blockBytes * 2, '0'));
      expect(hex(bytes.subarray(length))).toBe(size.toString(16).padStart(16, '0'));
    }
  });

  it('come back as the state they were made from', () => {
    fc.assert(
      fc.property(anyHashState, (state) => {
        expect(decodeHashState(encodeHashState(state), state.algorithm)).toEqual({
          ...state,
          tail: state.tail.slice(),
        });
      }),
    );
  });

  it('have one normal form, whatever stands after the tail', () => {
    fc.assert(
      fc.property(anyHashState, fc.uint8Array({ minLength: 128, maxLength: 128 }), (state, filler) => {
        const bytes = encodeHashState(state);
        const { block, length } = PARTS[state.algorithm];
        const dirty = bytes.slice();
        const free = length - block - state.tail.length;
        dirty.set(filler.subarray(0, free), block + state.tail.length);
        expect(hex(encodeHashState(decodeHashState(dirty)))).toBe(hex(bytes));
      }),
    );
  });

  it('are copied: what happens to the buffer later does not reach the state', async () => {
    const bytes = encodeHashState(await stateAfter('sha256', Buffer.from('abc')));
    const state = decodeHashState(bytes);
    bytes.fill(0xff);
    expect(hex(state.tail)).toBe('616263');
  });

  it('are read from the middle of a larger buffer', async () => {
    const bytes = encodeHashState(await stateAfter('sha512', Buffer.from('abc')));
    const larger = Buffer.concat([Buffer.alloc(13, 0xee), bytes, Buffer.alloc(7, 0xee)]);
    expect(hex(encodeHashState(decodeHashState(larger.subarray(13, 13 + bytes.length))))).toBe(hex(bytes));
  });
});

describe('a hash state is refused', () => {
  it('when it is torn anywhere, or has bytes too many', () => {
    for (const algorithm of ALGORITHMS) {
      const bytes = withLength(algorithm, 70n);
      for (let length = 0; length < bytes.length; length += 1) {
        expect(refusal(bytes.subarray(0, length))).toBe(length === 0 ? 'empty' : 'length');
      }
      expect(refusal(Buffer.concat([bytes, Buffer.of(0)]))).toBe('length');
      expect(refusal(Buffer.concat([bytes, bytes]))).toBe('length');
    }
  });

  it('when it was written as gob', () => {
    const gob = Buffer.from('0eff8101010102ff820001060110' + '00002cff82', 'hex');
    expect(refusal(gob)).toBe('gob');
    expect(refusal(Buffer.concat([gob, Buffer.alloc(108 - gob.length)]))).toBe('gob');
  });

  it('as something else than gob when only a part of it begins so', () => {
    for (const hex of ['0e686103', '73ff6103', '73688103', '0eff6103'])
      expect(refusal(Buffer.from(hex, 'hex'))).toBe('magic');
  });

  it('with what it takes to see why', async () => {
    const sha256 = withLength('sha256', 0n);
    const refused: readonly (readonly [Uint8Array, Readonly<Record<string, unknown>>])[] = [
      [sha256, { reason: 'algorithm', expected: 'sha512', actual: 'sha256' }],
      [withLength('sha512', 0n).subarray(0, 203), { reason: 'length', algorithm: 'sha512', bytes: 203 }],
      [Buffer.from('736861', 'hex'), { reason: 'length', bytes: 3 }],
      [Buffer.from('73686107', 'hex'), { reason: 'length', algorithm: 'sha512', bytes: 4 }],
      [Buffer.from('00686102', 'hex'), { reason: 'magic', magic: '00686102' }],
      [withLength('sha512', 2n ** 53n), { reason: 'size', length: '9007199254740992' }],
    ];
    for (const [bytes, details] of refused) {
      expect(() => decodeHashState(bytes, 'sha512')).toThrow(expect.objectContaining({ details }));
    }
    const state = await stateAfter('sha256', Buffer.from('abc'));
    const contradictions: readonly (readonly [HashState, Readonly<Record<string, unknown>>])[] = [
      [
        { ...state, length: -1 },
        { reason: 'size', length: '-1' },
      ],
      [
        { ...state, length: 5 },
        { reason: 'tail', length: 5, tail: 3 },
      ],
      [
        { ...state, words: [] },
        { reason: 'words', algorithm: 'sha256' },
      ],
    ];
    for (const [unsound, details] of contradictions) {
      expect(() => encodeHashState(unsound)).toThrow(expect.objectContaining({ details }));
    }
    expect(() => checkHashState(state, 'sha384')).toThrow(
      expect.objectContaining({ details: { reason: 'algorithm', expected: 'sha384', actual: 'sha256' } }),
    );
  });

  it('when its magic is of a digest that the registry does not know', () => {
    for (const last of [0x00, 0x01, 0x02, 0x05, 0x06, 0x08]) {
      for (const algorithm of ALGORITHMS) {
        const bytes = withLength(algorithm, 0n);
        bytes[3] = last;
        expect(refusal(bytes)).toBe('magic');
      }
    }
  });

  it('when it is of another algorithm than expected', () => {
    for (const actual of ALGORITHMS) {
      for (const expected of ALGORITHMS) {
        expect(refusal(withLength(actual, 0n), expected)).toBe(actual === expected ? null : 'algorithm');
      }
    }
  });

  it('when it counts more bytes than a number can hold, and never rounded', () => {
    for (const algorithm of ALGORITHMS) {
      for (const length of [2n ** 53n - 1n, 2n ** 53n - 128n, 2n ** 32n, 2n ** 32n - 1n]) {
        expect(decodeHashState(withLength(algorithm, length)).length).toBe(Number(length));
      }
      for (const length of [2n ** 53n, 2n ** 53n + 1n, 2n ** 60n + 127n, 2n ** 63n, 2n ** 64n - 1n]) {
        expect(refusal(withLength(algorithm, length))).toBe('size');
      }
    }
  });

  it('when it contradicts itself before it is encoded', () => {
    const sound: HashState = { algorithm: 'sha256', words: Array(8).fill(1n), tail: new Uint8Array(3), length: 67 };
    const unsound: readonly (readonly [string, Partial<HashState>])[] = [
      ['words', { words: Array(7).fill(1n) }],
      ['words', { words: Array(9).fill(1n) }],
      ['words', { words: [...Array(7).fill(1n), 2n ** 32n] }],
      ['words', { words: [-1n, ...Array(7).fill(1n)] }],
      ['tail', { tail: new Uint8Array(2) }],
      ['tail', { tail: new Uint8Array(67) }],
      ['size', { length: -61 }],
      ['size', { length: 67.5 }],
      ['size', { length: Number.NaN }],
      ['size', { length: 2 ** 53 }],
    ];
    expect(encodeHashState(sound)).toHaveLength(108);
    for (const [reason, change] of unsound) {
      expect(() => encodeHashState({ ...sound, ...change })).toThrow(
        expect.objectContaining({ code: 'HASH_STATE_INVALID', details: expect.objectContaining({ reason }) }),
      );
    }
  });
});

describe('damaged bytes', () => {
  it('are refused or mean exactly what they say, for every single bit', async () => {
    const message = Uint8Array.from({ length: 200 }, (_, index) => index * 3);
    for (const algorithm of ALGORITHMS) {
      const bytes = encodeHashState(await stateAfter(algorithm, message));
      const { block, length } = PARTS[algorithm];
      const fillerStart = block + (message.length % (length - block));
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const at = bit >> 3;
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] ?? 0) ^ (1 << (bit & 7));
        const reason = refusal(damaged, algorithm);
        if (at < 4) {
          expect(reason).toSatisfy((value) => value === 'magic' || value === 'algorithm');
        } else if (reason !== null) {
          expect([reason, at >= length]).toEqual(['size', true]);
        } else {
          const meaning = hex(encodeHashState(decodeHashState(damaged, algorithm)));
          expect(meaning).toBe(hex(normalised(damaged, algorithm)));
          expect(meaning === hex(bytes)).toBe(at >= fillerStart && at < length);
        }
      }
    }
  });

  it('never lead to anything but a state or a refusal', () => {
    const magic = fc
      .constantFrom('73686103', '73686104', '73686107', '73686102', '0eff8101', '')
      .map((text) => Buffer.from(text, 'hex'));
    const noise = fc.record({
      magic,
      rest: fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(104, 200).chain((size) => fc.uint8Array({ minLength: size, maxLength: size })),
      ),
      /** Zeroes the upper bytes of the length often, for else nearly every one is refused as too large. */
      small: fc.boolean(),
    });
    let accepted = 0;
    fc.assert(
      fc.property(noise, ({ magic: start, rest, small }) => {
        const bytes = Buffer.concat([start, rest]);
        if (small) bytes.fill(0, Math.max(bytes.length - 8, start.length), Math.max(bytes.length - 5, start.length));
        if (refusal(bytes) !== null) return;
        accepted += 1;
        const state = decodeHashState(bytes);
        expect(bytes.length).toBe(PARTS[state.algorithm].total);
        expect(hex(encodeHashState(state))).toBe(hex(normalised(bytes, state.algorithm)));
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
