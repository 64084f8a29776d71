const NUMBER = new Intl.NumberFormat('en');

/** `1 layer`, `2 layers`, `1,200 layers`. */
export function plural(count: number, one: string, many: string): string {
  return `${NUMBER.format(count)} ${count === 1 ? one : many}`;
}

/** `18,612,224,000` */
export function formatCount(count: number): string {
  return NUMBER.format(count);
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** `14:21:07`; `ms` since the epoch. */
export function formatClock(ms: number): string {
  return CLOCK.format(ms);
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_TIME = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const WHOLE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short' });

/** `19 Nov`; `ms` since the epoch. */
export function formatDay(ms: number): string {
  return DAY.format(ms);
}

/** `19 Nov, 14:21`; `ms` since the epoch. */
export function formatMoment(ms: number): string {
  return DAY_TIME.format(ms);
}

/** `Thursday 19 November 2026 at 14:21`; `ms` since the epoch. */
export function formatWhole(ms: number): string {
  return WHOLE.format(ms);
}
