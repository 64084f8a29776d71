import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRateTimetable, limitAt, type RateRule, ruleAt, type WallTime } from '../../shared/rateTimetable.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** The time on the walls of a zone, by an implementation of its own. */
function wallTimeIn(timeZone: string): (at: number) => WallTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const minute = Number(parts.get('hour')) * 60 + Number(parts.get('minute'));
    return { day: WEEKDAYS.indexOf(parts.get('weekday') ?? ''), minute };
  };
}

const berlin = wallTimeIn('Europe/Berlin');
const at = (text: string): number => Date.parse(text);
const clock = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};
const rule = (days: readonly number[], from: string, to: string, bytesPerSecond = 5_000_000): RateRule => ({
  days,
  from: clock(from),
  to: clock(to),
  bytesPerSecond,
});
const limit = (rules: readonly RateRule[], moment: string, on = true) => {
  const policy = { rateLimit: 100_000_000, rateTimetable: { on, rules } };
  const { bytesPerSecond, byTimetable, until } = limitAt(policy, at(moment), berlin);
  return [bytesPerSecond / 1e6, byTimetable, until === null ? null : new Date(until).toISOString()];
};

describe('the limit of a moment', () => {
  const office = rule([1, 2, 3, 4, 5], '08:00', '18:00');

  it('is the usual one without a timetable, and where that has no rule', () => {
    expect(limit([], '2026-11-24T10:00+01:00')).toEqual([100, false, null]);
    expect(limit([office], '2026-11-24T10:00+01:00', false)).toEqual([100, false, null]);
    expect(limit([office], '2026-11-24T07:59:59+01:00')).toEqual([100, false, '2026-11-24T07:00:00.000Z']);
  });

  it('is that of the rule from its first minute to the last before its end', () => {
    expect(limit([office], '2026-11-24T08:00+01:00')).toEqual([5, true, '2026-11-24T17:00:00.000Z']);
    expect(limit([office], '2026-11-24T17:59:59+01:00')).toEqual([5, true, '2026-11-24T17:00:00.000Z']);
    expect(limit([office], '2026-11-24T18:00+01:00')).toEqual([100, false, '2026-11-25T07:00:00.000Z']);
  });

  it('does not change over a weekend without rules', () => {
    expect(limit([office], '2026-11-27T18:00+01:00')).toEqual([100, false, '2026-11-30T07:00:00.000Z']);
  });

  it('of a rule past midnight belongs to the day on which it begins', () => {
    const night = rule([5], '22:00', '06:00');
    expect(limit([night], '2026-11-27T22:00+01:00')).toEqual([5, true, '2026-11-28T05:00:00.000Z']);
    expect(limit([night], '2026-11-28T05:59+01:00')).toEqual([5, true, '2026-11-28T05:00:00.000Z']);
    expect(limit([night], '2026-11-28T22:00+01:00')[1]).toBe(false);
    expect(limit([night], '2026-11-27T05:00+01:00')[1]).toBe(false);
  });

  it('of equal times holds for a whole day, and for ever on all days', () => {
    expect(limit([rule([6], '12:00', '12:00')], '2026-11-28T12:00+01:00')).toEqual([
      5,
      true,
      '2026-11-29T11:00:00.000Z',
    ]);
    expect(limit([rule(EVERY_DAY, '00:00', '00:00')], '2026-11-28T12:00+01:00')).toEqual([5, true, null]);
  });

  it('is that of the upper rule where two meet, also when that lifts the limit', () => {
    const lunch = rule(EVERY_DAY, '12:00', '13:00', 0);
    expect(limit([lunch, office], '2026-11-24T11:00+01:00')).toEqual([5, true, '2026-11-24T11:00:00.000Z']);
    expect(limit([lunch, office], '2026-11-24T12:30+01:00')).toEqual([0, true, '2026-11-24T12:00:00.000Z']);
    expect(limit([office, lunch], '2026-11-24T12:30+01:00')).toEqual([5, true, '2026-11-24T17:00:00.000Z']);
  });

  it('passes over the change from one rule to another of the same limit', () => {
    const evening = rule([1, 2, 3, 4, 5], '18:00', '20:00');
    expect(limit([office, evening], '2026-11-24T10:00+01:00')[2]).toBe('2026-11-24T19:00:00.000Z');
  });
});

describe('when clocks are set', () => {
  it('an hour that is skipped takes its part of a rule with it', () => {
    // On 29 March 2026 02:00 is followed by 03:00.
    const early = rule([0], '02:30', '03:30');
    expect(limit([early], '2026-03-29T01:59+01:00')).toEqual([100, false, '2026-03-29T01:00:00.000Z']);
    expect(limit([early], '2026-03-29T03:00+02:00')).toEqual([5, true, '2026-03-29T01:30:00.000Z']);
    // A rule that lies wholly in the hour that is not there never holds that day.
    expect(limit([rule([0], '02:10', '02:50')], '2026-03-29T01:00+01:00')).toEqual([
      100,
      false,
      '2026-04-05T00:10:00.000Z',
    ]);
  });

  it('an hour that comes twice has its limit twice', () => {
    // On 25 October 2026 02:00 to 03:00 comes twice.
    const early = rule([0], '02:00', '03:00');
    expect(limit([early], '2026-10-25T02:00+02:00')).toEqual([5, true, '2026-10-25T02:00:00.000Z']);
    const half = rule([0], '02:00', '02:30');
    expect(limit([half], '2026-10-25T02:10+02:00')).toEqual([5, true, '2026-10-25T00:30:00.000Z']);
    expect(limit([half], '2026-10-25T02:30+02:00')).toEqual([100, false, '2026-10-25T01:00:00.000Z']);
  });

  it('in steps of half an hour, too', () => {
    // Lord Howe Island sets its clocks by 30 minutes: on 4 October 2026 02:00 is followed by 02:30.
    const policy = { rateLimit: 0, rateTimetable: { on: true, rules: [rule([0], '02:00', '02:45')] } };
    const { until } = limitAt(policy, at('2026-10-04T01:59+10:30'), wallTimeIn('Australia/Lord_Howe'));
    expect(until).toBe(at('2026-10-04T02:30+11:00'));
  });
});

describe('any timetable', () => {
  const anyRule = fc.record({
    days: fc.subarray(EVERY_DAY, { minLength: 1 }),
    from: fc.integer({ min: 0, max: 1439 }),
    to: fc.integer({ min: 0, max: 1439 }),
    bytesPerSecond: fc.constantFrom(0, 1_000_000, 2_000_000),
  });

  it('holds its limit to the minute before the change, and another one from there on', () => {
    const rules = fc.array(anyRule, { minLength: 1, maxLength: 4 });
    const moment = fc.integer({ min: at('2026-10-20T00:00Z'), max: at('2026-10-30T00:00Z') });
    fc.assert(
      fc.property(rules, moment, (some, now) => {
        const policy = { rateLimit: 3_000_000, rateTimetable: { on: true, rules: some } };
        const rateAt = (time: number) => ruleAt(some, berlin(time))?.bytesPerSecond ?? policy.rateLimit;
        const { bytesPerSecond, until } = limitAt(policy, now, berlin);
        expect(bytesPerSecond).toBe(rateAt(now));
        if (until === null) return;
        expect(until).toBeGreaterThan(now);
        expect(rateAt(until)).not.toBe(bytesPerSecond);
        expect(rateAt(until - 1)).toBe(bytesPerSecond);
        const between = now + Math.floor((until - now) / 2);
        expect(rateAt(between)).toBe(bytesPerSecond);
      }),
      { numRuns: 60 },
    );
  });

  it('is taken in its form alone', () => {
    const isRate = (value: unknown): boolean => value === 0 || value === 5;
    const good = { on: true, rules: [{ days: [1, 0], from: 0, to: 1439, bytesPerSecond: 5 }] };
    expect(isRateTimetable(good, isRate)).toBe(true);
    expect(isRateTimetable({ on: false, rules: [] }, isRate)).toBe(true);
    const [first] = good.rules;
    const wrong: readonly unknown[] = [
      null,
      [],
      { on: 1, rules: [] },
      { on: true },
      { ...good, more: 1 },
      { on: true, rules: Array.from({ length: 51 }, () => first) },
      ...[
        { days: [] },
        { days: [7] },
        { days: [1, 1] },
        { days: '1' },
        { from: 1440 },
        { to: -1 },
        { from: 0.5 },
        { bytesPerSecond: 6 },
        { more: 1 },
      ].map((part) => ({ on: true, rules: [{ ...first, ...part }] })),
    ];
    for (const value of wrong) expect(isRateTimetable(value, isRate), JSON.stringify(value)).toBe(false);
  });
});
