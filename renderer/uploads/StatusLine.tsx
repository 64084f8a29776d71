import type { Description } from './describe.ts';
import { HelpText } from './HelpText.tsx';

export interface StatusLineProps {
  description: Description;
  stateId: string;
  helpId: string;
  /** Told how many pixels high the help is, whenever that changes. */
  onHelpHeight: (height: number) => void;
}

/** The state in words, what is known, and under it what to do when something is wrong. */
export function StatusLine({ description, stateId, helpId, onHelpHeight }: StatusLineProps) {
  const { state, tone, facts, aside, help } = description;
  return (
    <>
      <div className="meta">
        <span id={stateId} className={`state ${tone}`}>
          {state}
        </span>
        <span className="facts">
          {facts.map((fact, index) => (
            <span key={fact}>{index === 0 ? fact : ` · ${fact}`}</span>
          ))}
        </span>
        <span className="aside">{aside}</span>
      </div>
      {help !== null && <HelpText id={helpId} text={help} onHeight={onHelpHeight} />}
    </>
  );
}
