import { useCallback, useMemo, useState } from 'react';
import type { UploadId } from '../../shared/names.ts';
import type { Mirror } from '../state/mirror.ts';
import { hasHelp } from './describe.ts';

/** Pixels: name, bar, state, and the space around them. */
const ROW_HEIGHT = 84;
/** Between the state and the help under it. */
const HELP_GAP = 3;
/** One line of help, until a row has told how many it needs. */
const HELP_LINE = 17;

export interface RowHeights {
  /** Pixels of each row, in order. */
  readonly heights: readonly number[];
  readonly onHelpHeight: (id: UploadId, height: number) => void;
}

/** How high rows are: all the same, but for those that say what to do in as many lines as that takes. */
export function useRowHeights(ids: readonly UploadId[], uploads: Mirror['uploads'] | undefined): RowHeights {
  const [helpHeights, setHelpHeights] = useState<ReadonlyMap<UploadId, number>>(new Map());
  const onHelpHeight = useCallback((id: UploadId, height: number) => {
    // Nothing is laid out while the window is hidden.
    if (height === 0) return;
    setHelpHeights((before) => (before.get(id) === height ? before : new Map(before).set(id, height)));
  }, []);
  const heights = useMemo(
    () =>
      ids.map((id) => {
        const upload = uploads?.get(id);
        if (upload === undefined || !hasHelp(upload)) return ROW_HEIGHT;
        return ROW_HEIGHT + HELP_GAP + (helpHeights.get(id) ?? HELP_LINE);
      }),
    [ids, uploads, helpHeights],
  );
  return { heights, onHelpHeight };
}
