import { describe, expect, it } from 'vitest';
import { taskbarProgress } from '../../electron/presence/taskbar.ts';
import { UploadBook } from '../../electron/presence/uploadBook.ts';
import { parseDigest } from '../../shared/digest.ts';
import type { UploadStatus } from '../../shared/upload.ts';
import { changed, idOf, MOVING, tick, view } from './views.ts';

const digest = parseDigest(`sha256:${'a'.repeat(64)}`);
const FINISHED: UploadStatus = { kind: 'finished', digest, blobPath: 'x', finishMs: 1, at: 0 };
const PAUSED: UploadStatus = { kind: 'paused', reason: 'person', error: null };
const FULL: UploadStatus = {
  kind: 'paused',
  reason: 'trouble',
  error: { code: 'DISK_FULL', message: '', details: {}, causes: [] },
};

describe('the totals', () => {
  it('count by what a person would do about it', () => {
    const book = new UploadBook();
    book.apply(changed(view(1), view(2, { kind: 'queued' }), view(3, PAUSED), view(4, FULL), view(5, FINISHED)));
    expect(book.totals()).toMatchObject({ moving: 1, waiting: 1, paused: 1, troubled: 1 });
  });

  it('follow the numbers of what moves, and forget them when it rests', () => {
    const book = new UploadBook();
    book.apply(changed(view(1), view(2)));
    book.apply({ uploads: [], removed: [], progress: [tick(1, 750), tick(2, 1000), tick(9, 1)] });
    expect(book.totals()).toMatchObject({ bytesPerSecond: 200, fraction: 0.875 });
    book.apply(changed(view(1, PAUSED), view(2, FINISHED)));
    expect(book.totals()).toMatchObject({ bytesPerSecond: 0, fraction: null });
  });

  it('keep what has ended in the work under way, so that it never falls back', () => {
    const book = new UploadBook();
    book.apply(changed(view(1), view(2, { kind: 'queued' }, { offset: 0 })));
    expect(book.totals().fraction).toBe(0.25);
    book.apply(changed(view(1, FINISHED, { offset: 1000 }), view(2, MOVING, { offset: 0 })));
    expect(book.totals().fraction).toBe(0.5);
    book.apply(changed(view(2, { kind: 'ready', digest }, { offset: 1000 })));
    expect(book.totals().fraction).toBeNull();
    // What comes next begins anew.
    book.apply(changed(view(3, MOVING, { offset: 0 })));
    expect(book.totals().fraction).toBe(0);
  });

  it('leave out what is cancelled, removed, or of unknown size', () => {
    const book = new UploadBook();
    book.apply(changed(view(1), view(2), view(3, MOVING, { size: null }), view(4, MOVING, { offset: 750 })));
    book.apply(changed(view(2, { kind: 'cancelled', at: 0 })));
    book.apply({ uploads: [], removed: [idOf(1)], progress: [] });
    expect(book.totals().fraction).toBe(0.75);
  });
});

describe('the turns', () => {
  it('are changes of state of uploads that were known', () => {
    const book = new UploadBook();
    expect(book.apply(changed(view(1)))).toEqual([]);
    expect(book.apply(changed(view(1, MOVING, { offset: 600 })))).toEqual([]);
    expect(book.apply(changed(view(1, PAUSED)))).toMatchObject([
      { before: { status: MOVING }, after: { status: PAUSED } },
    ]);
  });
});

describe('the taskbar', () => {
  const totals = { moving: 1, waiting: 0, troubled: 0, paused: 0, bytesPerSecond: 0, fraction: 0.3333 };

  it.each([
    [{}, { value: 0.335, mode: 'normal' }],
    [{ moving: 0 }, { value: -1, mode: 'normal' }],
    [
      { moving: 0, waiting: 1 },
      { value: 0.335, mode: 'normal' },
    ],
    [{ fraction: null }, { value: 2, mode: 'normal' }],
    [{ troubled: 1 }, { value: 0.335, mode: 'paused' }],
    [
      { moving: 0, troubled: 1 },
      { value: -1, mode: 'normal' },
    ],
  ])('shows for %j %j', (part, shown) => {
    expect(taskbarProgress({ ...totals, ...part })).toEqual(shown);
  });
});
