import { useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import { type ErrorWords, explain } from '../../shared/errorWords.ts';
import { CONCURRENCY_MAX, type Settings } from '../../shared/settings.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { DigesterRow } from './DigesterRow.tsx';
import { RateLimitRow } from './RateLimitRow.tsx';
import { CheckRow, SettingRow } from './SettingRow.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import { WatchRows } from './WatchRows.tsx';

const words = en.shell.settings;
const CONCURRENCIES = Array.from({ length: CONCURRENCY_MAX }, (_, index) => index + 1);

/** What a person can set; every change takes effect at once. */
export function SettingsDialog() {
  const { store, commands } = useAppContext();
  const close = useCloseDialog();
  const settings = useApp(settingsOf);
  const root = useMirror((mirror) => mirror.store.root, '');
  const version = useMirror((mirror) => mirror.version, '');
  const backend = useMirror((mirror) => mirror.digester.backend, '');
  const [refusal, setRefusal] = useState<ErrorWords | null>(null);
  const change = (part: Partial<Settings>) => {
    setRefusal(null);
    commands.changeSettings(part).catch((error: unknown) => setRefusal(explain(toErrorInfo(error))));
  };
  return (
    <Dialog title={words.title} onClose={close} className="settings">
      <SettingRow label={words.store}>
        <span className="setting-path mono">
          <Untrusted text={root === '' ? words.storeNone : root} />
        </span>
        <Button small onClick={() => commands.chooseStore()}>
          {words.choose}
        </Button>
      </SettingRow>
      <SettingRow label={words.concurrency} hint={words.concurrencyHint} htmlFor="concurrency">
        <select
          id="concurrency"
          className="input"
          value={settings.concurrency}
          onChange={(event) => change({ concurrency: Number(event.target.value) })}
        >
          {CONCURRENCIES.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </SettingRow>
      <RateLimitRow value={settings.rateLimit} onChange={(rateLimit) => change({ rateLimit })} />
      <CheckRow
        label={words.finishBySelf}
        hint={words.finishBySelfHint}
        checked={settings.finishBySelf}
        onChange={(finishBySelf) => change({ finishBySelf })}
      />
      <CheckRow
        label={words.resumeBySelf}
        hint={words.resumeBySelfHint}
        checked={settings.resumeBySelf}
        onChange={(resumeBySelf) => change({ resumeBySelf })}
      />
      <CheckRow
        label={words.verifyExisting}
        hint={words.verifyExistingHint}
        checked={settings.verifyExisting}
        onChange={(verifyExisting) => change({ verifyExisting })}
      />
      <DigesterRow value={settings.digester} backend={backend} onChange={(digester) => change({ digester })} />
      <WatchRows settings={settings} onChange={change} />
      <ThemeChoice value={settings.theme} onChange={(theme) => change({ theme })} />
      {refusal !== null && (
        <p className="refusal" role="alert">
          {words.refused} {refusal.title}. {refusal.remedy}
        </p>
      )}
      <div className="end">
        <p className="note about">
          {words.about(version, backend)}{' '}
          <button type="button" className="link" onClick={() => store.setState({ dialog: { kind: 'about' } })}>
            {en.about.open}
          </button>
        </p>
        <Button variant="primary" onClick={close}>
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
