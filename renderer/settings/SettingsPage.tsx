import { useRef, useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import type { ErrorWords } from '../../shared/errorWords.ts';
import type { Settings } from '../../shared/settings.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { matches } from '../state/selectors.ts';
import { settingsOf } from '../state/settings.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { useScrollPlace } from '../ui/useScrollPlace.ts';
import { type SectionName, settingRows } from './settingRows.tsx';

/** What a person can set; every change takes effect at once. The window's search narrows it. */
export function SettingsPage() {
  const { store, commands } = useAppContext();
  const settings = useApp(settingsOf);
  const query = useApp((state) => state.query);
  const root = useMirror((mirror) => mirror.store.root, '');
  const version = useMirror((mirror) => mirror.version, '');
  const backend = useMirror((mirror) => mirror.digester.backend, '');
  const [refusal, setRefusal] = useState<ErrorWords | null>(null);
  const words = en.shell.settings;
  const page = useRef<HTMLDivElement>(null);
  useScrollPlace(page, 'settings');
  const change = (part: Partial<Settings>): void => {
    setRefusal(null);
    commands.changeSettings(part).catch((error: unknown) => setRefusal(en.explain(toErrorInfo(error))));
  };
  const chooseStore = (): void => void commands.chooseStore();
  const rows = settingRows({ settings, root, backend, change, chooseStore }).filter((row) =>
    matches(query, words.sections[row.section], ...row.words),
  );
  const sections = (Object.keys(words.sections) as SectionName[]).filter((name) =>
    rows.some((row) => row.section === name),
  );
  return (
    <div ref={page} className="page settings">
      <div className="page-column">
        <h1 className="page-title">{words.title}</h1>
        {refusal !== null && (
          <p className="refusal" role="alert">
            {words.refused} {refusal.title}. {refusal.remedy}
          </p>
        )}
        {sections.map((name) => (
          <section key={name} aria-labelledby={`settings-${name}`}>
            <h2 id={`settings-${name}`}>{words.sections[name]}</h2>
            {rows.filter((row) => row.section === name).map((row) => row.node)}
          </section>
        ))}
        {sections.length === 0 && <p className="nothing">{words.noMatch(query)}</p>}
        <div className="page-end">
          <Button onClick={() => store.setState({ dialog: { kind: 'confirmReset' } })}>{words.reset}</Button>
          <Button onClick={() => commands.togglePage('log')}>{words.log}</Button>
          <p className="note about">
            {words.about(version, backend)}{' '}
            <button type="button" className="link" onClick={() => store.setState({ dialog: { kind: 'about' } })}>
              {en.about.open}
            </button>
          </p>
        </div>
      </div>
    </div>
  );
}
