import type { Ref } from 'react';
import type { Candidate } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import { Field } from '../ui/Field.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { type Draft, digestTextOf, isUsable } from './draft.ts';
import { checkDigest, checkRepository, problemOf } from './validation.ts';

const words = en.add;

export interface SelectedFileProps {
  candidate: Candidate;
  /** It is the only one: then the repository of all is its own. */
  alone: boolean;
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  /** Id of the list of known repositories. */
  repositoriesId: string;
  ref: Ref<HTMLFieldSetElement>;
}

/** What a person can say about the selected file alone; for one that cannot be added, why. */
export function SelectedFile({ candidate, alone, draft, change, repositoriesId, ref }: SelectedFileProps) {
  const { token, name } = candidate;
  const digest = digestTextOf(draft, candidate);
  const own = draft.repositories.get(token) ?? '';
  return (
    <fieldset ref={ref} className="selected-file">
      {!alone && (
        <legend>
          <span>{words.selected}</span>
          <Untrusted text={name} />
        </legend>
      )}
      {!isUsable(candidate) && <p className="note why">{whyNot(candidate, draft)}</p>}
      {isUsable(candidate) && !alone && (
        <Field
          label={words.ownRepository}
          list={repositoriesId}
          value={own}
          placeholder={draft.repository}
          hint={words.ownRepositoryHint}
          problem={own.trim() === '' ? null : problemOf(checkRepository(own))}
          onChange={(event) => change({ repositories: new Map(draft.repositories).set(token, event.target.value) })}
        />
      )}
      {isUsable(candidate) && (
        <Field
          className="mono-input"
          label={words.digest}
          value={digest}
          placeholder={words.digestPlaceholder}
          hint={words.digestHint}
          problem={problemOf(checkDigest(digest))}
          onChange={(event) => change({ digests: new Map(draft.digests).set(token, event.target.value) })}
        />
      )}
    </fieldset>
  );
}

function whyNot(candidate: Candidate, draft: Draft): string {
  const error = candidate.error ?? draft.outcomes.get(candidate.token)?.error ?? null;
  if (error === null) return words.duplicate;
  const { title, remedy } = en.explain(error);
  return visibleText(`${title}. ${remedy}`);
}
