import { isRateTimetable, type RateRule } from '../../shared/rateTimetable.ts';
import { RATE_LIMIT_MAX, RATE_LIMIT_MIN } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';

/** A line of the timetable as it is being typed. */
export interface RuleDraft {
  /** Tells lines apart for as long as they are shown. */
  readonly key: number;
  readonly days: readonly number[];
  /** `HH:MM`; empty while it is not a time. */
  readonly from: string;
  readonly to: string;
  /** MB a second; empty for no limit. */
  readonly limit: string;
}

/** What is wrong with a draft; null when it is a rule. */
export type RuleProblem = 'days' | 'time' | 'limit';

const MEGA = 1e6;

const textOf = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function minuteOf(text: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)/.exec(text) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

export function draftOf({ days, from, to, bytesPerSecond }: RateRule, key: number): RuleDraft {
  const limit = bytesPerSecond === 0 ? '' : String(bytesPerSecond / MEGA).replace('.', en.shell.settings.decimal);
  return { key, days, from: textOf(from), to: textOf(to), limit };
}

/** Office hours at a modest speed: what most who limit at all want first. */
export function firstDraft(key: number): RuleDraft {
  return { key, days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', limit: '5' };
}

/** The rule that a draft is, or what keeps it from being one. */
export function ruleOf({ days, from, to, limit }: RuleDraft): RateRule | RuleProblem {
  const [begins, ends] = [minuteOf(from), minuteOf(to)];
  if (days.length === 0) return 'days';
  if (begins === null || ends === null) return 'time';
  const bytesPerSecond =
    limit.trim() === '' ? 0 : Math.round(Number(limit.replace(en.shell.settings.decimal, '.')) * MEGA);
  const isRate = (rate: unknown): boolean =>
    rate === 0 ? limit.trim() === '' : Number(rate) >= RATE_LIMIT_MIN && Number(rate) <= RATE_LIMIT_MAX;
  const rule = { days, from: begins, to: ends, bytesPerSecond };
  return isRateTimetable({ on: true, rules: [rule] }, isRate) ? rule : 'limit';
}

/** The rules of all drafts; null while one of them is none. */
export function rulesOf(drafts: readonly RuleDraft[]): readonly RateRule[] | null {
  const rules = drafts.map(ruleOf).filter((rule) => typeof rule !== 'string');
  return rules.length === drafts.length ? rules : null;
}
