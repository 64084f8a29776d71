import { useState } from 'react';
import { RATE_LIMIT_MAX, RATE_LIMIT_MIN } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';
import { SettingRow } from './SettingRow.tsx';

const words = en.shell.settings;
const MEGA = 1e6;

export interface RateLimitRowProps {
  /** Bytes a second; 0 is no limit. */
  value: number;
  onChange: (bytesPerSecond: number) => void;
}

/** The limit on what all uploads together move, in MB/s. It takes effect when the field is left, or on Enter. */
export function RateLimitRow({ value, onChange }: RateLimitRowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === 0 ? '' : String(value / MEGA).replace('.', words.decimal));
  const wanted = Math.round(Number(shown.replace(words.decimal, '.')) * MEGA);
  const valid = shown.trim() === '' || (wanted >= RATE_LIMIT_MIN && wanted <= RATE_LIMIT_MAX);
  const settle = (): void => {
    const limit = shown.trim() === '' ? 0 : wanted;
    // What is no limit goes back to the one that holds.
    if (valid && limit !== value) onChange(limit);
    setTyped(null);
  };
  return (
    <SettingRow label={words.rateLimit} hint={words.rateLimitHint} htmlFor="rateLimit">
      <span className="with-unit">
        <input
          id="rateLimit"
          className="input"
          inputMode="decimal"
          autoComplete="off"
          placeholder={words.rateLimitNone}
          value={shown}
          aria-invalid={!valid}
          aria-describedby="rateLimitUnit"
          onChange={(event) => setTyped(event.target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === 'Enter') settle();
          }}
        />
        <span id="rateLimitUnit">{words.rateUnit}</span>
      </span>
    </SettingRow>
  );
}
