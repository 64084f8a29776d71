import type { StatePatch } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import { isActive, type ProgressTick, type UploadView } from '../../shared/upload.ts';
import type { Mirror } from './mirror.ts';

/** `stale`: the snapshot already held it. `gap`: a patch before it was missed, so a new snapshot is needed. */
export type Applied =
  | { readonly kind: 'applied'; readonly mirror: Mirror }
  | { readonly kind: 'stale' }
  | { readonly kind: 'gap' };

type Lists = Pick<Mirror, 'uploads' | 'order' | 'live'>;

function applyUploads(lists: Lists, changed: readonly UploadView[], removed: readonly UploadId[]): Lists {
  if (changed.length === 0 && removed.length === 0) return lists;
  const uploads = new Map(lists.uploads);
  const live = new Map(lists.live);
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

function applyProgress(lists: Lists, ticks: readonly ProgressTick[]): Lists {
  const live = new Map(lists.live);
  for (const tick of ticks) {
    const upload = lists.uploads.get(tick.id);
    // A tick may still be on its way when its upload has paused or is gone.
    if (upload !== undefined && isActive(upload.status)) live.set(tick.id, tick);
  }
  return { ...lists, live };
}

/** Applies one patch. Pure; everything that a patch does not touch keeps its identity. */
export function applyPatch(mirror: Mirror, patch: StatePatch): Applied {
  if (patch.seq <= mirror.seq) return { kind: 'stale' };
  if (patch.seq > mirror.seq + 1) return { kind: 'gap' };
  let lists: Lists = applyUploads(mirror, patch.uploads ?? [], patch.removed ?? []);
  if (patch.progress !== undefined && patch.progress.length > 0) lists = applyProgress(lists, patch.progress);
  return {
    kind: 'applied',
    mirror: {
      ...mirror,
      seq: patch.seq,
      uploads: lists.uploads,
      order: lists.order,
      live: lists.live,
      store: patch.store ?? mirror.store,
      settings: patch.settings ?? mirror.settings,
      digester: patch.digester ?? mirror.digester,
      watch: patch.watch ?? mirror.watch,
    },
  };
}
