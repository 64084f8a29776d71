import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LimitKeeper } from '../../../electron/engine/uploads/limitKeeper.ts';
import { RateLimit } from '../../../electron/engine/uploads/rateLimit.ts';

/** A Tuesday, at noon by the clock on this computer's wall. */
const NOON = new Date(2026, 10, 24, 12).getTime();
const HOUR = 3_600_000;

/** 13:00 to 14:00 on every day. */
const afternoon = {
  on: true,
  rules: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 13 * 60, to: 14 * 60, bytesPerSecond: 1_000_000 }],
};
const NEVER = { on: false, rules: [] };

let limit: RateLimit;
let keeper: LimitKeeper;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
  limit = new RateLimit();
  keeper = new LimitKeeper(limit, { rateLimit: 9_000_000, rateTimetable: afternoon }, Date.now);
});
afterEach(() => {
  keeper.close();
  vi.useRealTimers();
});

describe('the limit of all threads', () => {
  it('follows the timetable', () => {
    expect(limit.bytesPerSecond).toBe(9_000_000);
    vi.advanceTimersByTime(HOUR - 1);
    expect(limit.bytesPerSecond).toBe(9_000_000);
    vi.advanceTimersByTime(1);
    expect(limit.bytesPerSecond).toBe(1_000_000);
    vi.advanceTimersByTime(HOUR);
    expect(limit.bytesPerSecond).toBe(9_000_000);
  });

  it('changes at once with what a person decides', () => {
    keeper.change({ rateLimit: 0 });
    expect(limit.bytesPerSecond).toBe(0);
    vi.advanceTimersByTime(HOUR);
    expect(limit.bytesPerSecond).toBe(1_000_000);
    keeper.change({ rateTimetable: NEVER });
    expect(limit.bytesPerSecond).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is right again soon after the clock was set, forward or back', () => {
    vi.setSystemTime(NOON + 1.5 * HOUR);
    vi.advanceTimersByTime(30_000);
    expect(limit.bytesPerSecond).toBe(1_000_000);
    vi.setSystemTime(NOON - 5 * HOUR);
    vi.advanceTimersByTime(30_000);
    expect(limit.bytesPerSecond).toBe(9_000_000);
  });

  it('stays as it is when nobody keeps it any more', () => {
    keeper.close();
    vi.advanceTimersByTime(HOUR);
    expect(limit.bytesPerSecond).toBe(9_000_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
