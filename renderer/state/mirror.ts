import type { DigesterView, Snapshot, StoreView } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ProgressTick, UploadView } from '../../shared/upload.ts';
import type { WatchView } from '../../shared/watch.ts';

/**
 * Main's state as the window last heard of it. `live` holds the numbers of uploads that move right now, apart from
 * `uploads`: a tick copies a handful of entries instead of the whole list, and nothing derived from the list runs.
 */
export interface Mirror {
  readonly seq: number;
  readonly uploads: ReadonlyMap<UploadId, UploadView>;
  /** Ids in the order in which rows are shown. */
  readonly order: readonly UploadId[];
  readonly live: ReadonlyMap<UploadId, ProgressTick>;
  readonly store: StoreView;
  readonly settings: Settings;
  readonly digester: DigesterView;
  readonly watch: WatchView;
  readonly version: string;
}

/** Starts a mirror from a snapshot. */
export function mirrorOf(snapshot: Snapshot): Mirror {
  return {
    seq: snapshot.seq,
    uploads: new Map(snapshot.uploads.map((upload) => [upload.id, upload])),
    order: snapshot.uploads.map((upload) => upload.id),
    live: new Map(),
    store: snapshot.store,
    settings: snapshot.settings,
    digester: snapshot.digester,
    watch: snapshot.watch,
    version: snapshot.version,
  };
}

/** The upload with its newest numbers. Returns `upload` itself when there are none. */
export function withLive(upload: UploadView, tick: ProgressTick | undefined): UploadView {
  if (tick === undefined) return upload;
  const { status } = upload;
  const counts = (status.kind === 'recovering' || status.kind === 'verifying') && tick.rehashed !== null;
  return {
    ...upload,
    offset: tick.offset,
    hashed: tick.hashed,
    checkpointed: tick.checkpointed,
    status: counts ? { ...status, done: tick.rehashed } : status,
  };
}
