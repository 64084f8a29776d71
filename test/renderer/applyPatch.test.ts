import { describe, expect, test } from 'vitest';
import { applyPatch } from '../../renderer/state/applyPatch.ts';
import { type Mirror, mirrorOf, withLive } from '../../renderer/state/mirror.ts';
import type { StatePatch } from '../../shared/ipc.ts';
import type { ProgressTick } from '../../shared/upload.ts';
import { EMPTY_SNAPSHOT } from './harness/fakeApi.ts';
import { GB, idOf, MB, upload } from './harness/fixtures.ts';

const start = mirrorOf({ ...EMPTY_SNAPSHOT, seq: 5, uploads: [upload({ n: 1 }), upload({ n: 2 })] });

function tick(n: number, parts: Partial<ProgressTick> = {}): ProgressTick {
  return {
    id: idOf(n),
    offset: 19 * GB,
    hashed: 18.9 * GB,
    checkpointed: 18.8 * GB,
    rehashed: null,
    bytesPerSecond: 100 * MB,
    etaMs: 5000,
    ...parts,
  };
}

function applied(mirror: Mirror, patch: StatePatch): Mirror {
  const result = applyPatch(mirror, patch);
  if (result.kind !== 'applied') throw new Error(`the patch was not applied: ${result.kind}`);
  return result.mirror;
}

describe('several patches of one frame', () => {
  test('come to the same as one after the other, and leave what was seen before alone', () => {
    const patches: readonly StatePatch[] = [
      { seq: 6, uploads: [upload({ n: 3 })] },
      { seq: 7, uploads: [upload({ n: 4 })], removed: [idOf(1)] },
      { seq: 8, progress: [tick(2)] },
      { seq: 9, uploads: [upload({ n: 2, name: 'other' })] },
      { seq: 10, move: { ids: [idOf(4)], before: idOf(2) } },
    ];
    const before = { uploads: [...start.uploads], live: [...start.live], order: [...start.order] };
    const own = new WeakSet();
    let together = start;
    for (const patch of patches) {
      const result = applyPatch(together, patch, own);
      if (result.kind === 'applied') together = result.mirror;
    }
    expect(together).toEqual(patches.reduce(applied, start));
    expect(together.order).toEqual([idOf(4), idOf(2), idOf(3)]);
    expect({ uploads: [...start.uploads], live: [...start.live], order: [...start.order] }).toEqual(before);
  });
});

describe('sequence', () => {
  test('a patch that the snapshot already holds is stale', () => {
    expect(applyPatch(start, { seq: 5, removed: [idOf(1)] })).toEqual({ kind: 'stale' });
    expect(applyPatch(start, { seq: 1 })).toEqual({ kind: 'stale' });
  });

  test('a patch after a missed one is a gap', () => {
    expect(applyPatch(start, { seq: 7 })).toEqual({ kind: 'gap' });
  });

  test('the next patch counts on', () => {
    expect(applied(start, { seq: 6 }).seq).toBe(6);
  });
});

describe('uploads', () => {
  test('new ones come last, changed ones keep their place, removed ones go', () => {
    const after = applied(start, {
      seq: 6,
      uploads: [upload({ n: 3 }), upload({ n: 2, name: 'other.tar' })],
      removed: [idOf(1)],
    });
    expect(after.order).toEqual([idOf(2), idOf(3)]);
    expect(after.uploads.get(idOf(2))?.name).toBe('other.tar');
    expect(after.uploads.has(idOf(1))).toBe(false);
  });

  test('what a patch does not touch keeps its identity', () => {
    const after = applied(start, { seq: 6, uploads: [upload({ n: 2, name: 'other.tar' })] });
    expect(after.order).toBe(start.order);
    expect(after.uploads.get(idOf(1))).toBe(start.uploads.get(idOf(1)));
    expect(start.uploads.get(idOf(2))?.name).not.toBe('other.tar');
  });

  test('store, settings and digester are replaced when they are there', () => {
    const settings = { ...EMPTY_SNAPSHOT.settings, concurrency: 5 };
    const digester = { backend: 'hash-wasm', algorithms: [] };
    const after = applied(start, { seq: 6, settings, digester });
    expect(after.settings).toBe(settings);
    expect(after.digester).toBe(digester);
    expect(after.store).toBe(start.store);
  });
});

describe('progress', () => {
  test('a tick leaves the list alone', () => {
    const after = applied(start, { seq: 6, progress: [tick(1)] });
    expect(after.uploads).toBe(start.uploads);
    expect(after.order).toBe(start.order);
    expect(after.live.get(idOf(1))?.offset).toBe(19 * GB);
  });

  test('a tick for an upload that is gone or stands still is ignored', () => {
    const paused = upload({ n: 1, status: { kind: 'paused', reason: 'person', error: null } });
    const after = applied(start, { seq: 6, uploads: [paused], progress: [tick(1), tick(9)] });
    expect(after.live.size).toBe(0);
  });

  test('a newer view takes the place of the ticks before it', () => {
    const moving = applied(start, { seq: 6, progress: [tick(1)] });
    const after = applied(moving, { seq: 7, uploads: [upload({ n: 1, offset: 20 * GB })] });
    expect(after.live.has(idOf(1))).toBe(false);
  });

  test('withLive shows the newest numbers, and the front of a re-hash', () => {
    const recovering = upload({ status: { kind: 'recovering', done: 0, total: 38 * MB } });
    const shown = withLive(recovering, tick(1, { rehashed: 12 * MB }));
    expect(shown.offset).toBe(19 * GB);
    expect(shown.status).toEqual({ kind: 'recovering', done: 12 * MB, total: 38 * MB });
    expect(withLive(recovering, undefined)).toBe(recovering);
  });
});
