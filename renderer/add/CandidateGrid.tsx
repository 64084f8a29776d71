import { type CSSProperties, useMemo } from 'react';
import type { Candidate } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { CandidateRow } from './CandidateRow.tsx';
import type { Draft } from './draft.ts';

/** As in `add.css`. */
const ROW_HEIGHT = 34;
const ROWS_MAX = 9;

export interface CandidateGridProps {
  candidates: readonly Candidate[];
  draft: Draft;
  selected: string | null;
  onSelect: (token: string) => void;
  onDrop: (token: string) => void;
  /** A person wants to say more about a row. */
  onOpen: () => void;
}

/** The files of the add sheet; any number of them. */
export function CandidateGrid({ candidates, draft, selected, onSelect, onDrop, onOpen }: CandidateGridProps) {
  const tokens = useMemo(() => candidates.map(({ token }) => token), [candidates]);
  const heights = useMemo(() => tokens.map(() => ROW_HEIGHT), [tokens]);
  const byToken = useMemo(() => new Map(candidates.map((candidate) => [candidate.token, candidate])), [candidates]);
  return (
    <div className="candidates" style={{ '--rows': Math.min(tokens.length, ROWS_MAX) } as CSSProperties}>
      <VirtualGrid
        label={en.add.files}
        keys={tokens}
        heights={heights}
        current={selected}
        onCurrent={onSelect}
        onRowKey={(token, event) => {
          const isRemoval = event.key === 'Delete' || event.key === 'Backspace';
          if (!isRemoval && event.key !== 'Enter') return;
          event.preventDefault();
          if (isRemoval) onDrop(token);
          else onOpen();
        }}
        labelledBy={(token) => `candidate-${token}`}
        onRowOpen={onOpen}
        rowClassName="candidate"
        renderRow={(token, isCurrent) => {
          const candidate = byToken.get(token);
          return candidate === undefined ? null : (
            <CandidateRow
              candidate={candidate}
              draft={draft}
              tabIndex={isCurrent ? 0 : -1}
              onDrop={() => onDrop(token)}
            />
          );
        }}
      />
    </div>
  );
}
