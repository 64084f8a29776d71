import PanelRight from 'lucide-react/icons/panel-right';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Settings from 'lucide-react/icons/settings';
import type { UploadId } from '../../shared/names.ts';
import { AddMenu } from '../add/AddMenu.tsx';
import { INSPECTOR_BUTTON_ID, INSPECTOR_ID } from '../inspector/Inspector.tsx';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { inspects, pausableIds, resumableIds } from '../state/selectors.ts';
import { StoreMenu } from '../stores/StoreMenu.tsx';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { globalShortcuts } from './globalShortcuts.ts';
import { SearchField } from './SearchField.tsx';

const NONE: readonly UploadId[] = [];

/** Store, search, and the commands for all uploads at once. */
export function TopBar() {
  const { commands, bridge } = useAppContext();
  const pausable = useMirror((mirror) => pausableIds(mirror.uploads, mirror.order), NONE);
  const resumable = useMirror((mirror) => resumableIds(mirror.uploads, mirror.order), NONE);
  const open = useMirror((mirror) => mirror.store.state.kind === 'open', false);
  const inspector = useApp((state) => state.inspector);
  const inspectable = useApp((state) => inspects(state.page));
  const settings = useApp((state) => state.page.kind === 'settings');
  const words = en.shell.bar;
  const keys = globalShortcuts(bridge.platform);
  return (
    <header className="bar">
      <StoreMenu />
      <SearchField shortcut={keys.search} />
      <div className="bar-actions">
        <Button
          variant="ghost"
          icon={Pause}
          className="collapses"
          disabled={pausable.length === 0}
          title={words.pauseAll}
          onClick={() => void commands.batch('uploads:pause', pausable)}
        >
          <span>{words.pauseAll}</span>
        </Button>
        <Button
          variant="ghost"
          icon={Play}
          className="collapses"
          disabled={resumable.length === 0}
          title={words.resumeAll}
          onClick={() => void commands.batch('uploads:resume', resumable)}
        >
          <span>{words.resumeAll}</span>
        </Button>
        <AddMenu disabled={!open} />
        {inspectable && (
          <IconButton
            icon={PanelRight}
            label={inspector ? en.inspector.hide : en.inspector.show}
            shortcut="I"
            aria-expanded={inspector}
            id={INSPECTOR_BUTTON_ID}
            aria-controls={INSPECTOR_ID}
            className={inspector ? 'pressed' : ''}
            onClick={commands.toggleInspector}
          />
        )}
        <IconButton
          icon={Settings}
          label={words.settings}
          shortcut={keys.settings}
          aria-current={settings ? 'page' : undefined}
          className={settings ? 'pressed' : ''}
          onClick={() => commands.togglePage('settings')}
        />
      </div>
    </header>
  );
}
