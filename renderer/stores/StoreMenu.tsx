import Check from 'lucide-react/icons/check';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Database from 'lucide-react/icons/database';
import FolderOpen from 'lucide-react/icons/folder-open';
import RotateCw from 'lucide-react/icons/rotate-cw';
import Settings2 from 'lucide-react/icons/settings-2';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useState } from 'react';
import { type ListedStore, storeName } from '../../shared/stores.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { en } from '../strings/en.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { stateOf } from './stateOf.ts';
import { useStores } from './useStores.ts';

/** Stores in the menu; all of them are in the dialog. */
const MENU_MAX = 12;

/** Which store is open, how much room it has, and the way to the others. */
export function StoreMenu() {
  const { store: app, commands } = useAppContext();
  const [open, setOpen] = useState(false);
  const store = useMirror((mirror) => mirror.store, null);
  const kept = useApp((state) => settingsOf(state).stores);
  const { stores } = useStores(open);
  const words = en.shell.bar;
  const root = store?.root ?? '';
  const profile = kept.find((one) => one.root === root) ?? { root, name: '' };
  const name = root === '' ? words.noStore : storeName(profile);
  const closed = store?.state.kind === 'closed';
  const away = store?.away === true;
  const free = store === null || store.freeBytes === null ? '' : words.free(store.freeBytes);
  const listed =
    stores ?? kept.map((one) => ({ profile: one, current: one.root === root, freeBytes: null, error: null }));
  const items: readonly MenuItem[] = [
    ...listed.slice(0, MENU_MAX).map((one) => ({
      key: one.profile.root,
      label: visibleText(storeName(one.profile)),
      icon: one.current ? Check : one.error === null ? Database : TriangleAlert,
      shortcut: noteOf(one),
      onSelect: () => {
        if (!one.current) commands.switchStore(one.profile.root);
      },
    })),
    {
      key: 'choose',
      label: words.chooseStore,
      icon: FolderOpen,
      separated: listed.length > 0,
      onSelect: () => commands.chooseStore(),
    },
    {
      key: 'manage',
      label: en.stores.manage,
      icon: Settings2,
      onSelect: () => app.setState({ dialog: { kind: 'stores' } }),
    },
    ...(closed && root !== ''
      ? [{ key: 'reopen', label: words.reopen, icon: RotateCw, onSelect: () => void commands.openStore(false) }]
      : []),
  ];
  return (
    <Menu
      label={words.store(name)}
      triggerClassName={closed || away ? 'store closed' : 'store'}
      triggerTitle={root}
      onToggle={setOpen}
      trigger={
        <>
          <Database className="icon" aria-hidden="true" />
          <b>
            <Untrusted text={name} />
          </b>
          {away ? (
            <span className="free away">{en.stores.away}</span>
          ) : (
            free !== '' && <span className="free">{free}</span>
          )}
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
      items={items}
    />
  );
}

/** What a look said, in few words. */
function noteOf({
  current,
  freeBytes,
  error,
}: Pick<ListedStore, 'current' | 'freeBytes' | 'error'>): string | undefined {
  if (error !== null) return stateOf(error);
  if (freeBytes !== null) return en.stores.free(freeBytes);
  return current ? en.stores.current : undefined;
}
