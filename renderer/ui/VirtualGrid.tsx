import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useLayoutEffect, useRef } from 'react';
import { type HeldKeys, useRovingFocus } from './useRovingFocus.ts';
import { type RowDrag, useRowDrag } from './useRowDrag.ts';
import { useScrollPlace } from './useScrollPlace.ts';

export interface VirtualGridProps<Key extends string> {
  label: string;
  keys: readonly Key[];
  /** Pixels of each row, aligned with `keys`. */
  heights: readonly number[];
  /** The name by which it is remembered how far the list is scrolled; without one it is not. */
  place?: string;
  current: Key | null;
  onCurrent: (key: Key) => void;
  /** The rows that are selected, where several can be; else it is the current one. */
  selected?: ReadonlySet<Key>;
  /** A click on a row, not on a control in it, or a key that moves on: with it many rows can be selected. */
  onSelect?: (key: Key, held: HeldKeys) => void;
  /** Lets rows be dragged to another place. */
  drag?: RowDrag<Key>;
  /** The current row, when it is to get the focus as soon as it is there. */
  called?: Key | null;
  onCalled?: () => void;
  /** Keys pressed on a row itself, not on a control in it. */
  onRowKey?: (key: Key, event: KeyboardEvent<HTMLDivElement>) => void;
  onRowMenu?: (key: Key) => void;
  /** A double click on the row, not on a control in it. */
  onRowOpen?: (key: Key) => void;
  /** Ids of the elements that name the row. */
  labelledBy: (key: Key) => string;
  /** Ids of elements that say more about the row; undefined when there are none. */
  describedBy?: (key: Key) => string | undefined;
  renderRow: (key: Key, isCurrent: boolean) => ReactNode;
  className?: string;
  rowClassName?: string;
}

/**
 * A list of which only the visible rows exist, as an accessible grid with one tab stop: arrows, Home, End and Page
 * keys move the focus, which survives scrolling and the removal of its row.
 */
export function VirtualGrid<Key extends string>(props: VirtualGridProps<Key>) {
  const { keys, heights, current } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const currentIndex = current === null ? -1 : keys.indexOf(current);
  const virtualizer = useVirtualizer({
    count: keys.length,
    getScrollElement: () => viewport.current,
    estimateSize: (index) => heights[index] ?? 0,
    getItemKey: useCallback((index: number) => keys[index] ?? index, [keys]),
    overscan: 6,
    // The row with the focus stays in the document wherever the list is scrolled to.
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const first = Math.max(0, startIndex - overscan);
      const last = Math.min(count - 1, endIndex + overscan);
      const shown = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      if (currentIndex < 0 || (currentIndex >= first && currentIndex <= last)) return shown;
      return currentIndex < first ? [currentIndex, ...shown] : [...shown, currentIndex];
    },
  });
  const isAtPlace = useScrollPlace(viewport, props.place ?? null);
  const measured = useRef(heights);
  useLayoutEffect(() => {
    const before = measured.current;
    measured.current = heights;
    // Laying all rows out anew is for a row that changed its height, not for every piece of news.
    if (heights.length !== before.length || heights.some((pixels, index) => pixels !== before[index])) {
      virtualizer.measure();
    }
  }, [virtualizer, heights]);

  const roving = useRovingFocus({
    keys,
    current,
    viewport,
    staysInPlace: isAtPlace,
    onCurrent: props.onCurrent,
    onMove: props.onSelect,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
    pageSize: () => Math.max(1, virtualizer.getVirtualItems().length - 12),
  });

  // With every render: at the first ones there is no row yet.
  useLayoutEffect(() => {
    if (props.called == null || props.called !== current) return;
    const row = viewport.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(current)}"]`);
    if (row == null) return;
    virtualizer.scrollToIndex(currentIndex);
    row.focus({ preventScroll: true });
    props.onCalled?.();
  });

  const dragging = useRowDrag(props.drag);
  const isSelected = (key: Key): boolean =>
    props.selected === undefined || props.selected.size === 0 ? key === current : props.selected.has(key);

  return (
    <div
      ref={viewport}
      role="grid"
      aria-multiselectable={props.onSelect === undefined ? undefined : true}
      aria-label={props.label}
      aria-rowcount={keys.length}
      className={`grid-view ${props.className ?? ''}`}
      onBlur={roving.onBlur}
    >
      <div role="presentation" className="grid-space" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const key = keys[item.index];
          if (key === undefined) return null;
          const isCurrent = item.index === currentIndex;
          return (
            <div
              key={key}
              role="row"
              data-key={key}
              aria-rowindex={item.index + 1}
              aria-selected={isSelected(key)}
              aria-labelledby={props.labelledBy(key)}
              aria-describedby={props.describedBy?.(key)}
              tabIndex={isCurrent || (currentIndex < 0 && item.index === 0) ? 0 : -1}
              className={`grid-row ${props.rowClassName ?? ''} ${isCurrent ? 'current' : ''} ${isSelected(key) ? 'selected' : ''} ${dragging.classOf(key)}`}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              {...dragging.of(key)}
              onFocus={() => props.onCurrent(key)}
              onMouseDown={(event) => {
                if (event.button !== 0 || inControl(event.target)) return;
                const held = heldKeys(event);
                // Of several rows that are dragged none is let go; a plain click selects when it is over.
                if (held.extend || held.keep || !isSelected(key)) props.onSelect?.(key, held);
                // Shift would select the text between the clicks.
                if (!held.extend) return;
                event.preventDefault();
                event.currentTarget.focus({ preventScroll: true });
              }}
              onClick={(event) => {
                if (inControl(event.target)) return;
                const held = heldKeys(event);
                if (!held.extend && !held.keep) props.onSelect?.(key, held);
              }}
              onContextMenu={(event) => {
                event.preventDefault();
                props.onRowMenu?.(key);
              }}
              onDoubleClick={(event) => {
                if (!inControl(event.target)) props.onRowOpen?.(key);
              }}
              onKeyDown={(event) => {
                if (event.target !== event.currentTarget) return;
                if (!roving.onKey(item.index, event)) props.onRowKey?.(key, event);
              }}
            >
              {props.renderRow(key, isCurrent)}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function inControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, [popover]') !== null;
}

function heldKeys(event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): HeldKeys {
  return { extend: event.shiftKey, keep: event.ctrlKey || event.metaKey };
}
