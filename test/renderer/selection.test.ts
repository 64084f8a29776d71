import { describe, expect, test } from 'vitest';
import {
  chosenOf,
  collapse,
  extend,
  NOTHING_SELECTED,
  pick,
  type Selection,
  selectAll,
  toggle,
} from '../../renderer/state/selection.ts';
import type { UploadId } from '../../shared/names.ts';
import { idOf } from './harness/fixtures.ts';

const ids = [1, 2, 3, 4, 5].map(idOf);
const numbersOf = (chosen: readonly UploadId[]): readonly number[] => chosen.map((id) => ids.indexOf(id) + 1);
const chosen = (selection: Selection): readonly number[] => numbersOf(chosenOf(selection, ids));

describe('a selection', () => {
  test('is the one row that was clicked', () => {
    expect(chosen(NOTHING_SELECTED)).toEqual([]);
    expect(chosen(pick(idOf(2)))).toEqual([2]);
    expect(chosen(pick(idOf(9)))).toEqual([]);
  });

  test('takes and lets go single rows', () => {
    const two = toggle(pick(idOf(4)), idOf(2));
    expect(chosen(two)).toEqual([2, 4]);
    expect(two.current).toBe(idOf(2));
    expect(chosen(toggle(two, idOf(4)))).toEqual([2]);
    expect(chosen(toggle(NOTHING_SELECTED, idOf(3)))).toEqual([3]);
    // The keyboard has moved on without selecting; what it is on now is taken, not let go.
    expect(chosen(toggle(pick(idOf(3)), idOf(3)))).toEqual([3]);
  });

  test('is a range from the row that was picked last, in both directions', () => {
    const down = extend(pick(idOf(2)), idOf(4), ids);
    expect(chosen(down)).toEqual([2, 3, 4]);
    expect(chosen(extend(down, idOf(1), ids))).toEqual([1, 2]);
    expect(chosen(extend(toggle(pick(idOf(5)), idOf(2)), idOf(3), ids))).toEqual([2, 3]);
    expect(chosen(extend(toggle(pick(idOf(5)), idOf(2)), idOf(3), ids, true))).toEqual([2, 3, 5]);
  });

  test('of a range begins anew where its beginning is not shown', () => {
    const range = extend(pick(idOf(9)), idOf(3), ids);
    expect(chosen(range)).toEqual([3]);
    expect(chosen(extend(range, idOf(5), ids))).toEqual([3, 4, 5]);
  });

  test('is everything, and then one again', () => {
    const all = selectAll(pick(idOf(3)), ids);
    expect(chosen(all)).toEqual([1, 2, 3, 4, 5]);
    expect(chosen(collapse(all))).toEqual([3]);
    expect(chosen(selectAll(NOTHING_SELECTED, ids))).toHaveLength(5);
  });

  test('counts only what is shown, in the order in which it is', () => {
    const all = selectAll(pick(idOf(3)), ids);
    expect(numbersOf(chosenOf(all, [idOf(5), idOf(1)]))).toEqual([5, 1]);
  });
});
