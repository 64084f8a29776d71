import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

export interface RovingOptions<Key extends string> {
  keys: readonly Key[];
  current: Key | null;
  /** Holds the rows, each with its key in `data-key`. */
  viewport: RefObject<HTMLElement | null>;
  /** A list that comes anew does not scroll to the row that it is on: it is taken back to where it was. */
  staysInPlace?: boolean;
  onCurrent: (key: Key) => void;
  /** Takes keys that move the focus, in place of `onCurrent`, and makes the row current as it sees fit. */
  onMove?: ((key: Key, held: HeldKeys) => void) | undefined;
  scrollTo: (index: number) => void;
  /** Rows that Page Up and Page Down pass. */
  pageSize: () => number;
}

/** What a person holds down while they move on or click. */
export interface HeldKeys {
  /** Shift: the range up to here. */
  readonly extend: boolean;
  /** Ctrl or Cmd: without letting go of what is selected. */
  readonly keep: boolean;
}

export interface Roving {
  onBlur: (event: FocusEvent<HTMLElement>) => void;
  /** Moves the focus if the key is one for that; returns whether it was. */
  onKey: (index: number, event: KeyboardEvent<HTMLElement>) => boolean;
}

/** One tab stop for many rows. When the row with the focus vanishes, its neighbour takes over. */
export function useRovingFocus<Key extends string>(options: RovingOptions<Key>): Roving {
  const { keys, current, viewport, onCurrent, scrollTo } = options;
  const inside = useRef(false);
  const wanted = useRef(false);
  const lastIndex = useRef(0);
  // A list that comes anew shows the row that it is on.
  const handled = useRef<Key | null>(options.staysInPlace === true ? current : null);
  const index = current === null ? -1 : keys.indexOf(current);

  // The document's own event: React does not tell of a focus that a closing dialog gives back while it renders.
  useEffect(() => {
    const element = viewport.current;
    const enter = () => {
      inside.current = true;
    };
    element?.addEventListener('focusin', enter);
    return () => element?.removeEventListener('focusin', enter);
  }, [viewport]);

  useLayoutEffect(() => {
    if (index >= 0) {
      lastIndex.current = index;
      return;
    }
    if (!inside.current) return;
    const neighbour = keys[Math.min(lastIndex.current, keys.length - 1)];
    if (neighbour === undefined) return;
    wanted.current = true;
    onCurrent(neighbour);
  }, [index, keys, onCurrent]);

  useLayoutEffect(() => {
    if (index < 0 || handled.current === current) return;
    handled.current = current;
    if (wanted.current) {
      wanted.current = false;
      scrollTo(index);
      const rows = viewport.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [];
      [...rows].find((row) => row.dataset['key'] === current)?.focus({ preventScroll: true });
    } else if (!inside.current) {
      scrollTo(index);
    }
  }, [current, index, scrollTo, viewport]);

  return {
    onBlur: (event) => {
      if (!event.currentTarget.contains(event.relatedTarget)) inside.current = false;
    },
    onKey: (from, event) => {
      const keep = event.ctrlKey || event.metaKey;
      if (event.altKey || (keep && options.onMove === undefined)) return false;
      const last = keys.length - 1;
      const targets: Readonly<Record<string, number>> = {
        ArrowDown: from + 1,
        ArrowUp: from - 1,
        Home: 0,
        End: last,
        PageDown: from + options.pageSize(),
        PageUp: from - options.pageSize(),
      };
      const target = targets[event.key];
      if (target === undefined) return false;
      event.preventDefault();
      const key = keys[Math.min(last, Math.max(0, target))];
      if (key === undefined) return true;
      if (key !== current) wanted.current = true;
      // With Ctrl or Cmd alone the focus moves on and nothing is selected or let go.
      if (options.onMove !== undefined && (event.shiftKey || !keep)) {
        options.onMove(key, { extend: event.shiftKey, keep });
      } else if (key !== current) {
        onCurrent(key);
      }
      return true;
    },
  };
}
