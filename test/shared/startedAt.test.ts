import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatStartedAt, parseStartedAt } from '../../shared/startedAt.ts';

const FIRST = Date.parse('0000-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59Z');

describe('formatStartedAt', () => {
  it('writes what the registry writes', () => {
    expect(formatStartedAt(Date.UTC(2026, 10, 23, 16, 32, 19))).toBe('2026-11-23T16:32:19Z');
  });

  it.each([
    [999, '1970-01-01T00:00:00Z'],
    [1000, '1970-01-01T00:00:01Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [FIRST, '0000-01-01T00:00:00Z'],
    [LAST + 999, '9999-12-31T23:59:59Z'],
  ])('cuts %i ms down to whole seconds', (ms, text) => {
    expect(formatStartedAt(ms)).toBe(text);
  });

  it('is read back, second for second, in all years of four digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (ms) => {
        const text = formatStartedAt(ms);
        expect(text).toHaveLength(20);
        expect(parseStartedAt(text)).toBe(Math.floor(ms / 1000) * 1000);
      }),
    );
  });
});

describe('parseStartedAt', () => {
  it.each([
    ['2026-11-23T16:32:19Z', Date.UTC(2026, 10, 23, 16, 32, 19)],
    ['2026-11-23T16:32:19.5Z', Date.UTC(2026, 10, 23, 16, 32, 19, 500)],
    ['2026-11-23T16:32:19.123456789Z', Date.UTC(2026, 10, 23, 16, 32, 19, 123)],
    ['2026-11-23T16:32:19+02:00', Date.UTC(2026, 10, 23, 14, 32, 19)],
    ['2026-11-23T16:32:19-05:30', Date.UTC(2026, 10, 23, 22, 2, 19)],
    ['2026-11-23T16:32:19.25+00:00', Date.UTC(2026, 10, 23, 16, 32, 19, 250)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['0000-01-01T00:00:00Z', FIRST],
    ['0000-02-29T00:00:00Z', FIRST + (31 + 28) * 86_400_000],
    ['0004-02-29T00:00:00Z', Date.parse('0004-02-29T00:00:00Z')],
    ['9999-12-31T23:59:59Z', LAST],
  ])('reads %s', (text, ms) => {
    expect(parseStartedAt(text)).toBe(ms);
  });

  it.each([
    '',
    '\n',
    '2026-11-23T16:32:19Z\n',
    '\n2026-11-23T16:32:19Z',
    ' 2026-11-23T16:32:19Z',
    '2026-11-23T16:32:19Z ',
    '2026-11-23T16:32:19',
    '2026-11-23 16:32:19Z',
    '2026-11-23t16:32:19z',
    '2026-11-23T16:32Z',
    '2026-11-23',
    '2026-11-23T16:32:19.Z',
    '2026-11-23T16:32:19+0200',
    '2026-02-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2100-02-29T00:00:00+01:00',
    '0001-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T25:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00+99:00',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    '999-01-01T00:00:00Z',
    'now',
    '1764000000',
  ])('refuses %j', (text) => {
    expect(() => parseStartedAt(text)).toThrow(
      expect.objectContaining({ code: 'STARTED_AT_INVALID', details: { text: text.slice(0, 60) } }),
    );
  });

  it('reads or refuses, and never does anything else', () => {
    const nearly = fc.string({ unit: fc.constantFrom(...'0123456789-:.TZ+ \n'), maxLength: 30 });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (text) => {
        try {
          expect(parseStartedAt(text)).toSatisfy(Number.isFinite);
        } catch (error) {
          expect(error).toMatchObject({ code: 'STARTED_AT_INVALID' });
        }
      }),
    );
  });
});
