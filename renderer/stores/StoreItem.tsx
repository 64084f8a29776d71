import Database from 'lucide-react/icons/database';
import ListX from 'lucide-react/icons/list-x';
import Pencil from 'lucide-react/icons/pencil';
import { type ListedStore, storeName } from '../../shared/stores.ts';
import { useAppContext } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { stateOf } from './stateOf.ts';

export interface StoreItemProps {
  listed: ListedStore;
  /** It has just been edited: the focus goes on from there. */
  focused: boolean;
  onEdit: () => void;
}

/** One store of the dialog. */
export function StoreItem({ listed, focused, onEdit }: StoreItemProps) {
  const { commands } = useAppContext();
  const close = useCloseDialog();
  const words = en.stores;
  const { profile, current, kept, freeBytes, error } = listed;
  const name = storeName(profile);
  const facts = [
    ...(freeBytes === null ? [] : [words.free(freeBytes)]),
    ...(profile.repository === '' ? [] : [profile.repository]),
    ...(profile.host === '' ? [] : [profile.host]),
    ...(kept ? [] : [words.notKept]),
  ];
  return (
    <section className={current ? 'store-item current' : 'store-item'} aria-label={visibleText(name)}>
      <Database className="icon" aria-hidden="true" />
      <div className="store-what">
        <p className="name">
          <b>
            <Untrusted text={name} />
          </b>
          <span className={error === null ? 'state good' : 'state bad'}>
            {error === null ? (current ? words.isOpen : words.ready) : stateOf(error)}
          </span>
        </p>
        <p className="mono">
          <Untrusted text={profile.root} />
        </p>
        {facts.length > 0 && <p className="note">{visibleText(facts.join(' · '))}</p>}
      </div>
      <div className="store-actions">
        {!current && (
          <Button
            small
            onClick={() => {
              close();
              commands.switchStore(profile.root);
            }}
          >
            {words.open}
            <span className="visually-hidden"> {visibleText(name)}</span>
          </Button>
        )}
        <IconButton icon={Pencil} label={words.edit} autoFocus={focused} onClick={onEdit} />
        {!current && (
          <IconButton icon={ListX} label={words.forget} onClick={() => void commands.forgetStore(profile.root)} />
        )}
      </div>
    </section>
  );
}
