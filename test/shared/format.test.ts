import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatPart,
  formatPercent,
  formatPlace,
  formatRate,
  shortDigest,
} from '../../shared/format.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1, '1 B'],
    [38, '38 B'],
    [999, '999 B'],
    [999.4, '999 B'],
    [999.5, '1.0 kB'],
    [1000, '1.0 kB'],
    [1049, '1.0 kB'],
    [1050, '1.1 kB'],
    [99_940, '99.9 kB'],
    [99_950, '100 kB'],
    [151_000, '151 kB'],
    [999_400, '999 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [18_600_000_000, '18.6 GB'],
    [999_499_999_999, '999 GB'],
    [999_500_000_000, '1.0 TB'],
    [1e15, '1.0 PB'],
    [Number.MAX_SAFE_INTEGER, '9.0 PB'],
  ])('shows %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
    expect(formatRate(bytes)).toBe(`${text}/s`);
  });

  it('never takes more than three digits and a point, and never shows 1000 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(formatBytes(bytes)).toMatch(/^(\d{1,3} B|(\d{1,2}\.\d|\d{3}) [kMGTP]B)$/);
      }),
    );
  });
});

describe('formatPart', () => {
  it.each([
    [0, 0, '0 of 0 B'],
    [5, 38, '5 of 38 B'],
    [0, 40e9, '0.00 of 40.00 GB'],
    [18.62e9, 40e9, '18.62 of 40.00 GB'],
    [512e6, 4.294967296e9, '0.51 of 4.29 GB'],
    [102.5e6, 410e6, '102.5 of 410.0 MB'],
    [1.234e12, 2e12, '1.234 of 2.000 TB'],
    [999, 1_000_000, '0.0 of 1.0 MB'],
    [40e9, 151e9, '40.00 of 151.00 GB'],
  ])('shows %d of %d bytes in the unit of the whole', (part, whole, text) => {
    expect(formatPart(part, whole)).toBe(text);
  });
});

describe('formatPlace', () => {
  it.each([
    [150.962e9, 240e9, '150.96 GB'],
    [512e6, 4.3e9, '0.51 GB'],
    [5, 38, '5 B'],
  ])('shows %d within %d bytes as the part of it', (place, whole, text) => {
    expect(formatPlace(place, whole)).toBe(text);
    expect(formatPart(place, whole).startsWith(`${text.split(' ')[0]} of `)).toBe(true);
  });

  it('never shows the same after 11 MB more, up to a terabyte', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (whole, share) => {
        const place = Math.floor(whole * share);
        expect(formatPlace(place + 11e6, whole)).not.toBe(formatPlace(place, whole));
      }),
    );
  });
});

describe('formatPercent', () => {
  it.each([
    [0, 0, '100 %'],
    [0, 1, '0 %'],
    [1, 3, '33 %'],
    [995, 1000, '99 %'],
    [40e9 - 1, 40e9, '99 %'],
    [Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER, '99 %'],
    [40e9, 40e9, '100 %'],
    [41e9, 40e9, '100 %'],
  ])('shows %d of %d as %s', (part, whole, text) => {
    expect(formatPercent(part, whole)).toBe(text);
  });

  it('shows every whole percent as itself', () => {
    for (let percent = 0; percent <= 100; percent += 1) {
      for (const unit of [1, 7, 1_000_003, 1_000_000_000]) {
        expect(formatPercent(percent * unit, 100 * unit)).toBe(`${percent} %`);
      }
    }
  });

  it('reaches 100 exactly when everything is there', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (part, whole) => {
        expect(formatPercent(part, whole) === '100 %').toBe(part >= whole);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, 'under 1 s'],
    [499, 'under 1 s'],
    [500, '1 s'],
    [18 * SECOND, '18 s'],
    [59 * SECOND + 499, '59 s'],
    [59 * SECOND + 500, '1 min'],
    [89 * SECOND, '1 min'],
    [90 * SECOND, '2 min'],
    [59 * MINUTE + 29 * SECOND, '59 min'],
    [59 * MINUTE + 30 * SECOND, '1 h'],
    [HOUR, '1 h'],
    [HOUR + MINUTE, '1 h 1 min'],
    [2 * HOUR + 10 * MINUTE, '2 h 10 min'],
    [2 * HOUR - 29 * SECOND, '2 h'],
    [47 * HOUR + 59 * MINUTE, '47 h 59 min'],
    [2 * DAY, '2 days'],
    [2 * DAY + 13 * HOUR, '3 days'],
    [100 * DAY, '100 days'],
  ])('shows %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('shortDigest', () => {
  it('keeps the algorithm and both ends', () => {
    expect(shortDigest(`sha256:9f2c${'0'.repeat(56)}e41b`)).toBe('sha256:9f2c…e41b');
    expect(shortDigest(`sha512:9f2c${'0'.repeat(120)}e41b`)).toBe('sha512:9f2c…e41b');
  });
});
