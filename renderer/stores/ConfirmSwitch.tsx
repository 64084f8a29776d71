import type { StoreWish } from '../state/appState.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { countsOf } from '../state/selectors.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';

/** Asks once before uploads are paused because another store is wanted. */
export function ConfirmSwitch({ wish }: { wish: StoreWish }) {
  const { commands } = useAppContext();
  const close = useCloseDialog();
  const moving = useMirror(({ uploads }) => countsOf(uploads).moving + countsOf(uploads).waiting, 0);
  const words = en.stores.ask;
  return (
    <Dialog role="alertdialog" title={words.title(moving)} onClose={close} className="narrow">
      <p className="prose">{words.text}</p>
      <div className="end">
        <Button data-autofocus onClick={close}>
          {words.stay}
        </Button>
        <Button
          variant="primary"
          onClick={() => {
            close();
            void commands.goToStore(wish);
          }}
        >
          {words.leave}
        </Button>
      </div>
    </Dialog>
  );
}
