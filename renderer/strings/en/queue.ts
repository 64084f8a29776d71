import { formatCount, plural } from '../plural.ts';

/** Words for what is done with many uploads at once: their order, and what a person has selected. */
export const queue = {
  bar: 'List',
  shown: (count: number) => plural(count, 'upload', 'uploads'),
  selected: (count: number) => `${formatCount(count)} selected`,
  clearSelection: 'Clear selection',
  forSelected: (count: number) => `Actions for ${plural(count, 'selected upload', 'selected uploads')}`,
  more: 'More actions for the selection',
  cancel: 'Cancel…',
  /** An action and to how many of the selected uploads it applies. */
  times: (action: string, count: number) => `${action} (${formatCount(count)})`,
  sort: 'Sort by',
  sorts: {
    queue: 'Queue order',
    name: 'Name',
    repository: 'Repository',
    size: 'Size',
    added: 'Time added',
    state: 'State',
  },
  ascending: 'Sorted upwards. Turn round.',
  descending: 'Sorted downwards. Turn round.',
  moved: (name: string, place: number, count: number) =>
    `${name}: place ${formatCount(place)} of ${formatCount(count)}`,
  movedSeveral: (uploads: number, place: number, count: number) =>
    `${plural(uploads, 'upload', 'uploads')} from place ${formatCount(place)} of ${formatCount(count)} on`,
  dragged: (count: number) => plural(count, 'upload', 'uploads'),
  sortedOtherwise: {
    title: 'The list does not show the queue',
    text: 'Sort it by queue order to change which upload starts first.',
  },
} as const;
