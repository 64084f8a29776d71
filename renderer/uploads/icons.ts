import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import ArrowUpToLine from 'lucide-react/icons/arrow-up-to-line';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import Check from 'lucide-react/icons/check';
import CheckCheck from 'lucide-react/icons/check-check';
import Copy from 'lucide-react/icons/copy';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import FolderOpen from 'lucide-react/icons/folder-open';
import ListX from 'lucide-react/icons/list-x';
import PanelRight from 'lucide-react/icons/panel-right';
import Paperclip from 'lucide-react/icons/paperclip';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import ShieldCheck from 'lucide-react/icons/shield-check';
import TimerOff from 'lucide-react/icons/timer-off';
import X from 'lucide-react/icons/x';
import Zap from 'lucide-react/icons/zap';
import type { Icon } from '../ui/Button.tsx';
import type { ActionId } from './actions.ts';

/** One icon for each action, the same wherever it appears. */
export const ACTION_ICONS: { readonly [id in ActionId]: Icon } = {
  pause: Pause,
  resume: Play,
  startNow: Zap,
  stopRetrying: TimerOff,
  moveTop: ArrowUpToLine,
  moveUp: ArrowUp,
  moveDown: ArrowDown,
  finish: Check,
  cancel: X,
  setFinishBySelf: CheckCheck,
  setExpected: Fingerprint,
  verify: ShieldCheck,
  attach: Paperclip,
  renew: CalendarPlus,
  inspect: PanelRight,
  reveal: FolderOpen,
  copyDigest: Copy,
  dismiss: ListX,
};
