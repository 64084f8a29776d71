import Ellipsis from 'lucide-react/icons/ellipsis';
import X from 'lucide-react/icons/x';
import { useApp, useAppContext } from '../state/context.ts';
import { memo } from '../state/memo.ts';
import { collapse } from '../state/selection.ts';
import { chosenIds } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu } from '../ui/Menu.tsx';
import { keyOf } from './actions.ts';
import { BATCH_ACTIONS, type Batch, type BatchAction, batchOf } from './batch.ts';
import { ACTION_ICONS } from './icons.ts';
import { performAll } from './perform.ts';

const words = en.queue;
const names = { ...en.uploads.actions, cancel: words.cancel };

/** Shown as buttons; all others are in the menu. */
const BUTTONS: readonly BatchAction[] = ['finish', 'pause', 'resume', 'cancel'];

const NOTHING: Batch = batchOf([], new Map());
const batchNow = memo(batchOf);

/** What can be done with the selected uploads, each action with the number of those to which it applies. */
export function SelectionActions() {
  const app = useAppContext();
  const { platform } = app.bridge;
  const chosen = useApp(chosenIds);
  const batch = useApp((state) => (state.mirror === null ? NOTHING : batchNow(chosen, state.mirror.uploads)));
  const buttons = BUTTONS.filter((action) => batch[action].length > 0);
  const others = BATCH_ACTIONS.filter((action) => !BUTTONS.includes(action) && batch[action].length > 0);
  const run = (action: BatchAction) => performAll(app, action, batch[action]);
  const clear = () => app.store.setState(collapse(app.store.getState()));
  return (
    <>
      <span className="list-count" role="status">
        {words.selected(chosen.length)}
      </span>
      <div className="batch" role="group" aria-label={words.forSelected(chosen.length)}>
        {buttons.map((action) => (
          <Button
            key={action}
            small
            icon={ACTION_ICONS[action]}
            className={action === 'cancel' ? 'danger-text' : ''}
            title={`${words.times(names[action], batch[action].length)} · ${keyOf(action, platform)}`}
            onClick={() => run(action)}
          >
            {words.times(names[action], batch[action].length)}
          </Button>
        ))}
        {others.length > 0 && (
          <Menu
            label={words.more}
            trigger={<Ellipsis className="icon" aria-hidden="true" />}
            triggerClassName="btn ghost icon-only"
            triggerLabel={words.more}
            triggerTitle={words.more}
            items={others.map((action) => ({
              key: action,
              label: words.times(names[action], batch[action].length),
              icon: ACTION_ICONS[action],
              shortcut: keyOf(action, platform),
              onSelect: () => run(action),
            }))}
          />
        )}
      </div>
      <IconButton icon={X} label={words.clearSelection} shortcut="Esc" onClick={clear} />
    </>
  );
}
