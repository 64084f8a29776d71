import { useMemo } from 'react';
import type { Candidate } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { CandidateRow } from './CandidateRow.tsx';
import type { Draft } from './draft.ts';

const ROW_HEIGHT = 34;

export interface CandidateGridProps {
  candidates: readonly Candidate[];
  draft: Draft;
  selected: string | null;
  onSelect: (token: string) => void;
  onDrop: (token: string) => void;
}

/** The files of the add sheet; any number of them. */
export function CandidateGrid({ candidates, draft, selected, onSelect, onDrop }: CandidateGridProps) {
  const tokens = useMemo(() => candidates.map(({ token }) => token), [candidates]);
  const heights = useMemo(() => tokens.map(() => ROW_HEIGHT), [tokens]);
  const byToken = useMemo(() => new Map(candidates.map((candidate) => [candidate.token, candidate])), [candidates]);
  return (
    <div className="candidates" style={{ height: Math.min(tokens.length, 7) * ROW_HEIGHT }}>
      <VirtualGrid
        label={en.add.files}
        keys={tokens}
        heights={heights}
        current={selected}
        onCurrent={onSelect}
        onRowKey={(token, event) => {
          if (event.key !== 'Delete' && event.key !== 'Backspace') return;
          event.preventDefault();
          onDrop(token);
        }}
        labelledBy={(token) => `candidate-${token}`}
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
