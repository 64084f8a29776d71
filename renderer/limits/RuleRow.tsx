import X from 'lucide-react/icons/x';
import { useId } from 'react';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { type RuleDraft, ruleOf } from './ruleDraft.ts';

const words = en.limits;

/** Monday first. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

export interface RuleRowProps {
  draft: RuleDraft;
  index: number;
  onChange: (draft: RuleDraft) => void;
  onRemove: () => void;
}

/** One line of the timetable: days, times, limit. */
export function RuleRow({ draft, index, onChange, onRemove }: RuleRowProps) {
  const problemId = useId();
  const rule = ruleOf(draft);
  const problem = typeof rule === 'string' ? rule : null;
  const overnight = typeof rule !== 'string' && rule.to <= rule.from;
  const said = { days: words.noDays, time: words.badTime, limit: words.badLimit };
  const toggle = (day: number) => {
    const days = draft.days.includes(day) ? draft.days.filter((one) => one !== day) : [...draft.days, day].sort();
    onChange({ ...draft, days });
  };
  return (
    <fieldset className="rule" aria-describedby={problemId}>
      <legend className="visually-hidden">{words.rule(index)}</legend>
      <div className="days" role="group" aria-label={words.days}>
        {WEEK.map((day) => (
          <label key={day} className="day">
            <input
              type="checkbox"
              aria-label={words.day(day)}
              checked={draft.days.includes(day)}
              onChange={() => toggle(day)}
            />
            <span aria-hidden="true">{words.shortDay(day)}</span>
          </label>
        ))}
      </div>
      <input
        type="time"
        className="input"
        aria-label={words.from}
        aria-invalid={problem === 'time' && draft.from === ''}
        value={draft.from}
        onChange={(event) => onChange({ ...draft, from: event.target.value })}
      />
      <span aria-hidden="true">–</span>
      <input
        type="time"
        className="input"
        aria-label={words.to}
        aria-invalid={problem === 'time' && draft.to === ''}
        value={draft.to}
        onChange={(event) => onChange({ ...draft, to: event.target.value })}
      />
      <span className="with-unit">
        <input
          className="input"
          inputMode="decimal"
          autoComplete="off"
          aria-label={words.ruleLimit}
          aria-invalid={problem === 'limit'}
          placeholder={words.ruleLimitNone}
          value={draft.limit}
          onChange={(event) => onChange({ ...draft, limit: event.target.value })}
        />
        <span aria-hidden="true">{en.shell.settings.rateUnit}</span>
      </span>
      <IconButton icon={X} label={words.remove(index)} onClick={onRemove} />
      <p id={problemId} className={problem === null ? 'note' : 'note bad'} aria-live="polite">
        {problem === null ? (overnight ? words.nextDay : '') : said[problem]}
      </p>
    </fieldset>
  );
}
