import { expect, it } from 'vitest';
import { UsageError } from '../../electron/cli/arguments.ts';
import { parseRate } from '../../electron/cli/rate.ts';

it.each([
  ['50M', 50_000_000],
  ['1.5G', 1_500_000_000],
  ['800k', 800_000],
  ['64Mi', 67_108_864],
  ['2000000', 2_000_000],
])('reads the rate %s', (text, rate) => {
  expect(parseRate(text)).toBe(rate);
});

it.each(['', 'M', '50m', '50MB', '-1M', '1e9', '99k', '0', '9999G', '1.2345M', ' 50M'])(
  'refuses the rate “%s”',
  (text) => {
    expect(() => parseRate(text)).toThrow(UsageError);
  },
);
