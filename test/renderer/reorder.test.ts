import { describe, expect, test } from 'vitest';
import { type Direction, directionForKey, moveTowards } from '../../renderer/uploads/reorder.ts';
import type { UploadId } from '../../shared/names.ts';
import { moveInOrder } from '../../shared/queueOrder.ts';
import { idOf } from './harness/fixtures.ts';

const idsOf = (letters: string): readonly UploadId[] => [...letters].map((letter) => idOf(letter.charCodeAt(0)));
const lettersOf = (ids: readonly UploadId[]): string =>
  ids.map((id) => String.fromCharCode(Number.parseInt(id.slice(-12), 16))).join('');

function moved(direction: Direction, chosen: string, shown = 'abcdef'): string {
  const order = idsOf('abcdef');
  const move = moveTowards(direction, idsOf(chosen), idsOf(shown), order);
  return move === null ? 'nowhere' : lettersOf(moveInOrder(order, move));
}

describe('moving in the queue', () => {
  test.each<[Direction, string, string]>([
    ['up', 'c', 'acbdef'],
    ['up', 'a', 'nowhere'],
    ['down', 'c', 'abdcef'],
    ['down', 'e', 'abcdfe'],
    ['down', 'f', 'nowhere'],
    ['top', 'c', 'cabdef'],
    ['bottom', 'c', 'abdefc'],
    // Several rows go together.
    ['up', 'cd', 'acdbef'],
    ['down', 'cd', 'abecdf'],
    ['top', 'df', 'dfabce'],
    ['bottom', 'ac', 'bdefac'],
    ['up', 'ce', 'acebdf'],
    ['down', 'ad', 'bceadf'],
    ['up', 'ac', 'acbdef'],
  ])('%s of %s makes %s', (direction, chosen, expected) => {
    expect(moved(direction, chosen)).toBe(expected);
  });

  test('passes over what a filter hides', () => {
    expect(moved('up', 'e', 'ace')).toBe('abecdf');
    expect(moved('down', 'a', 'ace')).toBe('bcadef');
    expect(moved('down', 'e', 'ace')).toBe('nowhere');
    expect(moved('top', 'e', 'ce')).toBe('eabcdf');
  });

  test('is asked for with Alt alone', () => {
    const press = (key: string, held: Partial<KeyboardEvent> = {}) =>
      directionForKey({ key, altKey: true, ctrlKey: false, metaKey: false, ...held });
    expect(['ArrowUp', 'ArrowDown', 'Home', 'End', 'x'].map((key) => press(key))).toEqual([
      'up',
      'down',
      'top',
      'bottom',
      null,
    ]);
    expect(press('ArrowUp', { ctrlKey: true })).toBeNull();
    expect(press('ArrowUp', { altKey: false })).toBeNull();
  });
});
