import type { UploadId } from '../../shared/names.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { withLive } from '../state/mirror.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';

/** Asks once before the data of uploads is deleted. */
export function ConfirmCancel({ ids }: { ids: readonly UploadId[] }) {
  const { commands } = useAppContext();
  const mirror = useMirror((one) => one, null);
  const close = useCloseDialog();
  const words = en.uploads.confirm;
  const uploads = ids.flatMap((id) => {
    const upload = mirror?.uploads.get(id);
    return upload === undefined ? [] : [withLive(upload, mirror?.live.get(id))];
  });
  const [first] = uploads;
  if (first === undefined) return null;
  const bytes = uploads.reduce((sum, { offset }) => sum + offset, 0);
  const one = uploads.length === 1;
  return (
    <Dialog
      role="alertdialog"
      title={one ? words.title : words.titleAll(uploads.length)}
      onClose={close}
      className="narrow"
    >
      {one && (
        <p className="subject">
          <Untrusted text={first.name} />
        </p>
      )}
      <p className="prose">
        {one ? words.body(bytes) : words.bodyAll(bytes)} <strong>{words.warning}</strong>
      </p>
      <div className="end">
        <Button data-autofocus onClick={close}>
          {one ? words.keep : words.keepAll}
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            close();
            void commands.batch('uploads:cancel', ids);
          }}
        >
          {one ? words.cancel : words.cancelAll(uploads.length)}
        </Button>
      </div>
    </Dialog>
  );
}
