import { describe, expect, test } from 'vitest';
import { scalesFor } from '../../renderer/inspector/drawSpeeds.ts';
import { mirrorOf } from '../../renderer/state/mirror.ts';
import { HISTORY_MS, SpeedHistory, speedsOf, writtenAt } from '../../renderer/state/speedHistory.ts';
import { createAppStore } from '../../renderer/state/store.ts';
import type { ProgressTick } from '../../shared/upload.ts';
import { EMPTY_SNAPSHOT } from './harness/fakeApi.ts';
import { idOf, MB, upload } from './harness/fixtures.ts';

const ID = idOf(1);
const tick = (offset: number, parts: Partial<ProgressTick> = {}): ProgressTick => ({
  id: ID,
  offset,
  hashed: offset,
  checkpointed: 0,
  rehashed: null,
  bytesPerSecond: 0,
  etaMs: null,
  ...parts,
});

function setUp() {
  const store = createAppStore();
  const time = { now: 1_000_000 };
  const history = new SpeedHistory(store, () => time.now);
  return { store, time, history };
}

describe('the history of speeds', () => {
  test('takes what the window is told, twice a second', () => {
    const { store, time, history } = setUp();
    const mirror = mirrorOf({ ...EMPTY_SNAPSHOT, uploads: [upload({ n: 1 })] });
    store.setState({ mirror });
    for (let n = 0; n < 20; n += 1) {
      store.setState({ mirror: { ...mirror, live: new Map([[ID, tick(n * MB)]]) } });
      time.now += 100;
    }
    expect(history.samplesOf(ID).map(({ written }) => written / MB)).toEqual([0, 5, 10, 15]);
    expect(history.samplesOf(idOf(2))).toEqual([]);
  });

  test('is bounded in time and in uploads', () => {
    const { time, history } = setUp();
    for (let n = 0; n < 2000; n += 1) {
      history.take(ID, tick(n * MB));
      time.now += 500;
    }
    const samples = history.samplesOf(ID);
    expect((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)).toBeLessThanOrEqual(HISTORY_MS);
    for (let n = 2; n < 40; n += 1) history.take(idOf(n), tick(1));
    expect(history.samplesOf(ID)).toEqual([]);
    expect(history.samplesOf(idOf(39))).toHaveLength(1);
  });

  test('knows when checkpoints were heard of, but not of the one that an upload began with', () => {
    const { time, history } = setUp();
    history.take(ID, tick(100, { checkpointed: 50 }));
    expect(history.checkpointsOf(ID)).toEqual([]);
    for (const checkpointed of [50, 60, 60, 70, 80]) {
      time.now += 100;
      history.take(ID, tick(200, { checkpointed }));
    }
    expect(history.checkpointsOf(ID)).toEqual([
      { offset: 80, at: 1_000_500 },
      { offset: 70, at: 1_000_400 },
    ]);
  });

  test('tells speeds, breaks them where nothing was heard, and never tells negative ones', () => {
    const { time, history } = setUp();
    const at = (ms: number, one: ProgressTick) => {
      time.now = ms;
      history.take(ID, one);
    };
    at(0, tick(0, { read: 2 }));
    at(1000, tick(10, { hashed: 4, checkpointed: 2, read: 11 }));
    at(9000, tick(10, { hashed: 4, checkpointed: 2 }));
    // Cut off, and copied again.
    at(10_000, tick(5, { hashed: 5, checkpointed: 2 }));
    at(11_000, tick(5, { hashed: 5, checkpointed: 2, rehashed: 9 }));
    expect(speedsOf(history.samplesOf(ID))).toEqual([
      { at: 1000, written: 10, hashed: 4, read: 9, checkpoint: true, first: true },
      { at: 10_000, written: 0, hashed: 1, read: 0, checkpoint: false, first: true },
      { at: 11_000, written: 0, hashed: 4, read: 0, checkpoint: false, first: false },
    ]);
    expect(writtenAt(history.samplesOf(ID), 7)).toBe(1000);
    expect(writtenAt(history.samplesOf(ID), 10)).toBeNull();
  });

  test('begins anew when the clock was set back', () => {
    const { time, history } = setUp();
    history.take(ID, tick(1));
    time.now -= 60_000;
    history.take(ID, tick(2));
    expect(history.samplesOf(ID)).toEqual([{ at: 940_000, written: 2, hashed: 2, checkpointed: 0, read: null }]);
  });
});

test('the chart shows whole minutes and round speeds', () => {
  const speed = (at: number, written: number) => ({ at, written, hashed: 0, read: 0, checkpoint: false, first: false });
  expect(scalesFor([], 0)).toEqual({ end: 0, span: 60_000, top: 2 });
  expect(scalesFor([speed(0, 130 * MB), speed(70_000, 90 * MB)], 70_000)).toMatchObject({
    span: 120_000,
    top: 200 * MB,
  });
  expect(scalesFor([speed(0, 1), speed(900_000, 4)], 900_000)).toMatchObject({ span: HISTORY_MS, top: 5 });
});
