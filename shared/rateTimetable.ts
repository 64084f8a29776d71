/** One line of the timetable: on these days, between these times, another limit holds. */
export interface RateRule {
  /** Days on which it begins; 0 is Sunday. */
  readonly days: readonly number[];
  /** Minutes since midnight, by the clock on the wall: 0 to 1439. */
  readonly from: number;
  /** As `from`, exclusive. Not later than `from`, it means the day after; equal to it, a whole day. */
  readonly to: number;
  /** 0 is no limit. */
  readonly bytesPerSecond: number;
}

/** A week of limits; of two rules that meet, the upper one holds. */
export interface RateTimetable {
  readonly on: boolean;
  readonly rules: readonly RateRule[];
}

/** What a person has decided about speed. */
export interface RatePolicy {
  /** Bytes a second where the timetable has no rule; 0 is no limit. */
  readonly rateLimit: number;
  readonly rateTimetable: RateTimetable;
}

/** A moment by the clock on the wall. */
export interface WallTime {
  /** 0 is Sunday. */
  readonly day: number;
  /** Since midnight. */
  readonly minute: number;
}

/** The limit of a moment. */
export interface LimitNow {
  /** 0 is no limit. */
  readonly bytesPerSecond: number;
  /** Whether it is the timetable that says so. */
  readonly byTimetable: boolean;
  /** When another limit begins to hold, ms since the epoch; null when none ever does. */
  readonly until: number | null;
}

export const DAY_MINUTES = 24 * 60;
const MINUTE_MS = 60_000;
/** A week, and the day on which clocks are set back. */
const LOOK_AHEAD_MINUTES = 8 * DAY_MINUTES;

/** The time on the walls where this computer is; `at` in ms since the epoch. */
export function systemWallTime(at: number): WallTime {
  const date = new Date(at);
  return { day: date.getDay(), minute: date.getHours() * 60 + date.getMinutes() };
}

/** The rule that holds at a time on the wall; null when none does. */
export function ruleAt(rules: readonly RateRule[], { day, minute }: WallTime): RateRule | null {
  const dayBefore = (day + 6) % 7;
  const holds = ({ days, from, to }: RateRule): boolean => {
    if (from < to) return days.includes(day) && minute >= from && minute < to;
    return (days.includes(day) && minute >= from) || (days.includes(dayBefore) && minute < to);
  };
  return rules.find(holds) ?? null;
}

/**
 * The limit that holds at a moment, and when it changes next. Pure: it goes by the wall time that each moment has, so
 * that an hour which is skipped or comes twice is what the clock on the wall makes of it, and a clock that was set is
 * right at the next question.
 * @param at ms since the epoch.
 */
export function limitAt(
  { rateLimit, rateTimetable: { on, rules } }: RatePolicy,
  at: number,
  wallTime: (at: number) => WallTime = systemWallTime,
): LimitNow {
  if (!on || rules.length === 0) return { bytesPerSecond: rateLimit, byTimetable: false, until: null };
  const rateAt = (moment: number): number => ruleAt(rules, wallTime(moment))?.bytesPerSecond ?? rateLimit;
  const bytesPerSecond = rateAt(at);
  const byTimetable = ruleAt(rules, wallTime(at)) !== null;
  // Rules begin and end, and clocks are set, at whole minutes only.
  const start = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  for (let ahead = 1; ahead <= LOOK_AHEAD_MINUTES; ahead += 1) {
    const moment = start + ahead * MINUTE_MS;
    if (rateAt(moment) !== bytesPerSecond) return { bytesPerSecond, byTimetable, until: moment };
  }
  return { bytesPerSecond, byTimetable, until: null };
}

/** The most rules that are kept. */
export const RATE_RULES_MAX = 50;

/** Whether a value is a timetable, wherever it comes from. @param isRate tells which limits can be set. */
export function isRateTimetable(value: unknown, isRate: (rate: unknown) => boolean): value is RateTimetable {
  if (!hasKeys(value, 'on', 'rules') || typeof value['on'] !== 'boolean') return false;
  const { rules } = value;
  if (!Array.isArray(rules) || rules.length > RATE_RULES_MAX) return false;
  return rules.every((rule: unknown) => {
    if (!hasKeys(rule, 'days', 'from', 'to', 'bytesPerSecond')) return false;
    const { days, from, to, bytesPerSecond } = rule;
    const areDays = Array.isArray(days) && days.length > 0 && new Set(days).size === days.length;
    return areDays && days.every((day) => isBelow(day, 7)) && [from, to].every(isMinute) && isRate(bytesPerSecond);
  });
}

const isBelow = (value: unknown, end: number): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < end;
const isMinute = (value: unknown): boolean => isBelow(value, DAY_MINUTES);

function hasKeys(value: unknown, ...keys: readonly string[]): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const own = Object.keys(value);
  return own.length === keys.length && keys.every((key) => own.includes(key));
}
