import type { UploadId } from '../../shared/names.ts';

/** What a person has picked in the list, as desktops know it. */
export interface Selection {
  /** The upload that the keyboard is on. */
  readonly current: UploadId | null;
  /** Where a range begins. */
  readonly anchor: UploadId | null;
  /** Empty as long as only the current upload counts. It may hold uploads that are not shown or not there any more. */
  readonly selected: ReadonlySet<UploadId>;
}

const NONE: ReadonlySet<UploadId> = new Set();

export const NOTHING_SELECTED: Selection = { current: null, anchor: null, selected: NONE };

/** One upload alone: a click, an arrow key. */
export function pick(id: UploadId): Selection {
  return { current: id, anchor: id, selected: NONE };
}

/** One more, or one less: Ctrl or Cmd with a click or Space. */
export function toggle({ current, selected }: Selection, id: UploadId): Selection {
  const next = new Set(selected.size > 0 ? selected : current === null ? [] : [current]);
  // What stands alone under the keyboard is selected by being toggled, not let go.
  if (!(selected.size === 0 && current === id) && !next.delete(id)) next.add(id);
  return { current: id, anchor: id, selected: next };
}

/** From the anchor to `id`: Shift with a click or an arrow key. `add` keeps what was selected before. */
export function extend(
  { current, anchor, selected }: Selection,
  id: UploadId,
  ids: readonly UploadId[],
  add = false,
): Selection {
  const begin = ids.indexOf(anchor ?? current ?? id);
  const end = ids.indexOf(id);
  const from = begin < 0 ? end : begin;
  const range = ids.slice(Math.min(from, end), Math.max(from, end) + 1);
  const start = begin < 0 ? id : (anchor ?? current);
  return { current: id, anchor: start, selected: new Set(add ? [...selected, ...range] : range) };
}

/** Every upload that is shown. */
export function selectAll({ current, anchor }: Selection, ids: readonly UploadId[]): Selection {
  return { current: current ?? ids[0] ?? null, anchor, selected: new Set(ids) };
}

/** Back to the one that the keyboard is on. */
export function collapse({ current }: Selection): Selection {
  return { current, anchor: current, selected: NONE };
}

/** The uploads that count, of those that are shown and in their order. */
export function chosenOf({ current, selected }: Selection, ids: readonly UploadId[]): readonly UploadId[] {
  if (selected.size === 0) return current !== null && ids.includes(current) ? [current] : [];
  return ids.filter((id) => selected.has(id));
}
