import { RATE_LIMIT_MAX, RATE_LIMIT_MIN } from '../../shared/settings.ts';
import { type OptionSpec, type ParsedArguments, UsageError } from './arguments.ts';

const UNITS: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 };

/**
 * Reads `50M`, `1.5G`, `800k`, `64Mi` or `2000000` into bytes per second; units as the app shows them, powers of ten.
 * @throws UsageError
 */
export function parseRate(text: string): number {
  const [, count, unit = ''] = /^(\d{1,13}(?:\.\d{1,3})?)(k|M|G|Ki|Mi|Gi)?$/.exec(text) ?? [];
  const rate = Math.round(Number(count) * (UNITS[unit] ?? 1));
  if (rate >= RATE_LIMIT_MIN && rate <= RATE_LIMIT_MAX) return rate;
  throw new UsageError(`“${text}” is no rate: write bytes a second, such as 50M, 1.5G or 64Mi, from 100k up`);
}

/** The option of every command that moves bytes. */
export const LIMIT_RATE: Readonly<Record<string, OptionSpec>> = {
  'limit-rate': { value: 'RATE', help: 'move at most so many bytes a second, such as 50M' },
};

/** What `LIMIT_RATE` says, in bytes a second; 0 is no limit. */
export function limitedRate(args: ParsedArguments): number {
  return args.optional('limit-rate', parseRate) ?? 0;
}
