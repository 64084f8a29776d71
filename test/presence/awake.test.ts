import { expect, it } from 'vitest';
import { Awake } from '../../electron/presence/awake.ts';

it('keeps the computer awake exactly while it is wanted', () => {
  const running = new Set<number>();
  let last = 0;
  const awake = new Awake({
    start: () => {
      last += 1;
      running.add(last);
      return last;
    },
    stop: (id) => running.delete(id),
  });
  awake.wanted = false;
  expect(last).toBe(0);
  awake.wanted = true;
  awake.wanted = true;
  expect([...running]).toEqual([1]);
  awake.wanted = false;
  awake.wanted = false;
  expect(running.size).toBe(0);
  awake.wanted = true;
  expect([...running]).toEqual([2]);
});
