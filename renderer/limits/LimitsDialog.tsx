import { useRef, useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import type { ErrorWords } from '../../shared/errorWords.ts';
import { RATE_RULES_MAX } from '../../shared/rateTimetable.ts';
import type { Settings } from '../../shared/settings.ts';
import { RateLimitRow } from '../settings/RateLimitRow.tsx';
import { CheckRow } from '../settings/SettingRow.tsx';
import { useApp, useAppContext } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useNow } from '../uploads/useNow.ts';
import { RuleRow } from './RuleRow.tsx';
import { draftOf, firstDraft, type RuleDraft, rulesOf } from './ruleDraft.ts';
import { WeekView } from './WeekView.tsx';

const words = en.limits;
const NOW_MS = 60_000;

/** The usual limit, and a week of others. What is whole takes effect at once. */
export function LimitsDialog() {
  const { commands } = useAppContext();
  const close = useCloseDialog();
  const { rateLimit, rateTimetable } = useApp(settingsOf);
  const [drafts, setDrafts] = useState(() => rateTimetable.rules.map(draftOf));
  const [refusal, setRefusal] = useState<ErrorWords | null>(null);
  const nextKey = useRef(drafts.length);
  const now = useNow(NOW_MS);
  const { on } = rateTimetable;
  const change = (part: Partial<Settings>) => {
    setRefusal(null);
    commands.changeSettings(part).catch((error: unknown) => setRefusal(en.explain(toErrorInfo(error))));
  };
  const edit = (next: readonly RuleDraft[], isOn = on) => {
    setDrafts([...next]);
    const rules = rulesOf(next);
    if (rules !== null) change({ rateTimetable: { on: isOn, rules } });
  };
  const add = (isOn = on) => {
    nextKey.current += 1;
    edit([...drafts, firstDraft(nextKey.current)], isOn);
  };
  return (
    <Dialog title={words.title} onClose={close} className="settings limits">
      <RateLimitRow value={rateLimit} onChange={(limit) => change({ rateLimit: limit })} />
      <CheckRow
        label={words.timetable}
        hint={words.timetableHint}
        checked={on}
        onChange={(isOn) => {
          // A timetable without a time would do nothing.
          if (isOn && drafts.length === 0) add(true);
          else change({ rateTimetable: { ...rateTimetable, on: isOn } });
        }}
      />
      {on && (
        <>
          <ul className="rules">
            {drafts.map((draft, index) => (
              <li key={draft.key}>
                <RuleRow
                  draft={draft}
                  index={index}
                  onChange={(changed) => edit(drafts.map((one) => (one.key === draft.key ? changed : one)))}
                  onRemove={() => edit(drafts.filter((one) => one.key !== draft.key))}
                />
              </li>
            ))}
          </ul>
          <Button small disabled={drafts.length >= RATE_RULES_MAX} onClick={() => add()}>
            {words.add}
          </Button>
          <WeekView rules={rateTimetable.rules} usual={rateLimit} now={now} />
        </>
      )}
      {refusal !== null && (
        <p className="refusal" role="alert">
          {en.shell.settings.refused} {refusal.title}. {refusal.remedy}
        </p>
      )}
      <div className="end">
        <Button variant="primary" onClick={close}>
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
