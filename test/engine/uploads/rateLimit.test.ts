import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../electron/engine/uploads/rateLimit.ts';

const MIB = 1024 * 1024;

/** Takes `total` bytes; resolves to the seconds that it took. */
async function takeAll(limit: RateLimit, total: number): Promise<number> {
  const started = process.hrtime.bigint();
  for (let taken = 0; taken < total; ) taken += await limit.take(2 * MIB);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

describe('the rate limit', () => {
  it('lets everything pass at once while there is none', async () => {
    expect(await new RateLimit().take(5 * MIB)).toBe(5 * MIB);
  });

  it('lets no more pass than the limit, for all who share its memory together', async () => {
    const limit = new RateLimit();
    limit.bytesPerSecond = 20 * MIB;
    const other = new RateLimit(limit.shared);
    expect(other.bytesPerSecond).toBe(20 * MIB);
    const seconds = Math.max(...(await Promise.all([takeAll(limit, 4 * MIB), takeAll(other, 4 * MIB)])));
    // The last portion passes when those before it are worth their time, less the credit of 100 ms.
    expect(seconds).toBeGreaterThan((8 - 2.5) / 20 - 0.1);
  });

  it('hands out small portions at a low limit, which stay aligned, and never none', async () => {
    const limit = new RateLimit();
    limit.bytesPerSecond = 8 * MIB;
    expect(await limit.take(2 * MIB)).toBe(MIB);
    limit.bytesPerSecond = 100_000;
    expect(await limit.take(2 * MIB)).toBe(64 * 1024);
    limit.bytesPerSecond = 0;
    limit.bytesPerSecond = 100_000;
    expect(await limit.take(1000)).toBe(1000);
  });

  it('lets go at once when the limit is lifted, and when it is stopped', async () => {
    const limit = new RateLimit();
    limit.bytesPerSecond = 1;
    await limit.take(MIB);
    // These would take 18 hours.
    const waiting = limit.take(MIB);
    limit.bytesPerSecond = 0;
    expect(await waiting).toBe(MIB);

    limit.bytesPerSecond = 1;
    await limit.take(MIB);
    const stopping = new AbortController();
    const stopped = limit.take(MIB, stopping.signal);
    stopping.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
