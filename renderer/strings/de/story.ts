import { describeStoryEventInGerman, describeStoryGapsInGerman } from '../../../shared/storyWords.de.ts';
import type { Strings } from '../en.ts';
import { formatClock, formatDay, plural } from './formats.ts';

/** German for `en/story.ts`. */
export const story: Strings['story'] = {
  title: 'Geschichte',
  label: (name) => `Geschichte von ${name}`,
  count: (events) => plural(events, 'Ereignis', 'Ereignisse'),
  event: describeStoryEventInGerman,
  gaps: describeStoryGapsInGerman,
  copyText: 'Als Text kopieren',
  copyJson: 'Als JSON kopieren',
  copied: { title: 'Geschichte kopiert', text: '' },
  day: (at) => (Number.isNaN(at) ? '' : formatDay(at)),
  time: formatClock,
  open: (name) => `Geschichte von ${name}`,
  close: 'Schließen',
};
