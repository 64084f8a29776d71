import ChevronDown from 'lucide-react/icons/chevron-down';
import Database from 'lucide-react/icons/database';
import FolderOpen from 'lucide-react/icons/folder-open';
import RotateCw from 'lucide-react/icons/rotate-cw';
import { useAppContext, useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Menu } from '../ui/Menu.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';

/** The last part of a path of any platform. */
function folderName(root: string): string {
  return root.split(/[\\/]/).findLast((part) => part !== '') ?? root;
}

/** Which store is open, how much room it has, and the way to another one. */
export function StoreMenu() {
  const { commands } = useAppContext();
  const store = useMirror((mirror) => mirror.store, null);
  const words = en.shell.bar;
  const root = store?.root ?? '';
  const name = root === '' ? words.noStore : folderName(root);
  const free = store === null || store.freeBytes === null ? '' : words.free(store.freeBytes);
  const closed = store?.state.kind === 'closed';
  return (
    <Menu
      label={words.store(name)}
      triggerClassName={closed ? 'store closed' : 'store'}
      triggerTitle={root}
      trigger={
        <>
          <Database className="icon" aria-hidden="true" />
          <b>
            <Untrusted text={name} />
          </b>
          {free !== '' && <span className="free">{free}</span>}
          <ChevronDown className="icon" aria-hidden="true" />
        </>
      }
      header={
        root === '' ? null : (
          <p className="menu-header mono">
            <Untrusted text={root} />
          </p>
        )
      }
      items={[
        {
          key: 'choose',
          label: words.chooseStore,
          icon: FolderOpen,
          onSelect: () => void commands.chooseStore(),
        },
        ...(closed
          ? [{ key: 'reopen', label: words.reopen, icon: RotateCw, onSelect: () => void commands.openStore(false) }]
          : []),
      ]}
    />
  );
}
