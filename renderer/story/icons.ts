import Ban from 'lucide-react/icons/ban';
import CalendarPlus from 'lucide-react/icons/calendar-plus';
import Check from 'lucide-react/icons/check';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Fingerprint from 'lucide-react/icons/fingerprint-pattern';
import Paperclip from 'lucide-react/icons/paperclip';
import Pause from 'lucide-react/icons/pause';
import Play from 'lucide-react/icons/play';
import Plus from 'lucide-react/icons/plus';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import ScanSearch from 'lucide-react/icons/scan-search';
import ShieldCheck from 'lucide-react/icons/shield-check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import Zap from 'lucide-react/icons/zap';
import type { StoryEventType } from '../../shared/story.ts';
import type { Icon } from '../ui/Button.tsx';

/** How an event looks: its sign, and whether it is good, a risk or bad news. */
export const EVENT_LOOKS: { readonly [type in StoryEventType]: readonly [Icon, '' | 'good' | 'risk' | 'bad'] } = {
  added: [Plus, ''],
  found: [ScanSearch, ''],
  attached: [Paperclip, ''],
  resumed: [Play, ''],
  opened: [RotateCcw, ''],
  paused: [Pause, ''],
  stopped: [TriangleAlert, 'risk'],
  failed: [X, 'bad'],
  interrupted: [Zap, 'risk'],
  complete: [ShieldCheck, 'good'],
  verified: [ShieldCheck, 'good'],
  mismatch: [TriangleAlert, 'bad'],
  expected: [Fingerprint, ''],
  renewed: [CalendarPlus, ''],
  finished: [Check, 'good'],
  cancelled: [Ban, ''],
  leftOut: [Ellipsis, ''],
};
