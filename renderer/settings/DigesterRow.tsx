import { useId } from 'react';
import { BACKEND_CHOICES, type BackendChoice } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';
import { SettingRow } from './SettingRow.tsx';

const words = en.shell.settings;

export interface DigesterRowProps {
  value: BackendChoice;
  /** What hashes now; empty before a store was open. */
  backend: string;
  onChange: (choice: BackendChoice) => void;
}

/** What hashes. The line below says what the choice came to on this machine. */
export function DigesterRow({ value, backend, onChange }: DigesterRowProps) {
  const id = useId();
  return (
    <SettingRow label={words.digester} {...(backend !== '' && { hint: words.digesterHint(backend) })} htmlFor={id}>
      <select
        id={id}
        className="input"
        value={value}
        onChange={(event) => {
          const choice = BACKEND_CHOICES.find((known) => known === event.target.value);
          if (choice !== undefined) onChange(choice);
        }}
      >
        {BACKEND_CHOICES.map((choice) => (
          <option key={choice} value={choice}>
            {words.digesters[choice]}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}
