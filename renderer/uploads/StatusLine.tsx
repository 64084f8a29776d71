import type { Description } from './describe.ts';

/** The state in words, what is known, and under it what to do when something is wrong. */
export function StatusLine({ description, stateId }: { description: Description; stateId: string }) {
  const { state, tone, facts, aside, help } = description;
  return (
    <>
      <div className="meta">
        <span id={stateId} className={`state ${tone}`}>
          {state}
        </span>
        <span className="facts">{facts.join(' · ')}</span>
        <span className="aside">{aside}</span>
      </div>
      {help !== null && (
        <p className="help" title={help}>
          {help}
        </p>
      )}
    </>
  );
}
