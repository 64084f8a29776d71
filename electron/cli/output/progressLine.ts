import { formatBytes, formatDuration, formatPart, formatPercent, formatRate } from '../../../shared/format.ts';

/** Work under way; bytes, bytes a second and ms. */
export interface Progress {
  readonly what: string;
  readonly done: number;
  /** null while unknown. */
  readonly total: number | null;
  readonly bytesPerSecond: number | null;
  readonly etaMs: number | null;
}

const BAR_MAX = 30;
const BAR_MIN = 5;

/** The progress in one line; the bar takes what the numbers leave of `columns`, up to 30. */
export function progressLine(progress: Progress, columns: number): string {
  const { what, done, total, bytesPerSecond, etaMs } = progress;
  const numbers = [
    total === null ? formatBytes(done) : `${formatPercent(done, total)}  ${formatPart(done, total)}`,
    ...(bytesPerSecond === null ? [] : [formatRate(bytesPerSecond)]),
    ...(etaMs === null ? [] : [`${formatDuration(etaMs)} left`]),
  ].join('  ');
  const room = Math.min(BAR_MAX, columns - what.length - numbers.length - 6);
  if (total === null || room < BAR_MIN) return `${what}  ${numbers}`;
  const filled = total === 0 ? room : Math.floor((Math.min(done, total) / total) * room);
  return `${what}  [${'='.repeat(filled)}${' '.repeat(room - filled)}]  ${numbers}`;
}
