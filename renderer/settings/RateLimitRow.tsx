import { RATE_LIMIT_MAX, RATE_LIMIT_MIN } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';
import { SettingRow } from './SettingRow.tsx';
import { TypedInput } from './TypedInput.tsx';

const words = en.shell.settings;
const MEGA = 1e6;

export interface RateLimitRowProps {
  /** Bytes a second; 0 is no limit. */
  value: number;
  onChange: (bytesPerSecond: number) => void;
}

/** The limit on what all uploads together move, in MB/s. It takes effect when the field is left, or on Enter. */
export function RateLimitRow({ value, onChange }: RateLimitRowProps) {
  const limitIn = (text: string): number =>
    text.trim() === '' ? 0 : Math.round(Number(text.replace(words.decimal, '.')) * MEGA);
  return (
    <SettingRow label={words.rateLimit} hint={words.rateLimitHint} htmlFor="rateLimit">
      <span className="with-unit">
        <TypedInput
          id="rateLimit"
          inputMode="decimal"
          placeholder={words.rateLimitNone}
          value={value === 0 ? '' : String(value / MEGA).replace('.', words.decimal)}
          isValid={(text) => text.trim() === '' || isLimit(limitIn(text))}
          aria-describedby="rateLimitUnit"
          onChange={(text) => {
            if (limitIn(text) !== value) onChange(limitIn(text));
          }}
        />
        <span id="rateLimitUnit">{words.rateUnit}</span>
      </span>
    </SettingRow>
  );
}

function isLimit(bytesPerSecond: number): boolean {
  return bytesPerSecond >= RATE_LIMIT_MIN && bytesPerSecond <= RATE_LIMIT_MAX;
}
