import { explain } from '../../shared/errorWords.ts';
import { formatBytes, formatPercent, formatRate } from '../../shared/format.ts';
import type { Translated } from '../../shared/language.ts';
import type { Totals } from '../presence/uploadBook.ts';

const totals = ({ moving, waiting, troubled, paused }: Totals): string => {
  const parts = [
    ...(moving > 0 ? [`${moving} moving`] : []),
    ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ...(troubled > 0 ? [`${troubled} in trouble`] : []),
    ...(paused > 0 ? [`${paused} paused`] : []),
  ];
  return parts.length === 0 ? 'Nothing moving' : parts.join(' · ');
};

const uploads = (count: number): string => (count === 1 ? '1 upload' : `${count} uploads`);

/** Words of the main process in English: menus, the system's dialogs, tray, notifications. */
export const english = {
  dialogs: {
    addLayers: 'Add layers',
    addFolders: 'Add the layers of folders',
    chooseWatched: 'Choose a folder to watch',
    chooseSource: 'Choose the source of this upload',
    chooseStore: 'Choose a store',
    exportLog: 'Save the log',
  },
  crashed: {
    message: 'The window stopped working several times.',
    detail: 'Uploads go on. Load the window again?',
    reload: 'Load again',
  },
  notifications: {
    explain,
    uploads,
    finished: (name: string) => `Finished: ${name}`,
    finishedInto: (bytes: number, repository: string) => `${formatBytes(bytes)} are in ${repository}.`,
    finishedSeveral: (count: number) => `${uploads(count)} finished`,
    names: (names: readonly string[], more: number) => `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  },
  tray: {
    totals,
    /** What the icon says under the pointer. */
    tooltip: (all: Totals) =>
      ['Layerlift', totals(all)].join(': ') +
      (all.fraction === null ? '' : `, ${formatPercent(all.fraction, 1)}`) +
      (all.bytesPerSecond > 0 ? `, ${formatRate(all.bytesPerSecond)}` : ''),
    show: 'Show Layerlift',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    quit: 'Quit',
  },
  quit: {
    message: (count: number) => (count === 1 ? 'One upload is on its way.' : `${count} uploads are on their way.`),
    detail: 'They are paused with a checkpoint and go on where they were, without a byte hashed again.',
    quit: 'Pause and quit',
    stay: 'Keep going',
    ask: 'Ask again next time',
  },
  /** `&` stands before the letter that opens it with Alt. */
  menu: {
    file: '&File',
    addLayers: 'Add layers…',
    addFolders: 'Add folders…',
    chooseStore: 'Choose store…',
    closeWindow: 'Close window',
    quit: 'Quit',
    edit: '&Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    delete: 'Delete',
    selectAll: 'Select all',
    upload: '&Upload',
    finish: 'Finish',
    pause: 'Pause',
    resume: 'Resume',
    startNow: 'Start now',
    stopRetrying: 'Stop trying',
    moveTop: 'Move to top',
    moveUp: 'Move up',
    moveDown: 'Move down',
    setFinishBySelf: 'Finish by itself',
    attach: 'Choose source…',
    setExpected: 'Expected digest…',
    verify: 'Verify again in full',
    renew: 'Keep for another week',
    reveal: 'Reveal in folder',
    copyDigest: 'Copy digest',
    dismiss: 'Take off the list',
    cancel: 'Cancel upload…',
    pauseAll: 'Pause all',
    resumeAll: 'Resume all',
    clearFinished: 'Clear finished',
    find: 'Find',
    showUploads: 'Uploads',
    showHistory: 'History',
    showSettings: 'Settings…',
    showLog: 'Log',
    toggleInspector: 'Inspector',
    view: '&View',
    reload: 'Reload',
    devTools: 'Developer tools',
    actualSize: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    window: '&Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    toFront: 'Bring all to front',
    help: '&Help',
    about: 'About Layerlift',
    checkForUpdates: 'Check for updates…',
    noUpdates: 'This build does not update itself',
    services: 'Services',
    hide: 'Hide Layerlift',
    hideOthers: 'Hide others',
    showAll: 'Show all',
  },
} as const;

export type DesktopStrings = Translated<typeof english>;
