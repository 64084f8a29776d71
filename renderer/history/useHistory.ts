import { useEffect, useState } from 'react';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import type { Mirror } from '../state/mirror.ts';
import { countsOf } from '../state/selectors.ts';
import { notifyError } from '../state/store.ts';

/** Changes whenever an upload ends, fails or is taken off the list. */
function endsOf({ uploads, order }: Mirror): string {
  const { finished, needsYou } = countsOf(uploads);
  return `${finished}/${needsYou}/${order.length}`;
}

/** What main's history holds, asked again whenever an upload ends or fails; null until the first answer. */
export function useHistory(): readonly HistoryEntry[] | null {
  const { store, bridge } = useAppContext();
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const ended = useMirror((mirror) => endsOf(mirror), '');
  useEffect(() => {
    let wanted = ended !== '';
    bridge.call('history:list').then(
      (list) => {
        if (wanted) setEntries(list);
      },
      (error: unknown) => {
        if (wanted) notifyError(store, error);
      },
    );
    return () => {
      wanted = false;
    };
  }, [bridge, store, ended]);
  return entries;
}
