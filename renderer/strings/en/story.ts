import { describeStoryEvent, describeStoryGaps } from '../../../shared/storyWords.ts';
import { formatClock, formatDay, plural } from '../plural.ts';

/** Words around the story of an upload; those of its events are in `shared/storyWords.ts`. Times ms since the epoch. */
export const story = {
  title: 'Story',
  label: (name: string) => `Story of ${name}`,
  count: (events: number) => plural(events, 'event', 'events'),
  /** What an event is called, and the numbers of it. */
  event: describeStoryEvent,
  /** What is missing, a sentence each. */
  gaps: describeStoryGaps,
  copyText: 'Copy as text',
  copyJson: 'Copy as JSON',
  copied: { title: 'Story copied', text: '' },
  day: (at: number) => (Number.isNaN(at) ? '' : formatDay(at)),
  time: formatClock,
  open: (name: string) => `Story of ${name}`,
  close: 'Close',
} as const;
