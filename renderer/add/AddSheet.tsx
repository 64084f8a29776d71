import { type FormEvent, useMemo, useRef, useState } from 'react';
import type { AddDialog } from '../state/appState.ts';
import { useApp } from '../state/context.ts';
import { type ListedRepository, listedRepositories, matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { CandidateGrid } from './CandidateGrid.tsx';
import { SelectedFile } from './SelectedFile.tsx';
import { useDraft } from './useDraft.ts';
import { checkRepository, problemOf } from './validation.ts';

const words = en.add;
const NO_REPOSITORIES: readonly ListedRepository[] = [];
/** Suggested at a time; typing narrows them. */
const SUGGESTIONS = 50;
const KNOWN_REPOSITORIES_ID = 'known-repositories';

/** Asks where the layers go and, if a person knows, what digest each must have. */
export function AddSheet({ offered }: { offered: AddDialog }) {
  const { draft, change, submit, leave, adding, refusal, shown, usable, request } = useDraft(offered);
  const [selected, setSelected] = useState<string | null>(usable[0]?.token ?? null);
  const [touched, setTouched] = useState(false);
  const details = useRef<HTMLFieldSetElement>(null);
  const repositories = useApp((state) =>
    state.mirror === null ? NO_REPOSITORIES : listedRepositories(state.mirror.repositories, state.mirror.uploads),
  );

  const suggested = useMemo(
    () => repositories.filter(({ name }) => matches(draft.repository, name)).slice(0, SUGGESTIONS),
    [repositories, draft.repository],
  );

  const current = shown.find(({ token }) => token === selected) ?? shown[0];
  const bytes = useMemo(() => usable.reduce((sum, { size }) => sum + (size ?? 0), 0), [usable]);
  // Those that can be added come first.
  const leftOut = shown.slice(usable.length).map(({ token }) => token);
  const passedOver = en.intake.leftOut(offered.leftOut);
  const repositoryProblem = touched || draft.repository !== '' ? problemOf(checkRepository(draft.repository)) : null;
  const takeOff = (tokens: readonly string[]) => change({ dropped: new Set([...draft.dropped, ...tokens]) });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    void submit();
  };

  return (
    <Dialog
      title={words.title(usable.length, bytes)}
      onClose={leave}
      className={shown.length > 1 ? 'add-sheet many' : 'add-sheet'}
    >
      <form onSubmit={onSubmit}>
        {leftOut.length > 0 && (
          <p className="note left-out">
            {words.leftOut(leftOut.length)}
            <button type="button" className="link" onClick={() => takeOff(leftOut)}>
              {words.takeOffLeftOut}
            </button>
          </p>
        )}
        {passedOver !== '' && <p className="note left-out">{passedOver}</p>}
        <CandidateGrid
          candidates={shown}
          draft={draft}
          selected={current?.token ?? null}
          onSelect={setSelected}
          onDrop={(token) => takeOff([token])}
          onOpen={() => details.current?.querySelector('input')?.focus()}
        />
        <Field
          label={words.repository}
          data-autofocus
          list={KNOWN_REPOSITORIES_ID}
          value={draft.repository}
          placeholder={words.repositoryPlaceholder}
          hint={words.repositoryHint}
          problem={repositoryProblem}
          onBlur={() => setTouched(true)}
          onChange={(event) => {
            setTouched(true);
            change({ repository: event.target.value });
          }}
        />
        <datalist id={KNOWN_REPOSITORIES_ID}>
          {suggested.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {current !== undefined && (
          <SelectedFile
            ref={details}
            key={current.token}
            candidate={current}
            alone={shown.length === 1}
            draft={draft}
            change={change}
            repositoriesId={KNOWN_REPOSITORIES_ID}
          />
        )}
        {refusal !== null && (
          <p className="refusal" role="alert">
            {refusal}
          </p>
        )}
        <div className="end">
          <label className="check">
            <input
              type="checkbox"
              checked={draft.finishBySelf}
              onChange={(event) => change({ finishBySelf: event.target.checked })}
            />
            {words.finishBySelf(usable.length)}
          </label>
          <Button onClick={leave}>{adding === null ? words.cancel : words.stop}</Button>
          <Button type="submit" variant="primary" disabled={request === null || adding !== null}>
            {adding === null ? words.submit(usable.length) : words.adding(adding.done, adding.total)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
