import type { UploadId } from '../../shared/names.ts';
import { useAppContext, useUpload } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';

/** Asks once before an upload's data is deleted. */
export function ConfirmCancel({ id }: { id: UploadId }) {
  const { commands } = useAppContext();
  const live = useUpload(id);
  const close = useCloseDialog();
  const words = en.uploads.confirm;
  if (live === null) return null;
  return (
    <Dialog role="alertdialog" title={words.title} onClose={close} className="narrow">
      <p className="subject">
        <Untrusted text={live.upload.name} />
      </p>
      <p className="prose">
        {words.body(live.upload.offset)} <strong>{words.warning}</strong>
      </p>
      <div className="end">
        <Button data-autofocus onClick={close}>
          {words.keep}
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            close();
            void commands.batch('uploads:cancel', [id]);
          }}
        >
          {words.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
