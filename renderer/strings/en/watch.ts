import type { WatchView } from '../../../shared/watch.ts';
import { plural } from '../plural.ts';

const files = (count: number): string => plural(count, 'file', 'files');

/** Words for the watched folder. */
export const watch = {
  folder: 'Watched folder',
  folderHint: 'What is in it, and what comes, is added by itself once it has been quiet for a while.',
  folderNone: 'none',
  choose: 'Choose folder…',
  stop: 'Stop watching',
  repository: 'Its repository',
  repositoryHint: 'Where the files of the watched folder go.',
  quiet: 'Quiet time',
  quietHint: 'How long a file must not change before it is added.',
  seconds: 's',
  status: 'State of the watched folder',
  state: ({ state, waiting, added }: WatchView): string => {
    switch (state.kind) {
      case 'off':
        return '';
      case 'watching':
        return [
          waiting === 0 ? 'Watching' : `Watching, ${files(waiting)} still changing`,
          ...(added === 0 ? [] : [`${files(added)} added`]),
        ].join(' · ');
      case 'missing':
        return 'The folder is not there; it is watched again when it is back';
      case 'noRepository':
        return `${files(waiting)} waiting: name a repository`;
      case 'noStore':
        return `${files(waiting)} waiting for the store`;
      case 'trouble':
        return 'The folder cannot be watched';
    }
  },
  foot: {
    watching: (name: string) => `Watching ${name}`,
    stuck: (name: string) => `${name} is not watched`,
  },
} as const;
