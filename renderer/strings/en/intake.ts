import type { IntakeView, LeftOut, LeftOutKind } from '../../../shared/intake.ts';
import { formatCount, plural } from '../plural.ts';

const LEFT_OUT: { readonly [kind in LeftOutKind]: readonly [one: string, many: string] } = {
  links: ['symbolic link', 'symbolic links'],
  special: ['pipe, socket or device', 'pipes, sockets and devices'],
  hidden: ['hidden file or folder', 'hidden files and folders'],
  partial: ['partial download', 'partial downloads'],
  checksums: ['checksum or signature file', 'checksum and signature files'],
};

/** Words for files and folders on their way into the window. */
export const intake = {
  menu: 'More ways to add',
  files: 'Choose files…',
  folders: 'Choose folders…',
  paste: 'Paste files or paths',
  status: 'Files on their way',
  progress: ({ phase, found, looked }: IntakeView) =>
    phase === 'walking'
      ? `Looking through folders: ${plural(found, 'file', 'files')} so far`
      : `Looking at files: ${formatCount(looked)} of ${formatCount(found)}`,
  stop: 'Stop',
  question: {
    title: (found: number) => `Look at ${plural(found, 'file', 'files')}?`,
    text: 'That many were found in what you gave. You see them all before anything is added.',
    proceed: (found: number) => `Look at ${plural(found, 'file', 'files')}`,
    cancel: 'Cancel',
  },
  leftOut: (leftOut: LeftOut) => {
    const kinds = Object.entries(LEFT_OUT) as readonly [LeftOutKind, readonly [string, string]][];
    const parts = kinds.flatMap(([kind, [one, many]]) => (leftOut[kind] === 0 ? [] : plural(leftOut[kind], one, many)));
    return parts.length === 0 ? '' : `Passed over in folders: ${parts.join(', ')}.`;
  },
  nothing: { title: 'There is nothing to add in these folders', empty: 'They hold no files.' },
} as const;
