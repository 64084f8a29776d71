import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateMeter } from '../../../electron/engine/uploads/rateMeter.ts';

const MB = 1_000_000;
const STEP = 100;

/** Feeds a meter with a stream of `bytesPerSecond` for `ms`, and returns its last answer. */
function stream(
  meter: RateMeter,
  {
    from,
    size,
    bytesPerSecond,
    start,
    ms,
  }: { from: number; size: number; bytesPerSecond: number; start: number; ms: number },
) {
  let last = meter.measure(from, size, start);
  for (let elapsed = STEP; elapsed <= ms; elapsed += STEP) {
    last = meter.measure(from + (bytesPerSecond * elapsed) / 1000, size, start + elapsed);
  }
  return last;
}

describe('RateMeter', () => {
  it('knows nothing at first', () => {
    expect(new RateMeter(0, 1000).measure(0, 100, 1000)).toEqual({ bytesPerSecond: 0, etaMs: null });
  });

  it('counts from where it was begun', () => {
    const meter = new RateMeter(500 * MB, 0);
    expect(meter.measure(510 * MB, 1000 * MB, 1000).bytesPerSecond).toBe(10 * MB);
  });

  it('gives no estimate before it has measured for a while', () => {
    const meter = new RateMeter(0, 0);
    expect(meter.measure(14 * MB, 100 * MB, 1400).etaMs).toBeNull();
    expect(meter.measure(15 * MB, 100 * MB, 1500).etaMs).toBeCloseTo(8500, 0);
  });

  it('is exact for a steady stream, from the first estimate to the last byte', () => {
    const size = 1000 * MB;
    const meter = new RateMeter(0, 0);
    for (let now = STEP; now <= 10_000; now += STEP) {
      const { bytesPerSecond, etaMs } = meter.measure((100 * MB * now) / 1000, size, now);
      expect(bytesPerSecond).toBeCloseTo(100 * MB, 0);
      if (now >= 1500) expect(etaMs).toBeCloseTo(10_000 - now, 0);
    }
  });

  it('does not jump with a single burst', () => {
    const meter = new RateMeter(0, 0);
    const calm = stream(meter, { from: 0, size: 1000 * MB, bytesPerSecond: 10 * MB, start: 0, ms: 5000 });
    const burst = meter.measure(50 * MB + 10 * MB, 1000 * MB, 5100);
    expect(burst.bytesPerSecond).toBeGreaterThan(calm.bytesPerSecond);
    expect(burst.bytesPerSecond).toBeLessThan(1.5 * calm.bytesPerSecond);
    expect(burst.etaMs).toBeGreaterThan(0.9 * (calm.etaMs ?? 0));
  });

  it('is half way to a new speed after two seconds, whatever the steps', () => {
    for (const step of [50, 100, 500, 2000]) {
      const meter = new RateMeter(0, 0);
      meter.measure(10 * MB, 1000 * MB, 1000);
      let rate = 0;
      for (let elapsed = step; elapsed <= 2000; elapsed += step) {
        rate = meter.measure(10 * MB + (30 * MB * elapsed) / 1000, 1000 * MB, 1000 + elapsed).bytesPerSecond;
      }
      expect(rate).toBeCloseTo(20 * MB, 0);
    }
  });

  it('takes an answer from two measurements at the same moment to be the same', () => {
    const meter = new RateMeter(0, 0);
    const first = meter.measure(20 * MB, 100 * MB, 2000);
    expect(meter.measure(20 * MB, 100 * MB, 2000)).toEqual(first);
  });

  it('loses no byte that was told at the same moment', () => {
    const meter = new RateMeter(0, 0);
    meter.measure(10 * MB, 100 * MB, 0);
    expect(meter.measure(10 * MB, 100 * MB, 1000).bytesPerSecond).toBe(10 * MB);
  });

  it('shows no negative speed when an upload is cut back', () => {
    const meter = new RateMeter(50 * MB, 0);
    expect(meter.measure(10 * MB, 100 * MB, 1000).bytesPerSecond).toBe(0);
    expect(meter.measure(20 * MB, 100 * MB, 2000).bytesPerSecond).toBeGreaterThan(0);
  });

  it('goes on measuring when the clock is set back', () => {
    const meter = new RateMeter(0, 3_600_000);
    stream(meter, { from: 0, size: 1000 * MB, bytesPerSecond: 10 * MB, start: 3_600_000, ms: 2000 });
    const after = stream(meter, { from: 20 * MB, size: 1000 * MB, bytesPerSecond: 40 * MB, start: 0, ms: 20_000 });
    expect(after.bytesPerSecond / MB).toBeCloseTo(40, 0);
    expect(after.etaMs).not.toBeNull();
  });

  it('gives no estimate while nothing moves, and one again afterwards', () => {
    const meter = new RateMeter(0, 0);
    stream(meter, { from: 0, size: 1000 * MB, bytesPerSecond: 10 * MB, start: 0, ms: 3000 });
    const stalled = stream(meter, { from: 30 * MB, size: 1000 * MB, bytesPerSecond: 0, start: 3000, ms: 3_600_000 });
    expect(stalled).toEqual({ bytesPerSecond: expect.closeTo(0, 3), etaMs: null });
    const start = 3_603_000;
    const again = stream(meter, { from: 30 * MB, size: 1000 * MB, bytesPerSecond: 10 * MB, start, ms: 30_000 });
    expect(again.bytesPerSecond / MB).toBeCloseTo(10, 1);
    expect((again.etaMs ?? 0) / 1000).toBeCloseTo(67, 0);
  });

  it('is always a number that can be shown', () => {
    const measurement = fc.record({ offset: fc.nat(2 ** 40), pause: fc.integer({ min: -10_000, max: 10_000_000 }) });
    fc.assert(
      fc.property(fc.array(measurement, { minLength: 1, maxLength: 50 }), (measurements) => {
        const meter = new RateMeter(0, 0);
        let now = 0;
        for (const { offset, pause } of measurements) {
          now += pause;
          const { bytesPerSecond, etaMs } = meter.measure(offset, 2 ** 40, now);
          expect(bytesPerSecond).toBeGreaterThanOrEqual(0);
          expect(bytesPerSecond).toSatisfy(Number.isFinite);
          if (etaMs !== null) expect(etaMs).toBeGreaterThanOrEqual(0);
          if (etaMs !== null) expect(etaMs).toSatisfy(Number.isFinite);
        }
      }),
    );
  });
});
