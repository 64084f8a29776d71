import { type FormEvent, useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import { folderName, isRegistryHost, STORE_NAME_MAX, type StoreProfile } from '../../shared/stores.ts';
import { checkRepository } from '../add/validation.ts';
import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { visibleText } from '../ui/visibleText.ts';

/** What a person says of a store: its name, the repository that it offers, the registry that serves it. */
export function ProfileForm({ profile, onDone }: { profile: StoreProfile; onDone: () => void }) {
  const { commands } = useAppContext();
  const { root } = profile;
  const [typed, setTyped] = useState({ name: profile.name, repository: profile.repository, host: profile.host });
  const [refusal, setRefusal] = useState<string | null>(null);
  const words = en.stores.form;
  const wanted = { name: typed.name.trim(), repository: typed.repository.trim(), host: typed.host.trim() };
  const checked = wanted.repository === '' ? null : checkRepository(wanted.repository);
  const repositoryProblem = checked === null || checked.ok ? null : `${checked.words.title}. ${checked.words.remedy}`;
  const hostProblem = wanted.host === '' || isRegistryHost(wanted.host) ? null : words.hostProblem;
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (repositoryProblem !== null || hostProblem !== null) return;
    try {
      await commands.describeStore(root, wanted);
      onDone();
    } catch (error) {
      setRefusal(en.errorLine(toErrorInfo(error)));
    }
  };
  return (
    <form className="profile-form" aria-label={visibleText(folderName(root))} onSubmit={(event) => void submit(event)}>
      <p className="mono">{visibleText(root)}</p>
      <Field
        label={words.name}
        autoFocus
        maxLength={STORE_NAME_MAX}
        value={typed.name}
        placeholder={visibleText(folderName(root))}
        hint={words.nameHint}
        problem={null}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Field
        label={words.repository}
        value={typed.repository}
        hint={words.repositoryHint}
        problem={repositoryProblem}
        onChange={(event) => change({ repository: event.target.value })}
      />
      <Field
        label={words.host}
        value={typed.host}
        hint={words.hostHint}
        problem={hostProblem}
        onChange={(event) => change({ host: event.target.value })}
      />
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <div className="end">
        <Button onClick={onDone}>{words.cancel}</Button>
        <Button type="submit" variant="primary" disabled={repositoryProblem !== null || hostProblem !== null}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
