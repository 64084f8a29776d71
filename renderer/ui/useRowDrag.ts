import { type DragEvent, useState } from 'react';

/** Rows that can be dragged to another place of their list. */
export interface RowDrag<Key extends string> {
  /** What moves when this row is taken: all that are selected, or it alone. */
  readonly take: (key: Key) => readonly Key[];
  /** Words for what hangs at the pointer. */
  readonly label: (keys: readonly Key[]) => string;
  /** The rows were let go in front of a row or behind it. */
  readonly onDrop: (keys: readonly Key[], at: DropPlace<Key>) => void;
}

export interface DropPlace<Key extends string> {
  readonly key: Key;
  readonly behind: boolean;
}

type RowHandlers = Readonly<
  Partial<
    Record<
      'onDragStart' | 'onDragOver' | 'onDragLeave' | 'onDrop' | 'onDragEnd',
      (event: DragEvent<HTMLElement>) => void
    >
  > & { draggable?: boolean }
>;

/** Known to this window alone: nothing else that is dragged over it is taken for a row. */
const TYPE = 'application/x-layerlift-rows';

/** The rows on their way, and the place where they would go now. */
interface Dragging<Key extends string> {
  readonly keys: readonly Key[];
  readonly at: DropPlace<Key> | null;
}

/** Dragging rows by the browser's own means, which scrolls the list when the pointer is near its edge. */
export function useRowDrag<Key extends string>(drag: RowDrag<Key> | undefined) {
  const [dragging, setDragging] = useState<Dragging<Key> | null>(null);
  const over = (key: Key, event: DragEvent<HTMLElement>): void => {
    if (dragging === null || !event.dataTransfer.types.includes(TYPE)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'move';
    const { top, height } = event.currentTarget.getBoundingClientRect();
    const behind = event.clientY > top + height / 2;
    if (dragging.at?.key !== key || dragging.at.behind !== behind) setDragging({ ...dragging, at: { key, behind } });
  };
  const of = (key: Key): RowHandlers => {
    if (drag === undefined) return {};
    return {
      draggable: true,
      onDragStart: (event) => {
        const keys = drag.take(key);
        event.dataTransfer.setData(TYPE, '');
        event.dataTransfer.effectAllowed = 'move';
        hangAtPointer(event, drag.label(keys));
        setDragging({ keys, at: null });
      },
      onDragOver: (event) => over(key, event),
      onDrop: (event) => {
        if (dragging?.at == null) return;
        event.preventDefault();
        event.stopPropagation();
        drag.onDrop(dragging.keys, dragging.at);
        setDragging(null);
      },
      onDragEnd: () => setDragging(null),
    };
  };
  const classOf = (key: Key): string => {
    if (dragging === null) return '';
    const place = dragging.at?.key !== key ? '' : dragging.at.behind ? 'drop-behind' : 'drop-before';
    return `${dragging.keys.includes(key) ? 'dragged' : ''} ${place}`;
  };
  return { of, classOf };
}

/** A row as wide as the window would cover the place where it goes. */
function hangAtPointer(event: DragEvent<HTMLElement>, text: string): void {
  const label = document.createElement('div');
  label.className = 'drag-label';
  label.textContent = text;
  document.body.append(label);
  event.dataTransfer.setDragImage(label, -12, -8);
  // The picture of it is taken when this event is over.
  setTimeout(() => label.remove(), 0);
}
