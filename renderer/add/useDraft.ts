import { useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import type { Candidate } from '../../shared/ipc.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { type Draft, isUsable, requestOf, shownCandidates } from './draft.ts';

/** The add sheet's entries and what sending them does. */
export function useDraft(candidates: readonly Candidate[]) {
  const { commands } = useAppContext();
  const close = useCloseDialog();
  const settings = useApp(settingsOf);
  const [draft, setDraft] = useState<Draft>(() => ({
    repository: settings.repository,
    finishBySelf: settings.finishBySelf,
    dropped: new Set(),
    digests: new Map(),
    outcomes: new Map(),
  }));
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  const submit = async () => {
    const request = requestOf(shownCandidates(candidates, draft), draft);
    if (request === null || busy) return;
    setBusy(true);
    setRefusal(null);
    try {
      const outcomes = await commands.add(request);
      const failed = outcomes.filter((outcome) => outcome.error !== null);
      if (failed.length === 0) return close();
      change({ outcomes: new Map(outcomes.map((outcome) => [outcome.token, outcome])) });
      setRefusal(en.add.failed(failed.length));
    } catch (error) {
      const { title, remedy } = en.explain(toErrorInfo(error));
      setRefusal(`${title}. ${remedy}`);
    } finally {
      setBusy(false);
    }
  };

  const shown = shownCandidates(candidates, draft);
  const usable = shown.filter(isUsable);
  return { draft, change, submit, busy, refusal, shown, usable, request: requestOf(shown, draft) };
}
