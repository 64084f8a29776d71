import { UsageError } from './arguments.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Reads `7d`, `36h`, `90m`, `45s` or `2w` into ms.
 * @throws UsageError
 */
export function parseDuration(text: string): number {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?)([smhdw])$/.exec(text) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  if (factor === undefined) throw new UsageError(`“${text}” is no duration: write 7d, 36h, 90m, 45s or 2w`);
  return Number(count) * factor;
}
