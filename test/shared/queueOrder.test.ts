import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import { moveInOrder } from '../../shared/queueOrder.ts';

const idOf = (letter: string): UploadId =>
  parseUploadId(`00000000-0000-4000-8000-${letter.charCodeAt(0).toString(16).padStart(12, '0')}`);
const idsOf = (letters: string): readonly UploadId[] => [...letters].map(idOf);
const lettersOf = (ids: readonly UploadId[]): string =>
  ids.map((id) => String.fromCharCode(Number.parseInt(id.slice(-12), 16))).join('');
const moved = (order: string, ids: string, before: string | null): string =>
  lettersOf(moveInOrder(idsOf(order), { ids: idsOf(ids), before: before === null ? null : idOf(before) }));

describe('moveInOrder', () => {
  it.each([
    ['abcd', 'c', 'a', 'cabd'],
    ['abcd', 'a', 'c', 'bacd'],
    ['abcd', 'a', null, 'bcda'],
    ['abcd', 'db', 'a', 'bdac'],
    ['abcdef', 'ace', 'f', 'bdacef'],
    // Its place is taken by the next that stays.
    ['abcd', 'bc', 'b', 'abcd'],
    ['abcd', 'bd', 'b', 'abdc'],
    ['abcd', 'ab', 'b', 'abcd'],
    ['abcd', 'x', 'a', 'abcd'],
    ['abcd', 'a', 'x', 'abcd'],
    ['abcd', '', 'a', 'abcd'],
  ])('of %s with %s in front of %s makes %s', (order, ids, before, expected) => {
    expect(moved(order, ids, before)).toBe(expected);
  });

  it('gives back the same order when nothing changes', () => {
    const order = idsOf('abc');
    expect(moveInOrder(order, { ids: idsOf('b'), before: idOf('c') })).toBe(order);
    expect(moveInOrder(order, { ids: idsOf('c'), before: null })).toBe(order);
  });

  it('loses and adds nobody, keeps who stays in order, and puts the rest together where it was told', () => {
    const letters = 'abcdefgh';
    fc.assert(
      fc.property(fc.subarray([...letters]), fc.constantFrom(...letters, null), (ids, before) => {
        const after = moved(letters, ids.toReversed().join(''), before);
        const stay = [...letters].filter((letter) => !ids.includes(letter));
        expect([...after].sort().join('')).toBe(letters);
        expect([...after].filter((letter) => stay.includes(letter))).toEqual(stay);
        expect(after).toContain(ids.join(''));
        if (before !== null && stay.includes(before)) expect(after).toContain(ids.join('') + before);
        if (before === null) expect(after.endsWith(ids.join(''))).toBe(true);
      }),
    );
  });
});
