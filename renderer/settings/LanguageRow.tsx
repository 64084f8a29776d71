import { LANGUAGE_NAMES, LANGUAGES, type LanguageChoice } from '../../shared/language.ts';
import { en } from '../strings/en.ts';
import { SettingRow } from './SettingRow.tsx';

const words = en.shell.settings;

/** The language of the window. Each names itself in its own words. */
export function LanguageRow({
  value,
  onChange,
}: {
  value: LanguageChoice;
  onChange: (choice: LanguageChoice) => void;
}) {
  return (
    <SettingRow label={words.language} htmlFor="language">
      <select
        id="language"
        className="input"
        value={value}
        onChange={(event) => onChange(event.target.value as LanguageChoice)}
      >
        <option value="system">{words.languageSystem}</option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
    </SettingRow>
  );
}
