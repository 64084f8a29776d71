import type { Settings } from '../../shared/settings.ts';
import { en } from '../strings/en.ts';

type Theme = Settings['theme'];

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const words = en.shell.settings;

/** One of three, as a segmented row of radio buttons. */
export function ThemeChoice({ value, onChange }: { value: Theme; onChange: (theme: Theme) => void }) {
  return (
    <fieldset className="setting">
      <legend>{words.theme}</legend>
      <div className="segments">
        {THEMES.map((theme) => (
          <label key={theme} className="segment">
            <input type="radio" name="theme" checked={theme === value} onChange={() => onChange(theme)} />
            <span>{words.themes[theme]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
