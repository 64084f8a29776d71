import FolderPlus from 'lucide-react/icons/folder-plus';
import { useState } from 'react';
import { useAppContext } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { StoreItem } from './StoreItem.tsx';
import { useStores } from './useStores.ts';

/** The stores at hand: what state each is in, opening, describing and forgetting them. */
export function StoresDialog() {
  const { commands } = useAppContext();
  const close = useCloseDialog();
  const { stores } = useStores(true);
  const [edited, setEdited] = useState<string | null>(null);
  /** Where the focus goes when the form closes. */
  const [left, setLeft] = useState<string | null>(null);
  const words = en.stores;
  return (
    <Dialog title={words.title} onClose={close} className="stores">
      {stores === null && <p className="note">{words.looking}</p>}
      {stores?.length === 0 && <p className="note">{words.none}</p>}
      <ul className="store-list">
        {(stores ?? []).map((one) => (
          <li key={one.profile.root}>
            {edited === one.profile.root ? (
              <ProfileForm
                profile={one.profile}
                onDone={() => {
                  setEdited(null);
                  setLeft(one.profile.root);
                }}
              />
            ) : (
              <StoreItem listed={one} focused={left === one.profile.root} onEdit={() => setEdited(one.profile.root)} />
            )}
          </li>
        ))}
      </ul>
      <div className="end">
        <Button
          icon={FolderPlus}
          className="start"
          onClick={() => {
            close();
            commands.chooseStore();
          }}
        >
          {words.add}
        </Button>
        <Button variant="primary" data-autofocus onClick={close}>
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
