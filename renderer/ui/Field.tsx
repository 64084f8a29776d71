import { type ComponentProps, type ReactNode, useId } from 'react';

export interface FieldProps extends Omit<ComponentProps<'input'>, 'id'> {
  label: ReactNode;
  /** Replaced by `problem` while there is one. */
  hint?: ReactNode;
  /** What is wrong with the value, in words; null when nothing is. */
  problem: ReactNode | null;
}

/** A labelled line of text that says at once what is wrong with it. */
export function Field({ label, hint, problem, className = '', ...input }: FieldProps) {
  const id = useId();
  const noteId = useId();
  const invalid = problem !== null;
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <div className="field-body">
        <input
          {...input}
          id={id}
          className="input"
          aria-invalid={invalid}
          aria-describedby={noteId}
          autoComplete="off"
          autoCorrect="off"
          spellCheck={false}
        />
        <p id={noteId} className={invalid ? 'note bad' : 'note'} aria-live="polite">
          {invalid ? problem : hint}
        </p>
      </div>
    </div>
  );
}
