import type { UploadId } from '../../shared/names.ts';
import { useAppContext } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';

const words = en.uploads.digestDialog;

/** The ways on from a mismatch other than correcting the digest. */
export function MismatchChoices({ id, onUseActual }: { id: UploadId; onUseActual: () => void }) {
  const { store, commands } = useAppContext();
  const close = useCloseDialog();
  return (
    <div className="choices">
      <Button
        onClick={() => {
          close();
          void commands.batch('uploads:verify', [id]);
        }}
      >
        {words.verify}
      </Button>
      <Button onClick={onUseActual}>{words.useActual}</Button>
      <Button className="danger-text" onClick={() => store.setState({ dialog: { kind: 'confirmCancel', ids: [id] } })}>
        {words.cancelUpload}
      </Button>
    </div>
  );
}
