import { type FormEvent, useState } from 'react';
import { toErrorInfo } from '../../shared/errors.ts';
import type { UploadId } from '../../shared/names.ts';
import { checkDigest } from '../add/validation.ts';
import { useAppContext, useUpload } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Field } from '../ui/Field.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { MismatchChoices } from './MismatchChoices.tsx';

const words = en.uploads.digestDialog;

/** Sets, corrects or drops the expected digest; after a mismatch it shows both and offers every way on. */
export function DigestDialog({ id }: { id: UploadId }) {
  const { commands } = useAppContext();
  const live = useUpload(id);
  const close = useCloseDialog();
  const mismatch = live?.upload.status.kind === 'mismatch' ? live.upload.status : null;
  const [text, setText] = useState(mismatch === null ? (live?.upload.expected ?? '') : '');
  const [refusal, setRefusal] = useState<string | null>(null);
  if (live === null) return null;
  const checked = checkDigest(text);
  const problem = checked.ok ? refusal : `${checked.words.title}. ${checked.words.remedy}`;

  const use = async (digest: string | null) => {
    try {
      await commands.setExpected(id, digest);
      close();
    } catch (error) {
      setRefusal(en.explain(toErrorInfo(error)).title);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (checked.ok && (mismatch === null || checked.value !== null)) void use(checked.value);
  };

  return (
    <Dialog title={mismatch === null ? words.title : words.mismatchTitle} onClose={close}>
      <p className="subject">
        <Untrusted text={live.upload.name} />
      </p>
      <p className="prose">{mismatch === null ? words.intro : words.mismatch}</p>
      {mismatch !== null && (
        <dl className="digests">
          <dt>{words.expected}</dt>
          <dd className="mono">{mismatch.expected}</dd>
          <dt>{words.actual}</dt>
          <dd className="mono">{mismatch.actual}</dd>
        </dl>
      )}
      <form onSubmit={submit}>
        <Field
          label={mismatch === null ? words.field : words.correctField}
          className="stacked mono-input"
          data-autofocus
          value={text}
          placeholder={words.placeholder}
          problem={problem}
          onChange={(event) => {
            setText(event.target.value);
            setRefusal(null);
          }}
        />
        <div className="end">
          {mismatch !== null && <MismatchChoices id={id} onUseActual={() => void use(mismatch.actual)} />}
          <Button onClick={close}>{words.close}</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={!checked.ok || (mismatch !== null && checked.value === null)}
          >
            {mismatch === null ? words.save : words.correct}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
