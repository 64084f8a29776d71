import type { UploadId } from '../../shared/names.ts';
import type { QueueMove } from '../../shared/queueOrder.ts';

/** Where a person can send uploads in the queue without naming a place. */
export type Direction = 'up' | 'down' | 'top' | 'bottom';

/**
 * The move that takes `chosen` one row up or down in what is shown, or to an end of the queue; null when they are
 * there. What a filter hides is passed over.
 * @param shown ids of the rows, in the order of the queue.
 * @param order ids of all uploads.
 */
export function moveTowards(
  direction: Direction,
  chosen: readonly UploadId[],
  shown: readonly UploadId[],
  order: readonly UploadId[],
): QueueMove | null {
  const moving = new Set(chosen);
  const places = shown.flatMap((id, index) => (moving.has(id) ? [index] : []));
  const [first = -1] = places;
  if (first < 0) return null;
  switch (direction) {
    case 'top':
      return { ids: chosen, before: order[0] ?? null };
    case 'bottom':
      return { ids: chosen, before: null };
    case 'up': {
      // Those that stand apart come together under the row that they pass.
      const passed = shown[Math.max(0, first - 1)];
      return passed === undefined || (first === 0 && places.length === 1) ? null : { ids: chosen, before: passed };
    }
    case 'down': {
      const passed = shown[(places.at(-1) ?? first) + 1];
      return passed === undefined ? null : { ids: chosen, before: behind(passed, order) };
    }
  }
}

/** The upload in front of which one has to go to stand behind `id`; null for the end. */
export function behind(id: UploadId, order: readonly UploadId[]): UploadId | null {
  return order[order.indexOf(id) + 1] ?? null;
}

/** The direction that a key means on a row; null for all others. */
export function directionForKey(event: {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): Direction | null {
  if (!event.altKey || event.ctrlKey || event.metaKey) return null;
  const keys: Readonly<Record<string, Direction>> = { ArrowUp: 'up', ArrowDown: 'down', Home: 'top', End: 'bottom' };
  return keys[event.key] ?? null;
}
