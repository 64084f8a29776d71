import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StateFeed } from '../../electron/ipc/stateFeed.ts';
import { EMPTY_DIGEST } from '../../shared/digest.ts';
import type { StatePatch, StoreView } from '../../shared/ipc.ts';
import { parseRepositoryName, parseUploadId } from '../../shared/names.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import type { ProgressTick, UploadStatus, UploadView } from '../../shared/upload.ts';
import { WATCH_OFF } from '../../shared/watch.ts';

const A = parseUploadId('00000000-0000-4000-8000-00000000000a');
const B = parseUploadId('00000000-0000-4000-8000-00000000000b');
const NOTHING = { uploads: [], removed: [], progress: [] };

function view(id: UploadView['id'], status: UploadStatus = { kind: 'moving' }): UploadView {
  const offsets = { offset: 0, hashed: 0, checkpointed: 0, rehashed: null, copiedTwice: null, retry: null };
  const rest = { source: null, size: 10, expected: EMPTY_DIGEST, finishBySelf: false, createdAt: 1, purgeAt: null };
  return { id, repository: parseRepositoryName('a'), name: id, status, ...offsets, ...rest };
}
function tick(id: UploadView['id'], offset: number): ProgressTick {
  return { id, offset, hashed: offset, checkpointed: 0, rehashed: null, bytesPerSecond: 1, etaMs: null };
}

const store: StoreView = { root: '/s', freeBytes: 1, state: { kind: 'open' } };
let uploads: UploadView[] = [];
let sent: StatePatch[] = [];

function feed(): StateFeed {
  return new StateFeed(
    {
      uploads: () => uploads,
      store: () => store,
      settings: () => DEFAULT_SETTINGS,
      digester: () => ({ backend: 'x', algorithms: ['sha256'] }),
      watch: () => WATCH_OFF,
      notices: () => [],
      catalog: () => ({ catalog: { state: 'off', error: null }, repositories: [], verifications: [] }),
      version: '1',
    },
    (patch) => sent.push(patch),
  );
}

describe('the feed of the window', () => {
  beforeEach(() => {
    uploads = [];
    sent = [];
  });

  it.each([
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('tells of %d uploads in patches that the window can take between two frames', (count, sizes) => {
    const many = Array.from({ length: count }, (_, n) =>
      view(parseUploadId(`00000000-0000-4000-8000-${(n + 1000).toString(16).padStart(12, '0')}`)),
    );
    const [first] = many;
    const one = feed();
    one.uploadsChanged({ uploads: many, removed: [B], progress: [tick(first?.id ?? A, 5)] });
    one.storeChanged();
    one.flush();
    expect(sent.map(({ seq }) => seq)).toEqual(sizes.map((_, index) => index + 1));
    expect(sent.map((patch) => patch.uploads?.length)).toEqual(sizes);
    expect(sent.flatMap((patch) => patch.uploads ?? [])).toEqual(many);
    // What counts only for uploads that are known comes with the last of them.
    for (const patch of sent.slice(0, -1)) expect(Object.keys(patch)).toEqual(['seq', 'uploads']);
    expect(sent.at(-1)).toMatchObject({ removed: [B], store, progress: [{ offset: 5 }] });
    expect(one.snapshot().seq).toBe(sizes.length);
  });

  it('tells of a move at once and alone, after all that happened before it', () => {
    const one = feed();
    one.uploadsChanged({ ...NOTHING, uploads: [view(A)] });
    one.uploadsChanged({ ...NOTHING, move: { ids: [B], before: A } });
    one.uploadsChanged({ ...NOTHING, removed: [A] });
    one.flush();
    expect(sent).toEqual([
      { seq: 1, uploads: [view(A)] },
      { seq: 2, move: { ids: [B], before: A } },
      { seq: 3, removed: [A] },
    ]);
  });

  it('gathers the changes of one frame into one patch, with a number each', async () => {
    const one = feed();
    one.storeChanged();
    one.settingsChanged();
    one.uploadsChanged({ ...NOTHING, uploads: [view(A)] });
    one.uploadsChanged({ ...NOTHING, progress: [tick(A, 5)] });
    expect(sent).toEqual([]);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toEqual({
      seq: 1,
      uploads: [view(A)],
      progress: [tick(A, 5)],
      store,
      digester: { backend: 'x', algorithms: ['sha256'] },
      settings: DEFAULT_SETTINGS,
    });
    one.settingsChanged();
    one.flush();
    expect(sent[1]).toEqual({ seq: 2, settings: DEFAULT_SETTINGS });
  });

  it('sends only the newest word on each upload', () => {
    const one = feed();
    one.uploadsChanged({ ...NOTHING, progress: [tick(A, 1), tick(B, 1)] });
    one.uploadsChanged({ ...NOTHING, progress: [tick(B, 2)] });
    // A view that follows a tick has newer numbers than that.
    one.uploadsChanged({ ...NOTHING, uploads: [view(A, { kind: 'queued' })] });
    one.uploadsChanged({ ...NOTHING, uploads: [view(A, { kind: 'moving' })] });
    one.flush();
    expect(sent).toEqual([{ seq: 1, uploads: [view(A)], progress: [tick(B, 2)] }]);
  });

  it('takes removal for the last word, until the upload comes again', () => {
    const one = feed();
    one.uploadsChanged({ ...NOTHING, uploads: [view(A), view(B)] });
    one.uploadsChanged({ ...NOTHING, removed: [A, B] });
    one.uploadsChanged({ ...NOTHING, progress: [tick(A, 1)] });
    one.uploadsChanged({ ...NOTHING, uploads: [view(B)] });
    one.flush();
    expect(sent).toEqual([{ seq: 1, uploads: [view(B)], removed: [A] }]);
  });

  it('takes a store that gives way to another in one batch: old uploads out, new ones in', () => {
    const one = feed();
    one.uploadsChanged({ ...NOTHING, removed: [A], uploads: [view(A)] });
    one.flush();
    expect(sent).toEqual([{ seq: 1, uploads: [view(A)] }]);
  });

  it('numbers a snapshot so that the patches in it are not applied again', () => {
    const one = feed();
    expect(one.snapshot().seq).toBe(0);
    uploads = [view(A)];
    one.uploadsChanged({ ...NOTHING, uploads });
    const snapshot = one.snapshot();
    expect(sent.map(({ seq }) => seq)).toEqual([1]);
    expect(snapshot).toMatchObject({ seq: 1, uploads, store, version: '1', notices: [] });
    one.storeChanged();
    one.flush();
    expect(sent[1]?.seq).toBe(2);
  });

  it('sends nothing when nothing changed', () => {
    const one = feed();
    one.flush();
    one.flush();
    expect(sent).toEqual([]);
  });
});
