import { describe, expect, test } from 'vitest';
import { naturalKey, type Sort, sortIds } from '../../renderer/state/sorting.ts';
import type { UploadView } from '../../shared/upload.ts';
import { EVERY_STATUS, GB, idOf, upload } from './harness/fixtures.ts';

const uploads = [
  upload({ n: 1, name: 'part-10.tar', repository: 'b', size: 3 * GB, createdAt: 30 }),
  upload({ n: 2, name: 'Part-2.tar', repository: 'a', size: null, offset: GB, createdAt: 10 }),
  upload({ n: 3, name: 'part-1.tar', repository: 'b', size: 2 * GB, createdAt: 20 }),
];

function sorted(list: readonly UploadView[], sort: Sort): readonly UploadView[] {
  const byId = new Map(list.map((one) => [one.id, one]));
  return sortIds([...byId.keys()], byId, sort).flatMap((id) => byId.get(id) ?? []);
}
const order = (key: Sort['key'], descending = false): readonly string[] =>
  sorted(uploads, { key, descending }).map(({ name }) => name);

describe('sorting', () => {
  test('by the queue leaves the order alone', () => {
    const ids = [idOf(3), idOf(1)];
    expect(sortIds(ids, new Map(), { key: 'queue', descending: true })).toBe(ids);
  });

  test('goes by numbers in names as people count, whatever the case', () => {
    expect(order('name')).toEqual(['part-1.tar', 'Part-2.tar', 'part-10.tar']);
    expect(order('name', true)).toEqual(['part-10.tar', 'Part-2.tar', 'part-1.tar']);
    const names = ['a007', 'a7b', 'a10', 'a', 'b1', 'a99999999999999999999', 'a100000000000000000000'];
    expect(names.toSorted((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1))).toEqual([
      'a',
      'a007',
      'a7b',
      'a10',
      'a99999999999999999999',
      'a100000000000000000000',
      'b1',
    ]);
  });

  test('keeps the order of equals in both directions', () => {
    expect(order('repository')).toEqual(['Part-2.tar', 'part-10.tar', 'part-1.tar']);
    expect(order('repository', true)).toEqual(['part-10.tar', 'part-1.tar', 'Part-2.tar']);
  });

  test('by size takes what is there where the size is not known, and by time the moment of adding', () => {
    expect(order('size')).toEqual(['Part-2.tar', 'part-1.tar', 'part-10.tar']);
    expect(order('added')).toEqual(['Part-2.tar', 'part-1.tar', 'part-10.tar']);
  });

  test('by state has what needs a person first and what is over last', () => {
    const states = sorted(
      EVERY_STATUS.map((status, n) => upload({ n, status })),
      { key: 'state', descending: false },
    ).map(({ status }) => status.kind);
    expect(states.slice(0, 2)).toEqual(['paused', 'paused']);
    expect(states.slice(2, 5)).toEqual(['mismatch', 'failed', 'interrupted']);
    expect(states.slice(-3)).toEqual(['found', 'finished', 'cancelled']);
    expect(new Set(states)).toEqual(new Set(EVERY_STATUS.map(({ kind }) => kind)));
  });
});
