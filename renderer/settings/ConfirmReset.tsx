import { useAppContext } from '../state/context.ts';
import { notifyError } from '../state/store.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { resetChange } from './settingRows.tsx';

/** Asks before every setting goes back to what it was at first. */
export function ConfirmReset() {
  const { store, commands } = useAppContext();
  const close = useCloseDialog();
  const words = en.shell.settings.confirmReset;
  const reset = (): void => {
    close();
    commands.changeSettings(resetChange()).catch((error: unknown) => notifyError(store, error));
  };
  return (
    <Dialog title={words.title} onClose={close} role="alertdialog" className="narrow">
      <p className="prose">{words.text}</p>
      <div className="end">
        <Button data-autofocus onClick={close}>
          {words.keep}
        </Button>
        <Button variant="danger" onClick={reset}>
          {words.reset}
        </Button>
      </div>
    </Dialog>
  );
}
