import { useState } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { QUIET_MAX, QUIET_MIN, WATCH_OFF } from '../../shared/watch.ts';
import { checkRepository, problemOf } from '../add/validation.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { SettingRow } from './SettingRow.tsx';
import { TypedInput } from './TypedInput.tsx';

const words = en.watch;

export interface WatchRowsProps {
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
}

/** The watched folder: which, where its files go, how quiet they must be, and how it is doing. */
export function WatchRows({ settings, onChange }: WatchRowsProps) {
  const { commands } = useAppContext();
  const { watchFolder, watchRepository, watchQuiet } = settings;
  const isOn = watchFolder !== '';
  return (
    <>
      <SettingRow label={words.folder} hint={words.folderHint} className="stacked">
        <span className="setting-path mono">
          <Untrusted text={isOn ? watchFolder : words.folderNone} />
        </span>
        <Button small onClick={() => void commands.chooseWatched()}>
          {words.choose}
        </Button>
        {isOn && (
          <Button small onClick={() => void commands.stopWatching()}>
            {words.stop}
          </Button>
        )}
      </SettingRow>
      {isOn && (
        <>
          <RepositoryRow value={watchRepository} onChange={(value) => onChange({ watchRepository: value })} />
          <SettingRow label={words.quiet} hint={words.quietHint} htmlFor="watchQuiet">
            <span className="with-unit">
              <TypedInput
                id="watchQuiet"
                inputMode="numeric"
                value={String(watchQuiet)}
                isValid={(text) => /^\d+$/.test(text) && Number(text) >= QUIET_MIN && Number(text) <= QUIET_MAX}
                onChange={(text) => onChange({ watchQuiet: Number(text) })}
              />
              <span>{words.seconds}</span>
            </span>
          </SettingRow>
          <WatchState />
        </>
      )}
    </>
  );
}

function RepositoryRow({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const check = (text: string): string | null => (text.trim() === '' ? null : problemOf(checkRepository(text)));
  return (
    <SettingRow label={words.repository} hint={problem ?? words.repositoryHint} htmlFor="watchRepository">
      <TypedInput
        id="watchRepository"
        className="wide"
        placeholder={en.add.repositoryPlaceholder}
        value={value}
        isValid={(text) => check(text) === null}
        onTyped={(text) => setProblem(check(text))}
        onChange={(text) => onChange(text.trim())}
      />
    </SettingRow>
  );
}

function WatchState() {
  const watch = useMirror((mirror) => mirror.watch, WATCH_OFF);
  const { state, refused } = watch;
  return (
    <section className="watch-state" aria-label={words.status}>
      <p className={state.kind === 'watching' ? 'note' : 'note risk'}>
        {words.state(watch)}
        {state.kind === 'trouble' && `. ${en.explain(state.error).title}. ${en.explain(state.error).remedy}`}
      </p>
      {refused.length > 0 && (
        <ul>
          {refused.map(({ name, error }) => (
            <li key={name}>
              <Untrusted text={name} />
              <span>{en.explain(error).title}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
