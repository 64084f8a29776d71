import type { CatalogView, RepositoryView, VerificationView } from '../../shared/catalog.ts';
import type { Digest } from '../../shared/digest.ts';
import type { DigesterView, Snapshot, StoreView } from '../../shared/ipc.ts';
import type { RepositoryName, UploadId } from '../../shared/names.ts';
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
  readonly catalog: CatalogView;
  readonly repositories: ReadonlyMap<RepositoryName, RepositoryView>;
  readonly verifications: ReadonlyMap<Digest, VerificationView>;
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
    catalog: snapshot.catalog,
    repositories: new Map(snapshot.repositories.map((repository) => [repository.name, repository])),
    verifications: verificationsOf(snapshot.verifications),
  };
}

/** By the digest of the blob. */
export function verificationsOf(list: readonly VerificationView[]): Mirror['verifications'] {
  return new Map(list.map((verification) => [verification.digest, verification]));
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
