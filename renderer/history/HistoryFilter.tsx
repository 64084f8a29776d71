import type { HistoryEntry } from '../../shared/ipc.ts';
import { OUTCOMES, type Outcomes } from '../state/appState.ts';
import { en } from '../strings/en.ts';

const words = en.shell.history;

export interface HistoryFilterProps {
  /** What is counted. */
  entries: readonly HistoryEntry[];
  value: Outcomes;
  onChange: (outcome: Outcomes) => void;
}

/** Narrows the history to one kind of end; each choice says how many there are. */
export function HistoryFilter({ entries, value, onChange }: HistoryFilterProps) {
  const countOf = (outcome: Outcomes): number =>
    outcome === 'all' ? entries.length : entries.filter((entry) => entry.outcome === outcome).length;
  return (
    <fieldset className="list-bar history-filter">
      <legend className="visually-hidden">{words.filter}</legend>
      <div className="segments">
        {OUTCOMES.map((outcome) => (
          <label key={outcome} className="segment">
            <input type="radio" name="outcome" checked={outcome === value} onChange={() => onChange(outcome)} />
            <span>{words.choice(outcome === 'all' ? words.all : words.outcomes[outcome], countOf(outcome))}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
