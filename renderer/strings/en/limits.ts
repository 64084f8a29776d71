import { formatRate } from '../../../shared/format.ts';
import type { RateRule } from '../../../shared/rateTimetable.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY_TIME = new Intl.DateTimeFormat('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const DAY_MS = 86_400_000;

/** 4 January 1970 was a Sunday, day 0. */
const dayAt = (day: number): number => (day + 3) * DAY_MS;

const rate = (bytesPerSecond: number): string => (bytesPerSecond === 0 ? 'no limit' : formatRate(bytesPerSecond));

const minutes = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const dayNames = (days: readonly number[]): string => days.map((day) => SHORT_DAY.format(dayAt(day))).join(', ');

/** Words for how much moves, how fast and when. Limits are bytes a second. */
export const limits = {
  concurrency: 'Uploads at a time',
  atATime: (count: number) => `${count} at a time`,
  label: 'Speed limit',
  now: (bytesPerSecond: number) => (bytesPerSecond === 0 ? 'No limit' : `At most ${formatRate(bytesPerSecond)}`),
  /** `until` in ms since the epoch, and how far away that is. */
  nowUntil: (bytesPerSecond: number, until: number, now: number) =>
    `${bytesPerSecond === 0 ? 'No limit' : `At most ${formatRate(bytesPerSecond)}`} until ` +
    (until - now < DAY_MS ? TIME : DAY_TIME).format(until),
  none: 'No limit',
  preset: (bytesPerSecond: number) => formatRate(bytesPerSecond),
  more: 'Limit and timetable…',
  follow: 'Follow the timetable',
  title: 'Speed limit',
  usual: 'Limit',
  usualHint: 'For all uploads together. Empty for none.',
  timetable: 'Timetable',
  timetableHint: 'At these times another limit holds. Where two meet, the upper one does.',
  day: (day: number) => DAY.format(dayAt(day)),
  shortDay: (day: number) => SHORT_DAY.format(dayAt(day)),
  rule: (index: number) => `Time ${index + 1}`,
  ruleText: ({ days, from, to, bytesPerSecond }: RateRule) =>
    `${dayNames(days)}, ${minutes(from)} to ${minutes(to)}: ${rate(bytesPerSecond)}`,
  days: 'Days',
  from: 'From',
  to: 'Until',
  ruleLimit: 'Limit in MB/s; empty for none',
  ruleLimitNone: 'none',
  nextDay: 'the day after',
  noDays: 'Choose a day.',
  badTime: 'Give both times.',
  badLimit: 'From 0.1 MB/s, or empty for no limit.',
  add: 'Add a time',
  remove: (index: number) => `Remove time ${index + 1}`,
  week: 'The week at a glance',
  close: 'Done',
} as const;
