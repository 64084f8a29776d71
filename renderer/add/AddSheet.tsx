import { type FormEvent, useState } from 'react';
import type { Candidate } from '../../shared/ipc.ts';
import { useApp } from '../state/context.ts';
import { repositoriesOf } from '../state/selectors.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { CandidateGrid } from './CandidateGrid.tsx';
import { digestTextOf, isUsable } from './draft.ts';
import { useDraft } from './useDraft.ts';
import { checkDigest, checkRepository } from './validation.ts';

const words = en.add;
const NO_REPOSITORIES: ReturnType<typeof repositoriesOf> = [];

/** What is wrong with a text field, as one line; null while it is fine. */
function problemOf(checked: ReturnType<typeof checkDigest> | ReturnType<typeof checkRepository>): string | null {
  return checked.ok ? null : `${checked.words.title}. ${checked.words.remedy}`;
}

/** Asks where the layers go and, if a person knows, what digest each must have. */
export function AddSheet({ candidates }: { candidates: readonly Candidate[] }) {
  const close = useCloseDialog();
  const { draft, change, submit, busy, refusal, shown, usable, request } = useDraft(candidates);
  const [selected, setSelected] = useState<string | null>(usable[0]?.token ?? null);
  const [touched, setTouched] = useState(false);
  const repositories = useApp((state) =>
    state.mirror === null ? NO_REPOSITORIES : repositoriesOf(state.mirror.uploads),
  );

  const current = usable.find(({ token }) => token === selected) ?? usable[0];
  const bytes = usable.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const leftOut = shown.length - usable.length;
  const repositoryProblem = touched || draft.repository !== '' ? problemOf(checkRepository(draft.repository)) : null;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTouched(true);
    void submit();
  };

  return (
    <Dialog title={words.title(usable.length, bytes)} onClose={close} className="add-sheet">
      <form onSubmit={onSubmit}>
        {leftOut > 0 && <p className="note">{words.leftOut(leftOut)}</p>}
        <CandidateGrid
          candidates={shown}
          draft={draft}
          selected={selected}
          onSelect={setSelected}
          onDrop={(token) => change({ dropped: new Set([...draft.dropped, token]) })}
        />
        <Field
          label={words.repository}
          data-autofocus
          list="known-repositories"
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
        <datalist id="known-repositories">
          {repositories.slice(0, 50).map(([name]) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {current !== undefined && isUsable(current) && (
          <Field
            key={current.token}
            className="mono-input"
            label={words.digest}
            value={digestTextOf(draft, current)}
            placeholder={words.digestPlaceholder}
            hint={usable.length > 1 ? words.digestHintFor(visibleText(current.name)) : words.digestHint}
            problem={problemOf(checkDigest(digestTextOf(draft, current)))}
            onChange={(event) => change({ digests: new Map(draft.digests).set(current.token, event.target.value) })}
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
          <Button onClick={close}>{words.cancel}</Button>
          <Button type="submit" variant="primary" disabled={request === null || busy}>
            {words.submit(usable.length)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
