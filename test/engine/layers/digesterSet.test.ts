import { describe, expect, it } from 'vitest';
import { loadDigesterFactory } from '../../../electron/engine/digest/backend.ts';
import { describeState } from '../../../electron/engine/layers/decodedState.ts';
import { DigesterSet } from '../../../electron/engine/layers/digesterSet.ts';
import { digestOf } from '../../support/layers.ts';
import { referenceState } from '../../support/referenceSha2.ts';
import { seededBytes } from '../../support/seededBytes.ts';

const BYTES = seededBytes(41, 1000);

describe('the digesters of an upload', () => {
  it('are the canonical one alone, unless another digest is expected', async () => {
    const factory = await loadDigesterFactory();
    for (const expected of [null, digestOf(BYTES)]) {
      const digesters = await DigesterSet.create(factory, expected);
      digesters.update(BYTES);
      expect([...digesters.save().keys()]).toEqual(['sha256']);
      expect(digesters.canonical()).toBe(digestOf(BYTES));
      expect(digesters.digest('sha256')).toBe(digestOf(BYTES));
      expect(digesters.digest('sha512')).toBeNull();
    }
  });

  it('move in step, from a state of each and back to the beginning', async () => {
    const digesters = await DigesterSet.create(await loadDigesterFactory(), digestOf(BYTES, 'sha512'));
    digesters.update(BYTES.subarray(0, 300));
    const states = digesters.save();
    expect([...states].map(([algorithm, { length }]) => [algorithm, length])).toEqual([
      ['sha256', 300],
      ['sha512', 300],
    ]);
    digesters.reset();
    expect(digesters.length).toBe(0);
    expect(digesters.canonical()).toBe(digestOf(new Uint8Array()));
    digesters.restore(states);
    digesters.update(BYTES.subarray(300));
    expect(digesters.canonical()).toBe(digestOf(BYTES));
    expect(digesters.digest('sha512')).toBe(digestOf(BYTES, 'sha512'));
  });

  it('go on only from a state of each', async () => {
    const digesters = await DigesterSet.create(await loadDigesterFactory(), digestOf(BYTES, 'sha512'));
    const whole = digesters.save();
    const half = new Map([...whole].filter(([algorithm]) => algorithm === 'sha256'));
    expect([digesters.canRestore(whole), digesters.canRestore(half)]).toEqual([true, false]);
    expect(() => digesters.restore(half)).toThrow(
      expect.objectContaining({ code: 'HASH_STATE_INVALID', details: { reason: 'absent', algorithm: 'sha512' } }),
    );
  });
});

describe('a state taken apart', () => {
  it.each([
    ['sha256', 8, 64],
    ['sha512', 16, 128],
  ] as const)(
    'shows its words in full, and the digest that it stands for: %s',
    async (algorithm, digits, blockBytes) => {
      const factory = await loadDigesterFactory();
      const words = [1n, ...referenceState(algorithm).words.slice(1)];
      const state = { ...referenceState(algorithm), words, tail: new Uint8Array(5), length: blockBytes + 5 };
      const shown = await describeState(factory, state);
      expect(shown).toMatchObject({ algorithm, tailBytes: 5, blockBytes, length: blockBytes + 5 });
      expect(shown.words[0]).toBe('1'.padStart(digits, '0'));
      expect(shown.words.map((word) => BigInt(`0x${word}`))).toEqual(words);
      const digester = await factory.create(algorithm);
      digester.restoreState(state);
      expect(shown.digest).toBe(digester.digest());
    },
  );
});
