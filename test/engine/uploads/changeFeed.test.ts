import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UNKNOWN_STATE } from '../../../electron/engine/layers/inspectUpload.ts';
import { ChangeFeed, type UploadChange } from '../../../electron/engine/uploads/changeFeed.ts';
import { ManagedUpload } from '../../../electron/engine/uploads/managedUpload.ts';
import { parseRepositoryName, parseUploadId } from '../../../shared/names.ts';

const repository = parseRepositoryName('library/test');

function upload(number: number): ManagedUpload {
  const id = parseUploadId(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  return new ManagedUpload({ repository, id }, UNKNOWN_STATE, { status: { kind: 'moving' } });
}

/** Lets an upload move on to `offset` at `now`. */
function move(moving: ManagedUpload, offset: number, now: number): void {
  moving.follow({ type: 'moving', offset, hashed: offset, checkpointed: 0 }, now);
}

let feed: ChangeFeed;
let changes: UploadChange[];

beforeEach(() => {
  vi.useFakeTimers();
  feed = new ChangeFeed();
  changes = [];
  feed.subscribe((change) => changes.push(change));
});

afterEach(() => {
  vi.useRealTimers();
});

describe('ChangeFeed', () => {
  it('tells whatever happens within a tenth of a second at once', () => {
    const [a, b, c] = [upload(1), upload(2), upload(3)];
    feed.changed(a);
    move(b, 100, 1000);
    feed.moved(b);
    feed.changed(a);
    feed.removed(c.ref.id);
    vi.advanceTimersByTime(99);
    expect(changes).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(changes).toEqual([
      {
        uploads: [a.view],
        removed: [c.ref.id],
        progress: [expect.objectContaining({ id: b.ref.id, offset: 100, hashed: 100, checkpointed: 0 })],
      },
    ]);
  });

  it('tells of a move at once and alone, after all that happened before it', () => {
    const [a, b] = [upload(1), upload(2)];
    feed.changed(a);
    feed.reordered({ ids: [b.ref.id], before: a.ref.id });
    feed.changed(b);
    expect(changes).toEqual([
      { uploads: [a.view], removed: [], progress: [] },
      { uploads: [], removed: [], progress: [], move: { ids: [b.ref.id], before: a.ref.id } },
    ]);
    vi.advanceTimersByTime(100);
    expect(changes.slice(2)).toEqual([{ uploads: [b.view], removed: [], progress: [] }]);
  });

  it('tells ten times a second, however much happens', () => {
    const a = upload(1);
    for (let ms = 0; ms < 1000; ms += 1) {
      move(a, ms, ms);
      feed.moved(a);
      vi.advanceTimersByTime(1);
    }
    expect(changes).toHaveLength(10);
    expect(changes.map((change) => change.progress[0]?.offset)).toEqual([
      99, 199, 299, 399, 499, 599, 699, 799, 899, 999,
    ]);
  });

  it('tells nothing when nothing happened', () => {
    feed.flush();
    vi.advanceTimersByTime(10_000);
    expect(changes).toEqual([]);
    const still = upload(1);
    feed.moved(still);
    vi.advanceTimersByTime(100);
    // It said that it moved, but has no numbers.
    expect(changes).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells the state as it is when it tells', () => {
    const a = upload(1);
    feed.changed(a);
    a.apply({ type: 'pauseAsked' });
    vi.advanceTimersByTime(100);
    expect(changes[0]?.uploads).toEqual([a.view]);
    expect(changes[0]?.uploads[0]?.status).toEqual({ kind: 'pausing' });
  });

  it('swallows the numbers of an upload whose whole view is told', () => {
    const a = upload(1);
    move(a, 100, 1000);
    feed.moved(a);
    feed.changed(a);
    feed.flush();
    expect(changes).toEqual([{ uploads: [expect.objectContaining({ offset: 100 })], removed: [], progress: [] }]);
    feed.flush();
    vi.advanceTimersByTime(100);
    expect(changes).toHaveLength(1);
  });

  it('tells of a removed upload only that, whatever came before or after', () => {
    const a = upload(1);
    move(a, 100, 1000);
    feed.changed(a);
    feed.moved(a);
    feed.removed(a.ref.id);
    feed.changed(a);
    feed.moved(a);
    feed.flush();
    expect(changes).toEqual([{ uploads: [], removed: [a.ref.id], progress: [] }]);
  });

  it('does not tell again what was told by hand', () => {
    feed.changed(upload(1));
    feed.flush();
    vi.advanceTimersByTime(10_000);
    expect(changes).toHaveLength(1);
  });

  it('tells every listener until it is disposed of, also in the middle of telling', () => {
    const told: string[] = [];
    const disposeFirst = feed.subscribe(() => {
      told.push('first');
      disposeFirst();
    });
    feed.subscribe(() => told.push('second'));
    feed.changed(upload(1));
    feed.flush();
    feed.changed(upload(1));
    feed.flush();
    expect(told).toEqual(['first', 'second', 'second']);
    expect(changes).toHaveLength(2);
  });

  it('keeps what a listener causes for the next time', () => {
    const [a, b] = [upload(1), upload(2)];
    const dispose = feed.subscribe(() => {
      dispose();
      feed.changed(b);
    });
    feed.changed(a);
    feed.flush();
    expect(changes.map((change) => change.uploads)).toEqual([[a.view]]);
    vi.advanceTimersByTime(100);
    expect(changes.map((change) => change.uploads)).toEqual([[a.view], [b.view]]);
  });
});

describe('the numbers of an upload', () => {
  const GB = 1_000_000_000;
  const recovery = {
    from: 19 * GB,
    checkpointed: 20 * GB,
    rehashed: GB,
    copiedTwice: 0,
    restored: true,
    undoubted: 0,
  };

  it('are told once', () => {
    const a = upload(1);
    move(a, 100, 1000);
    expect(a.takeTick()).toMatchObject({ offset: 100, rehashed: null });
    expect(a.takeTick()).toBeNull();
  });

  it('are measured anew when the upload turns from re-hashing to moving', () => {
    const a = upload(1);
    a.follow({ type: 'recovering', done: 0, total: GB }, 0);
    a.follow({ type: 'recovering', done: GB, total: GB }, 1000);
    expect(a.takeTick()).toMatchObject({ rehashed: GB, bytesPerSecond: GB });
    a.follow({ type: 'opened', offset: 20 * GB, recovery, ms: 400 }, 1000);
    a.follow({ type: 'moving', offset: 20 * GB, hashed: 20 * GB, checkpointed: 20 * GB }, 1000);
    a.follow({ type: 'moving', offset: 20.1 * GB, hashed: 20.1 * GB, checkpointed: 20 * GB, read: 20.2 * GB }, 2000);
    // 20 GB were there before: they did not move within this second.
    const tick = a.takeTick();
    expect(tick?.bytesPerSecond).toBeCloseTo(0.1 * GB, -3);
    expect(tick?.read).toBe(20.2 * GB);
  });

  it('are measured on while the state stays', () => {
    const a = upload(1);
    move(a, 0, 0);
    move(a, GB, 1000);
    a.apply({ type: 'moving' });
    move(a, 2 * GB, 2000);
    expect(a.takeTick()?.bytesPerSecond).toBeCloseTo(GB, -3);
  });

  it('tells all listeners although one of them throws, and passes on what it threw', () => {
    const thrown: unknown[] = [];
    const robust = new ChangeFeed((error) => thrown.push(error));
    const defect = new Error('a listener');
    robust.subscribe(() => {
      throw defect;
    });
    robust.subscribe((change) => changes.push(change));
    const a = upload(1);
    robust.changed(a);
    robust.flush();
    expect(changes).toMatchObject([{ uploads: [a.view] }]);
    expect(thrown).toEqual([defect]);
  });
});
