import Ellipsis from 'lucide-react/icons/ellipsis';
import { memo, type Ref } from 'react';
import type { UploadStatus, UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Menu, type MenuHandle } from '../ui/Menu.tsx';
import { type ActionId, actionsFor, primaryAction, primaryLabel } from './actions.ts';
import { ACTION_ICONS } from './icons.ts';
import { perform } from './perform.ts';

const words = en.uploads.actions;

/** Shown as icons beside the row's menu when they make sense. */
const QUICK: readonly ActionId[] = ['pause', 'resume', 'stopRetrying', 'dismiss', 'cancel'];
const QUICK_NEAR_PURGE: readonly ActionId[] = [...QUICK, 'renew'];

export interface UploadActionsProps {
  upload: UploadView;
  /** A registry is about to remove it. */
  nearsPurge: boolean;
  /** Only the current row's controls are tab stops. */
  tabIndex: number;
  menuRef: Ref<MenuHandle>;
}

/** Numbers of a tick change no action. */
function sameState(before: UploadStatus, after: UploadStatus): boolean {
  if (before === after) return true;
  return before.kind === after.kind && (after.kind === 'recovering' || after.kind === 'verifying');
}

/** The actions of one row: the one that leads on in words, the frequent ones as icons, all of them in the menu. */
export const UploadActions = memo(
  function UploadActions({ upload, nearsPurge, tabIndex, menuRef }: UploadActionsProps) {
    const app = useAppContext();
    const { platform } = app.bridge;
    const actions = actionsFor(upload, platform);
    const primary = primaryAction(upload);
    const beside = nearsPurge ? QUICK_NEAR_PURGE : QUICK;
    const quick = actions.filter((action) => beside.includes(action.id) && action.id !== primary);
    const run = (id: ActionId) => perform(app, id, upload.id);
    return (
      <>
        {primary !== null && (
          <Button
            small
            variant={primary === 'finish' ? 'primary' : 'plain'}
            icon={ACTION_ICONS[primary]}
            tabIndex={tabIndex}
            title={`${primaryLabel(primary, upload)} (${en.uploads.keys.enter})`}
            onClick={() => run(primary)}
          >
            {primaryLabel(primary, upload)}
          </Button>
        )}
        {quick.map((action) => (
          <IconButton
            key={action.id}
            icon={ACTION_ICONS[action.id]}
            label={action.label}
            shortcut={action.shortcut}
            tabIndex={tabIndex}
            onClick={() => run(action.id)}
          />
        ))}
        {actions.length > 0 && (
          <Menu
            ref={menuRef}
            label={words.more}
            trigger={<Ellipsis className="icon" aria-hidden="true" />}
            triggerClassName="btn ghost icon-only"
            triggerLabel={words.more}
            triggerTitle={words.more}
            tabIndex={tabIndex}
            items={actions.map((action) => ({
              key: action.id,
              label: action.label,
              icon: ACTION_ICONS[action.id],
              shortcut: action.shortcut,
              danger: action.id === 'cancel',
              onSelect: () => run(action.id),
            }))}
          />
        )}
      </>
    );
  },
  (before, after) =>
    before.upload.id === after.upload.id &&
    before.upload.purgeAt === after.upload.purgeAt &&
    (before.upload.retry === null) === (after.upload.retry === null) &&
    before.nearsPurge === after.nearsPurge &&
    before.tabIndex === after.tabIndex &&
    sameState(before.upload.status, after.upload.status),
);
