import { LOCALES } from '../../../shared/language.ts';
import type { Strings } from '../en.ts';
import { formatRate } from './formats.ts';

const DAY = new Intl.DateTimeFormat(LOCALES.de, { weekday: 'long', timeZone: 'UTC' });
const SHORT_DAY = new Intl.DateTimeFormat(LOCALES.de, { weekday: 'short', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat(LOCALES.de, { hour: '2-digit', minute: '2-digit' });
const DAY_TIME = new Intl.DateTimeFormat(LOCALES.de, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
const DAY_MS = 86_400_000;

/** January 4, 1970 was a Sunday, day 0. */
const dayAt = (day: number): number => (day + 3) * DAY_MS;

const rate = (bytesPerSecond: number): string => (bytesPerSecond === 0 ? 'keine Grenze' : formatRate(bytesPerSecond));

const limit = (bytesPerSecond: number): string =>
  bytesPerSecond === 0 ? 'Keine Grenze' : `Höchstens ${formatRate(bytesPerSecond)}`;

const minutes = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const dayNames = (days: readonly number[]): string => days.map((day) => SHORT_DAY.format(dayAt(day))).join(', ');

/** German for `en/limits.ts`. */
export const limits: Strings['limits'] = {
  concurrency: 'Gleichzeitige Uploads',
  atATime: (count) => `${count} gleichzeitig`,
  label: 'Höchstgeschwindigkeit',
  now: limit,
  nowUntil: (bytesPerSecond, until, now) =>
    `${limit(bytesPerSecond)} bis ${(until - now < DAY_MS ? TIME : DAY_TIME).format(until)}`,
  none: 'Keine Grenze',
  preset: formatRate,
  more: 'Grenze und Zeitplan …',
  follow: 'Dem Zeitplan folgen',
  title: 'Höchstgeschwindigkeit',
  usual: 'Grenze',
  usualHint: 'Für alle Uploads zusammen. Leer heißt: keine Grenze.',
  timetable: 'Zeitplan',
  timetableHint: 'Zu diesen Zeiten gilt eine andere Grenze. Wo zwei sich überschneiden, gilt die obere.',
  day: (day) => DAY.format(dayAt(day)),
  shortDay: (day) => SHORT_DAY.format(dayAt(day)),
  rule: (index) => `Zeit ${index + 1}`,
  ruleText: ({ days, from, to, bytesPerSecond }) =>
    `${dayNames(days)}, ${minutes(from)} bis ${minutes(to)}: ${rate(bytesPerSecond)}`,
  days: 'Tage',
  from: 'Von',
  to: 'Bis',
  ruleLimit: 'Grenze in MB/s; leer heißt: keine',
  ruleLimitNone: 'keine',
  nextDay: 'am Tag danach',
  noDays: 'Wählen Sie einen Tag.',
  badTime: 'Geben Sie beide Zeiten an.',
  badLimit: 'Ab 0,1 MB/s, oder leer für keine Grenze.',
  add: 'Zeit hinzufügen',
  remove: (index) => `Zeit ${index + 1} entfernen`,
  week: 'Die Woche im Überblick',
  close: 'Fertig',
};
