import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import type { AddDialog } from '../state/appState.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { type Draft, isUsable, requestOf, shownCandidates } from './draft.ts';

/** Files added by one command: few enough that a person can stop between them. */
const ADD_AT_ONCE = 50;

/** How many of how many files have been added. */
export interface Adding {
  readonly done: number;
  readonly total: number;
}

/** The add sheet's entries and what sending them does. */
export function useDraft({ candidates, latest, repository, repositories }: AddDialog) {
  const { store, commands } = useAppContext();
  const close = useCloseDialog();
  const settings = useApp(settingsOf);
  const [untouched] = useState<Draft>(() => ({
    repository: repository ?? settings.repository,
    finishBySelf: settings.finishBySelf,
    dropped: new Set(),
    digests: new Map(),
    repositories,
    outcomes: new Map(),
  }));
  const draft = useApp((state) => state.draft) ?? untouched;
  const setDraft = useCallback(
    (change: (before: Draft) => Draft) => store.setState((state) => ({ draft: change(state.draft ?? untouched) })),
    [store, untouched],
  );
  const [adding, setAdding] = useState<Adding | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const stopping = useRef(false);

  // Files that come later may bring their repository; what a person has typed stays. One that is given again after it
  // was taken off is meant.
  const known = useRef(latest);
  useEffect(() => {
    const again = new Set(known.current === latest ? [] : latest);
    known.current = latest;
    setDraft((before) => ({
      ...before,
      repositories: new Map([...repositories, ...before.repositories]),
      dropped: new Set([...before.dropped].filter((token) => !again.has(token))),
    }));
  }, [repositories, latest, setDraft]);

  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));

  // What is typed changes neither: with thousands of files that is felt.
  const { dropped, outcomes } = draft;
  const shown = useMemo(() => shownCandidates(candidates, { dropped, outcomes }), [candidates, dropped, outcomes]);
  const usable = useMemo(() => shown.filter(isUsable), [shown]);
  const request = useMemo(() => requestOf(shown, draft), [shown, draft]);

  const submit = async () => {
    if (request === null || adding !== null) return;
    stopping.current = false;
    setRefusal(null);
    const total = request.items.length;
    let failed = 0;
    try {
      for (let done = 0; done < total && !stopping.current; done += ADD_AT_ONCE) {
        setAdding({ done, total });
        const items = request.items.slice(done, done + ADD_AT_ONCE);
        const outcomes = await commands.add({ ...request, items });
        failed += outcomes.filter(({ error }) => error !== null).length;
        const told = outcomes.map((outcome) => [outcome.token, outcome] as const);
        setDraft((before) => ({ ...before, outcomes: new Map([...before.outcomes, ...told]) }));
      }
      if (failed > 0) setRefusal(en.add.failed(failed));
      else if (!stopping.current) close();
    } catch (error) {
      const { title, remedy } = en.explain(toErrorInfo(error));
      setRefusal(`${title}. ${remedy}`);
    } finally {
      setAdding(null);
    }
  };

  /** Leaves the sheet; while files are being added, stops before the next ones. */
  const leave = () => {
    if (adding === null) close();
    else stopping.current = true;
  };

  return { draft, change, submit, leave, adding, refusal, shown, usable, request };
}
