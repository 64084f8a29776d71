import ChevronDown from 'lucide-react/icons/chevron-down';
import ClipboardPaste from 'lucide-react/icons/clipboard-paste';
import FileIcon from 'lucide-react/icons/file';
import FolderOpen from 'lucide-react/icons/folder-open';
import Plus from 'lucide-react/icons/plus';
import { globalShortcuts } from '../shell/globalShortcuts.ts';
import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';

/** Adds files at a click; the other ways of adding are in the menu beside it. */
export function AddMenu({ disabled }: { disabled: boolean }) {
  const { commands, bridge } = useAppContext();
  const keys = globalShortcuts(bridge.platform);
  const words = en.intake;
  return (
    <div className="add-buttons">
      <Button
        variant="primary"
        icon={Plus}
        disabled={disabled}
        title={`${en.shell.bar.add} (${keys.add})`}
        onClick={() => void commands.chooseFiles()}
      >
        <span>{en.shell.bar.add}</span>
      </Button>
      <Menu
        label={words.menu}
        triggerLabel={words.menu}
        triggerTitle={words.menu}
        triggerClassName="btn primary"
        disabled={disabled}
        trigger={<ChevronDown className="icon" aria-hidden="true" />}
        items={[
          {
            key: 'files',
            label: words.files,
            icon: FileIcon,
            shortcut: keys.add,
            onSelect: () => void commands.chooseFiles(),
          },
          {
            key: 'folders',
            label: words.folders,
            icon: FolderOpen,
            shortcut: keys.addFolders,
            onSelect: () => void commands.chooseFolders(),
          },
          {
            key: 'paste',
            label: words.paste,
            icon: ClipboardPaste,
            shortcut: keys.paste,
            onSelect: () => void commands.paste(),
          },
        ]}
      />
    </div>
  );
}
