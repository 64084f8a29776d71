import { useMemo, useState } from 'react';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { useHistory } from './useHistory.ts';

const ROW_HEIGHT = 52;

/** Uploads of the past, newest first. */
export function HistoryView() {
  const { store } = useAppContext();
  const entries = useHistory();
  const query = useApp((state) => state.query);
  const [current, setCurrent] = useState<string | null>(null);
  const words = en.shell.history;
  const shown = useMemo(
    () =>
      new Map<string, HistoryEntry>(
        (entries ?? [])
          .filter((entry) => matches(query, entry.name, entry.repository, entry.digest))
          .toSorted((a, b) => b.at - a.at)
          // An upload ends once; the time keeps keys apart should an id ever come again.
          .map((entry) => [`${entry.id}-${entry.at}`, entry] as const),
      ),
    [entries, query],
  );
  const keys = useMemo(() => [...shown.keys()], [shown]);
  const heights = useMemo(() => keys.map(() => ROW_HEIGHT), [keys]);

  const open = (key: string) => {
    const entry = shown.get(key);
    if (entry !== undefined) store.setState({ dialog: { kind: 'story', id: entry.id, name: entry.name } });
  };

  if (entries === null) return null;
  if (keys.length === 0) {
    return (
      <div className="nothing">
        <p>{query === '' ? words.empty : words.noMatch(query)}</p>
        {query === '' && <p className="note">{words.emptyText}</p>}
      </div>
    );
  }
  return (
    <VirtualGrid
      label={words.label}
      className="history"
      keys={keys}
      heights={heights}
      current={current}
      onCurrent={setCurrent}
      onRowOpen={open}
      onRowKey={(key, event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        open(key);
      }}
      labelledBy={(key) => `history-${key}`}
      rowClassName="history-row"
      renderRow={(key) => {
        const entry = shown.get(key);
        return entry === undefined ? null : (
          <HistoryRow entry={entry} nameId={`history-${key}`} onOpen={() => open(key)} />
        );
      }}
    />
  );
}
