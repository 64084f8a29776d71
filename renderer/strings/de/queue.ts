import type { Strings } from '../en.ts';
import { formatCount, plural } from './formats.ts';

/** German for `en/queue.ts`. */
export const queue: Strings['queue'] = {
  bar: 'Liste',
  shown: (count) => plural(count, 'Upload', 'Uploads'),
  selected: (count) => `${formatCount(count)} ausgewählt`,
  clearSelection: 'Auswahl aufheben',
  forSelected: (count) => `Aktionen für ${plural(count, 'ausgewählten Upload', 'ausgewählte Uploads')}`,
  more: 'Weitere Aktionen für die Auswahl',
  cancel: 'Abbrechen …',
  times: (action, count) => `${action} (${formatCount(count)})`,
  sort: 'Sortieren nach',
  sorts: {
    queue: 'Warteschlange',
    name: 'Name',
    repository: 'Repository',
    size: 'Größe',
    added: 'Zeit des Hinzufügens',
    state: 'Zustand',
  },
  ascending: 'Aufsteigend sortiert. Umkehren.',
  descending: 'Absteigend sortiert. Umkehren.',
  moved: (name, place, count) => `${name}: Platz ${formatCount(place)} von ${formatCount(count)}`,
  movedSeveral: (uploads, place, count) =>
    `${plural(uploads, 'Upload', 'Uploads')} ab Platz ${formatCount(place)} von ${formatCount(count)}`,
  dragged: (count) => plural(count, 'Upload', 'Uploads'),
  sortedOtherwise: {
    title: 'Die Liste zeigt nicht die Warteschlange',
    text: 'Sortieren Sie nach der Warteschlange, um zu ändern, welcher Upload zuerst beginnt.',
  },
};
