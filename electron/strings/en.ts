import type { Translated } from '../../shared/language.ts';

/** Words of the main process in English: menus, the system's dialogs, tray, notifications. */
export const english = {
  dialogs: {
    addLayers: 'Add layers',
    chooseSource: 'Choose the source of this upload',
    chooseStore: 'Choose a store',
  },
  crashed: {
    message: 'The window stopped working several times.',
    detail: 'Uploads go on. Load the window again?',
    reload: 'Load again',
  },
  /** `&` stands before the letter that opens it with Alt. */
  menu: {
    file: '&File',
    addLayers: 'Add layers…',
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
    services: 'Services',
    hide: 'Hide Layerlift',
    hideOthers: 'Hide others',
    showAll: 'Show all',
  },
} as const;

export type DesktopStrings = Translated<typeof english>;
