import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { WATCH_OFF } from '../../shared/watch.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';

/** That a folder is watched, and whether that works; leads to its settings. */
export function WatchStatus() {
  const { store, commands } = useAppContext();
  const folder = useApp((state) => settingsOf(state).watchFolder);
  const watch = useMirror((mirror) => mirror.watch, WATCH_OFF);
  if (folder === '' || watch.state.kind === 'off') return null;
  const isWatching = watch.state.kind === 'watching';
  const isWell = isWatching && watch.refused.length === 0;
  const Shape = isWatching ? Eye : EyeOff;
  const name = visibleText(folder.split(/[\\/]/).findLast((part) => part !== '') ?? folder);
  const { watching, stuck } = en.watch.foot;
  return (
    <button
      type="button"
      className={isWell ? 'watch-status' : 'watch-status risk'}
      title={en.watch.state(watch)}
      onClick={() => {
        if (store.getState().page.kind !== 'settings') commands.togglePage('settings');
      }}
    >
      <Shape className="icon" aria-hidden="true" />
      <span>{isWatching ? watching(name) : stuck(name)}</span>
    </button>
  );
}
