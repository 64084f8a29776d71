import { useEffect, useMemo, useRef, useState } from 'react';
import type { UploadId } from '../../shared/names.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { chosenIds } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import type { DropPlace, RowDrag } from '../ui/useRowDrag.ts';
import { visibleText } from '../ui/visibleText.ts';
import { behind, type Direction } from './reorder.ts';

const words = en.queue;

/**
 * Moving uploads in the queue, by keys and by drag. Once a move has come back from main, the row under the keyboard is
 * brought into sight and its new place is said.
 */
export function useReordering() {
  const { store, commands } = useAppContext();
  const order = useApp((state) => state.mirror?.order);
  const byQueue = useApp((state) => state.sort.key === 'queue');
  const [said, setSaid] = useState('');
  const moving = useRef<readonly UploadId[]>([]);

  useEffect(() => {
    const ids = moving.current;
    const { mirror } = store.getState();
    const [first] = ids;
    if (first === undefined || order === undefined || mirror === null) return;
    moving.current = [];
    const name = visibleText(mirror.uploads.get(first)?.name ?? '');
    const place = order.indexOf(first) + 1;
    setSaid(
      ids.length === 1 ? words.moved(name, place, order.length) : words.movedSeveral(ids.length, place, order.length),
    );
    document.activeElement?.closest('[data-key]')?.scrollIntoView({ block: 'nearest' });
  }, [order, store]);

  return useMemo(() => {
    const start = (ids: readonly UploadId[], move: () => Promise<boolean>): void => {
      const wanted = new Set(ids);
      const inOrder = store.getState().mirror?.order.filter((id) => wanted.has(id)) ?? [];
      moving.current = inOrder;
      void move().then((moved) => {
        if (!moved) moving.current = [];
      });
    };
    const reorder = (direction: Direction, ids: readonly UploadId[]): void =>
      start(ids, () => commands.reorder(direction, ids));
    const drag: RowDrag<UploadId> | null = byQueue
      ? {
          take: (id) => {
            const chosen = chosenIds(store.getState());
            return chosen.includes(id) ? chosen : [id];
          },
          label: (ids) => {
            const [first] = ids;
            const name = first === undefined ? '' : (store.getState().mirror?.uploads.get(first)?.name ?? '');
            return ids.length === 1 ? visibleText(name) : words.dragged(ids.length);
          },
          onDrop: (ids, at: DropPlace<UploadId>) => {
            const all = store.getState().mirror?.order ?? [];
            start(ids, () => commands.moveBefore(ids, at.behind ? behind(at.key, all) : at.key));
          },
        }
      : null;
    return { drag, reorder, said };
  }, [store, commands, byQueue, said]);
}
