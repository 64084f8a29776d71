import { useEffect, useState } from 'react';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { countsOf } from '../state/selectors.ts';
import { notifyError } from '../state/store.ts';

/** What main's history holds, asked again whenever an upload ends; null until the first answer. */
export function useHistory(): readonly HistoryEntry[] | null {
  const { store, bridge } = useAppContext();
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const ended = useMirror((mirror) => `${countsOf(mirror.uploads).finished}/${mirror.order.length}`, '');
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
