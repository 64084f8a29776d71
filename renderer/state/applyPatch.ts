import type { StatePatch } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import { moveInOrder } from '../../shared/queueOrder.ts';
import { isActive, type ProgressTick, type UploadView } from '../../shared/upload.ts';
import { type Mirror, verificationsOf } from './mirror.ts';

/** `stale`: the snapshot already held it. `gap`: a patch before it was missed, so a new snapshot is needed. */
export type Applied =
  | { readonly kind: 'applied'; readonly mirror: Mirror }
  | { readonly kind: 'stale' }
  | { readonly kind: 'gap' };

type Lists = Pick<Mirror, 'uploads' | 'order' | 'live'>;

/**
 * The maps that were copied since somebody last saw them: they may be changed in place. Of many patches that come in
 * one frame only the first copies ten thousand entries.
 */
export type OwnCopies = WeakSet<ReadonlyMap<UploadId, unknown>>;

function ownCopy<V>(map: ReadonlyMap<UploadId, V>, own: OwnCopies): Map<UploadId, V> {
  if (map instanceof Map && own.has(map)) return map;
  const copy = new Map(map);
  own.add(copy);
  return copy;
}

function applyUploads(
  lists: Lists,
  changed: readonly UploadView[],
  removed: readonly UploadId[],
  own: OwnCopies,
): Lists {
  if (changed.length === 0 && removed.length === 0) return lists;
  const uploads = ownCopy(lists.uploads, own);
  const live = ownCopy(lists.live, own);
  const added: UploadId[] = [];
  for (const upload of changed) {
    if (!uploads.has(upload.id)) added.push(upload.id);
    uploads.set(upload.id, upload);
    // A view is newer than the ticks before it.
    live.delete(upload.id);
  }
  for (const id of removed) {
    uploads.delete(id);
    live.delete(id);
  }
  const kept = removed.length === 0 ? lists.order : lists.order.filter((id) => uploads.has(id));
  return { uploads, live, order: added.length === 0 ? kept : [...kept, ...added] };
}

function applyProgress(lists: Lists, ticks: readonly ProgressTick[], own: OwnCopies): Lists {
  const live = ownCopy(lists.live, own);
  for (const tick of ticks) {
    const upload = lists.uploads.get(tick.id);
    // A tick may still be on its way when its upload has paused or is gone.
    if (upload !== undefined && isActive(upload.status)) live.set(tick.id, tick);
  }
  return { ...lists, live };
}

function applyRepositories(before: Mirror['repositories'], patch: StatePatch): Mirror['repositories'] {
  const { repositories = [], repositoriesGone = [] } = patch;
  if (repositories.length + repositoriesGone.length === 0) return before;
  const after = new Map(before);
  for (const name of repositoriesGone) after.delete(name);
  for (const repository of repositories) after.set(repository.name, repository);
  return after;
}

/**
 * Applies one patch. Everything that a patch does not touch keeps its identity, and nothing that was there before
 * changes but copies of one's own, made by patches before this one that nobody has seen the result of.
 */
export function applyPatch(mirror: Mirror, patch: StatePatch, own: OwnCopies = new WeakSet()): Applied {
  if (patch.seq <= mirror.seq) return { kind: 'stale' };
  if (patch.seq > mirror.seq + 1) return { kind: 'gap' };
  let lists: Lists = applyUploads(mirror, patch.uploads ?? [], patch.removed ?? [], own);
  if (patch.progress !== undefined && patch.progress.length > 0) lists = applyProgress(lists, patch.progress, own);
  return {
    kind: 'applied',
    mirror: {
      ...mirror,
      seq: patch.seq,
      uploads: lists.uploads,
      order: patch.move === undefined ? lists.order : moveInOrder(lists.order, patch.move),
      live: lists.live,
      store: patch.store ?? mirror.store,
      settings: patch.settings ?? mirror.settings,
      digester: patch.digester ?? mirror.digester,
      catalog: patch.catalog ?? mirror.catalog,
      repositories: applyRepositories(mirror.repositories, patch),
      verifications: patch.verifications === undefined ? mirror.verifications : verificationsOf(patch.verifications),
      watch: patch.watch ?? mirror.watch,
    },
  };
}
