import { type Deeds, doDeeds, nextFrame, paint } from './deeds.ts';
import type { FakeApi } from './fakeApi.ts';
import { upload } from './fixtures.ts';

/** What a person feels of the window over a main that the page plays, in ms. */
export interface Felt extends Deeds {
  /** One more upload comes; to the next paint. */
  readonly add: number;
  /** Scripts of one progress tick. */
  readonly tick: number;
}

const TICKS = 50;
/** Uploads in a piece, as main sends them. */
const PIECE = 100;
/** What a piece takes to cross from main, ms. */
const CROSSING_MS = 5;

/** Uses a window that shows many uploads, one deed after the other. */
export async function useWindow(api: FakeApi): Promise<Felt> {
  const add = await paint(() => api.push({ uploads: [upload({ n: 2 ** 40, name: 'one more.tar' })] }));
  return { add, ...(await doDeeds()), tick: await tick(api) };
}

async function tick(api: FakeApi): Promise<number> {
  const snapshot = await api['state:snapshot']();
  if (!snapshot.ok) throw new Error(snapshot.error.code);
  const moving = snapshot.value.uploads.filter(({ status }) => status.kind === 'moving');
  let sum = 0;
  for (let count = 1; count <= TICKS; count += 1) {
    const offset = 6e8 + count * 1e6;
    const numbers = { offset, hashed: offset, checkpointed: offset, rehashed: null, bytesPerSecond: 1e7, etaMs: 9e4 };
    // A frame's callbacks run in order, each with all that follows from it: between two of ours is the window's.
    sum += await new Promise<number>((resolve) => {
      let start = 0;
      requestAnimationFrame(() => {
        start = performance.now();
      });
      api.push({ progress: moving.map(({ id }) => ({ id, ...numbers })) });
      requestAnimationFrame(() => resolve(performance.now() - start));
    });
  }
  return sum / TICKS;
}

/** Lets many uploads come into an empty window; resolves to the longest frame meanwhile, ms. */
export async function fillWindow(api: FakeApi, count: number): Promise<number> {
  let longest = 0;
  let running = true;
  const watching = (async () => {
    let last = await nextFrame();
    while (running) {
      const now = await nextFrame();
      longest = Math.max(longest, now - last);
      last = now;
    }
  })();
  for (let sent = 0; sent < count; sent += PIECE) {
    const piece = Array.from({ length: PIECE }, (_, n) =>
      upload({ n: sent + n + 1, name: `layer-${sent + n + 1}.tar`, offset: 0, status: { kind: 'queued' } }),
    );
    api.push({ uploads: piece });
    await new Promise((resolve) => setTimeout(resolve, CROSSING_MS));
  }
  await nextFrame();
  await nextFrame();
  running = false;
  await watching;
  return longest;
}
