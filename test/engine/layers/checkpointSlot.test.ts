import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import type { HashState } from '../../../electron/engine/digest/digester.ts';
import { type Checkpoint, decodeSlot, encodeSlot, SLOT_BYTES } from '../../../electron/engine/layers/checkpointSlot.ts';
import { ALGORITHMS, type Algorithm } from '../../../shared/digest.ts';
import { TIME_MAX } from '../../../shared/numbers.ts';
import { sealedSlot } from '../../support/sealedSlot.ts';

/** The states of real digesters after `length` bytes. */
async function statesAt(length: number, algorithms: readonly Algorithm[]): Promise<ReadonlyMap<Algorithm, HashState>> {
  const factory = await loadDigesterFactory();
  const bytes = Buffer.alloc(length, 'layer');
  const states = new Map<Algorithm, HashState>();
  for (const algorithm of algorithms) {
    const digester = await factory.create(algorithm);
    digester.update(bytes);
    states.set(algorithm, digester.saveState());
  }
  return states;
}

async function checkpointAt(offset: number, algorithms: readonly Algorithm[] = ['sha256']): Promise<Checkpoint> {
  return { offset, sequence: 7, at: 1_795_000_000_123, states: await statesAt(offset, algorithms) };
}

/** Repeats the slot's one state, of sha256, as often as there is room, and says that there are `count`. */
function fillWithStates(slot: Buffer, count: number): void {
  const state = Uint8Array.from(slot.subarray(32, 32 + 3 + 108));
  for (let at = 32; at + state.length <= SLOT_BYTES; at += state.length) slot.set(state, at);
  slot.writeUInt16BE(count, 6);
}

const COMBINATIONS: readonly (readonly Algorithm[])[] = [
  [],
  ['sha256'],
  ['sha384'],
  ['sha512'],
  ['sha256', 'sha384'],
  ['sha256', 'sha512'],
  ['sha512', 'sha256'],
  ['sha384', 'sha512'],
  ['sha256', 'sha384', 'sha512'],
];

describe('a checkpoint slot', () => {
  it.each(COMBINATIONS.map((algorithms) => [algorithms]))('comes back with the states of %j', async (algorithms) => {
    for (const offset of [0, 1, 63, 64, 65, 127, 128, 4096, 100_001]) {
      const checkpoint = await checkpointAt(offset, algorithms);
      const slot = encodeSlot(checkpoint);
      expect(slot).toHaveLength(SLOT_BYTES);
      expect(decodeSlot(slot)).toEqual(checkpoint);
    }
  });

  it('comes back with the largest numbers', async () => {
    const state = (await statesAt(63, ['sha256'])).get('sha256');
    if (state === undefined) throw new Error('no state');
    const largest = Number.MAX_SAFE_INTEGER;
    // 2^53 - 1 leaves 63 bytes in the last block, as 63 does.
    const checkpoint: Checkpoint = {
      offset: largest,
      sequence: largest,
      at: TIME_MAX,
      states: new Map([['sha256', { ...state, length: largest }]]),
    };
    expect(decodeSlot(encodeSlot(checkpoint))).toEqual(checkpoint);
  });

  it('decodes where it lies inside a larger buffer, and keeps nothing of it', async () => {
    const checkpoint = await checkpointAt(100);
    const file = new Uint8Array(3 + SLOT_BYTES + 5).fill(0xaa);
    file.set(encodeSlot(checkpoint), 3);
    const decoded = decodeSlot(file.subarray(3, 3 + SLOT_BYTES));
    file.fill(0);
    expect(decoded).toEqual(checkpoint);
  });

  it('is nothing when any single bit of it is flipped', async () => {
    const slot = encodeSlot(await checkpointAt(100, ['sha256', 'sha512']));
    const survivors: number[] = [];
    for (let bit = 0; bit < SLOT_BYTES * 8; bit += 1) {
      const index = bit >> 3;
      const before = slot[index] ?? 0;
      slot[index] = before ^ (1 << (bit & 7));
      if (decodeSlot(slot) !== null) survivors.push(bit);
      slot[index] = before;
    }
    expect(survivors).toEqual([]);
    expect(decodeSlot(slot)).not.toBeNull();
  });

  it('is nothing when it is torn at any byte, over zeros or over the slot before', async () => {
    const old = encodeSlot(await checkpointAt(64));
    const fresh = encodeSlot({ ...(await checkpointAt(100, ['sha256', 'sha384', 'sha512'])), sequence: 9 });
    const firstDifference = fresh.findIndex((byte, index) => byte !== old[index]);
    for (let cut = firstDifference + 1; cut < SLOT_BYTES; cut += 1) {
      const overOld = Uint8Array.from(old);
      overOld.set(fresh.subarray(0, cut));
      expect(decodeSlot(overOld)).toBeNull();
      const overZeros = new Uint8Array(SLOT_BYTES);
      overZeros.set(fresh.subarray(0, cut));
      expect(decodeSlot(overZeros)).toBeNull();
    }
  });

  it('is nothing at any other length', async () => {
    const slot = encodeSlot(await checkpointAt(100));
    for (const length of [0, 1, 3, 31, 32, 108, 2048, SLOT_BYTES - 1]) {
      expect(decodeSlot(slot.subarray(0, length))).toBeNull();
    }
    expect(decodeSlot(Buffer.concat([slot, new Uint8Array(1)]))).toBeNull();
    expect(decodeSlot(Buffer.concat([slot, slot]))).toBeNull();
  });

  it('is nothing when a stranger wrote it', () => {
    expect(decodeSlot(new Uint8Array(SLOT_BYTES))).toBeNull();
    expect(decodeSlot(new Uint8Array(SLOT_BYTES).fill(0xff))).toBeNull();
    for (let round = 0; round < 100; round += 1) {
      const noise = randomBytes(SLOT_BYTES);
      expect(decodeSlot(noise)).toBeNull();
      // Also behind the right beginning.
      noise.set(Buffer.from('LLCP\0\x01\0\x01', 'latin1'));
      expect(decodeSlot(noise)).toBeNull();
    }
  });

  it('is nothing when a state has another length than the offset', async () => {
    const checkpoint = await checkpointAt(100);
    const slot = encodeSlot(checkpoint);
    expect(decodeSlot(sealedSlot(slot, (bytes) => bytes.writeBigUInt64BE(164n, 16)))).toBeNull();
    // Nor is such a one ever made.
    expect(() => encodeSlot({ ...checkpoint, offset: 164 })).toThrow(
      expect.objectContaining({
        code: 'HASH_STATE_INVALID',
        details: { algorithm: 'sha256', length: 100, offset: 164 },
      }),
    );
  });

  it.each<[string, (slot: Buffer) => void]>([
    ['another magic', (slot) => slot.writeUInt32BE(0x4c4c4351, 0)],
    ['another version', (slot) => slot.writeUInt16BE(2, 4)],
    ['a state of an algorithm that there is not', (slot) => slot.writeUInt8(3, 32)],
    ['a state of another algorithm', (slot) => slot.writeUInt8(1, 32)],
    ['a state that is none', (slot) => slot.writeUInt8(0, 35)],
    ['a state that is too long', (slot) => slot.writeUInt16BE(109, 33)],
    ['more states than it has', (slot) => slot.writeUInt16BE(2, 6)],
    ['more states than it has room for', (slot) => slot.writeUInt16BE(0xffff, 6)],
    ['states up to its end and beyond', (slot) => fillWithStates(slot, 37)],
  ])('is nothing when it has %s, whatever its checksum', async (_, change) => {
    const slot = encodeSlot(await checkpointAt(100));
    expect(decodeSlot(sealedSlot(slot, change))).toBeNull();
    expect(decodeSlot(sealedSlot(slot, () => undefined))).not.toBeNull();
  });

  it.each([
    ['a time that no date has', 24, BigInt(TIME_MAX) + 1n],
    ['a time that no number holds', 24, 2n ** 64n - 1n],
    ['a sequence that no number counts on from', 8, 2n ** 53n],
    ['a sequence that no number holds', 8, 2n ** 64n - 1n],
  ])('is nothing when it tells %s, whatever its checksum', async (_, position, value) => {
    const slot = encodeSlot(await checkpointAt(100));
    expect(decodeSlot(sealedSlot(slot, (bytes) => bytes.writeBigUInt64BE(value, position)))).toBeNull();
  });

  it.each([
    ['before 1970', -1, 0],
    ['past every date', 1e300, TIME_MAX],
    ['between two ms', 1.9, 1],
  ])('tells a time that can be told, by a clock that stands %s', async (_, at, told) => {
    expect(decodeSlot(encodeSlot({ ...(await checkpointAt(100)), at }))?.at).toBe(told);
  });

  it('shares no byte with its neighbour', async () => {
    const first = await checkpointAt(64);
    const second = await checkpointAt(100, ['sha256', 'sha384', 'sha512']);
    const file = Buffer.concat([encodeSlot(first), encodeSlot(second)]);
    const slots = (bytes: Uint8Array) => [
      decodeSlot(bytes.subarray(0, SLOT_BYTES)),
      decodeSlot(bytes.subarray(SLOT_BYTES)),
    ];
    expect(slots(file)).toEqual([first, second]);
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1),
        fc.integer({ min: 1, max: SLOT_BYTES }),
        fc.integer({ min: 1, max: 255 }),
        (torn, length, byte) => {
          const damaged = Uint8Array.from(file);
          // From the end of the slot, so that its checksum is hit in every run.
          const end = (torn + 1) * SLOT_BYTES;
          for (let index = end - length; index < end; index += 1) damaged[index] = (damaged[index] ?? 0) ^ byte;
          expect(slots(damaged)).toEqual(torn === 0 ? [null, second] : [first, null]);
        },
      ),
    );
  });

  it('holds all algorithms with room to spare', async () => {
    const slot = encodeSlot(await checkpointAt(100, ALGORITHMS));
    expect(slot.subarray(2048, SLOT_BYTES - 32).every((byte) => byte === 0)).toBe(true);
  });
});
