import type { ProgressTick } from '../../../shared/upload.ts';
import { nextFrame } from './deeds.ts';
import type { FakeApi } from './fakeApi.ts';

/** From one tick of main to the next, ms. */
const TICK_MS = 100;
const HOUR_MS = 3_600_000;

/** A stretch of an hour in which uploads move: ticks from the one to before the other, all or every so manieth. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** Ticks in an hour. */
export const TICKS_OF_HOUR = HOUR_MS / TICK_MS;

/**
 * Lets a stretch of an hour pass for a window, as fast as it can show it: every moving upload goes from its beginning
 * to its end within the hour, with a frame for every tick and a checkpoint for every hundredth.
 * @param startedAt when the hour began, ms since the epoch.
 * @param setClock tells the window what time it is, ms since the epoch.
 */
export async function passTime(
  api: FakeApi,
  { from, to, step }: Stretch,
  startedAt: number,
  setClock: (now: number) => void,
): Promise<void> {
  const snapshot = await api['state:snapshot']();
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const moving = snapshot.value.uploads.filter(({ status }) => status.kind === 'moving');
  const reached = (size: number, tick: number): number => Math.floor((size * tick) / TICKS_OF_HOUR);
  for (let tick = from; tick < to; tick += step) {
    setClock(startedAt + tick * TICK_MS);
    const progress = moving.map(({ id, size }): ProgressTick => {
      const offset = reached(size ?? 0, tick);
      return {
        id,
        offset,
        hashed: offset,
        checkpointed: reached(size ?? 0, tick - (tick % 100)),
        rehashed: null,
        read: offset,
        bytesPerSecond: (size ?? 0) / (HOUR_MS / 1000),
        etaMs: (TICKS_OF_HOUR - tick) * TICK_MS,
      };
    });
    api.push({ progress });
    await nextFrame();
  }
}
