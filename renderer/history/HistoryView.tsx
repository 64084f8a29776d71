import { useCallback, useMemo } from 'react';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { HistoryFilter } from './HistoryFilter.tsx';
import { HistoryRow } from './HistoryRow.tsx';
import { useHistory } from './useHistory.ts';

const ROW_HEIGHT = 52;
const words = en.shell.history;

function found(query: string, { name, repository, digest, error, note }: HistoryEntry): boolean {
  return matches(query, name, repository, digest, note, error === undefined ? null : en.explain(error).title);
}

/** Uploads of the past, newest first, by how they ended and by what is searched for. */
export function HistoryView() {
  const { store } = useAppContext();
  const entries = useHistory();
  const query = useApp((state) => state.query);
  const current = useApp((state) => state.currentPast);
  const outcome = useApp((state) => state.historyOutcome);
  const onCurrent = useCallback((key: string) => store.setState({ currentPast: key }), [store]);
  const searched = useMemo(() => (entries ?? []).filter((entry) => found(query, entry)), [entries, query]);
  const shown = useMemo(
    () =>
      new Map<string, HistoryEntry>(
        searched
          .filter((entry) => outcome === 'all' || entry.outcome === outcome)
          .toSorted((a, b) => b.at - a.at)
          // An upload fails and ends once each; the time keeps keys apart should an id ever come again.
          .map((entry) => [`${entry.id}-${entry.outcome}-${entry.at}`, entry] as const),
      ),
    [searched, outcome],
  );
  const keys = useMemo(() => [...shown.keys()], [shown]);
  const heights = useMemo(() => keys.map(() => ROW_HEIGHT), [keys]);

  const open = (key: string) => {
    const entry = shown.get(key);
    if (entry !== undefined) store.setState({ dialog: { kind: 'story', id: entry.id, name: entry.name } });
  };

  if (entries === null) return null;
  const nothing = query === '' ? (entries.length === 0 ? words.empty : words.noOutcome) : words.noMatch(query);
  return (
    <>
      {entries.length > 0 && (
        <HistoryFilter
          entries={searched}
          value={outcome}
          onChange={(historyOutcome) => store.setState({ historyOutcome })}
        />
      )}
      {keys.length === 0 ? (
        <div className="nothing">
          <p>{nothing}</p>
          {entries.length === 0 && <p className="note">{words.emptyText}</p>}
        </div>
      ) : (
        <VirtualGrid
          label={words.label}
          className="history"
          place="history"
          keys={keys}
          heights={heights}
          current={current}
          onCurrent={onCurrent}
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
      )}
    </>
  );
}
