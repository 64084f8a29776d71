import { type Language, LOCALES } from '../../shared/language.ts';

/** How a language writes counts, times and dates. Times are ms since the epoch. */
export interface Counting {
  /** `1 layer`, `2 layers`, `1,200 layers`. */
  readonly plural: (count: number, one: string, many: string) => string;
  /** `18,612,224,000` */
  readonly formatCount: (count: number) => string;
  /** `14:21:07` */
  readonly formatClock: (ms: number) => string;
  /** `19 Nov` */
  readonly formatDay: (ms: number) => string;
  /** `19 Nov, 14:21` */
  readonly formatMoment: (ms: number) => string;
  /** `19 Nov, 14:21:07` */
  readonly formatExact: (ms: number) => string;
  /** `Thursday 19 November 2026 at 14:21` */
  readonly formatWhole: (ms: number) => string;
}

/** The counting of a language. */
export function countingOf(language: Language): Counting {
  const locale = LOCALES[language];
  const number = new Intl.NumberFormat(locale);
  const rules = new Intl.PluralRules(locale);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const moment = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const exact = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  return {
    plural: (count, one, many) => `${number.format(count)} ${rules.select(count) === 'one' ? one : many}`,
    formatCount: (count) => number.format(count),
    formatClock: (ms) => clock.format(ms),
    formatDay: (ms) => day.format(ms),
    formatMoment: (ms) => moment.format(ms),
    formatExact: (ms) => exact.format(ms),
    formatWhole: (ms) => whole.format(ms),
  };
}

export const { plural, formatCount, formatClock, formatDay, formatMoment, formatExact, formatWhole } = countingOf('en');
