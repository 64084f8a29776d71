import type { UploadId } from './names.ts';

/** Uploads that change their place in the queue. */
export interface QueueMove {
  readonly ids: readonly UploadId[];
  /** The upload in front of which they go; null puts them at the end. */
  readonly before: UploadId | null;
}

/**
 * The order after a move. Those that move keep their order among themselves, wherever they stood; one that `before`
 * names goes in front of the next that stays. Ids that are not in the order mean nothing, and a move in front of an
 * unknown upload changes nothing: the order itself comes back.
 */
export function moveInOrder(order: readonly UploadId[], { ids, before }: QueueMove): readonly UploadId[] {
  const moving = new Set(ids);
  const at = before === null ? order.length : order.indexOf(before);
  if (at < 0) return order;
  const stays = (id: UploadId): boolean => !moving.has(id);
  const moved = order.filter((id) => moving.has(id));
  const next = [...order.slice(0, at).filter(stays), ...moved, ...order.slice(at).filter(stays)];
  return next.every((id, index) => id === order[index]) ? order : next;
}
