import type { MenuItemConstructorOptions } from 'electron';
import { type MenuCommand, UPLOAD_COMMANDS, type UploadMenuCommand } from '../shared/menuCommands.ts';
import type { DesktopStrings } from './strings/en.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
  readonly words: DesktopStrings['menu'];
  readonly addLayers: () => void;
  readonly addFolders: () => void;
  readonly chooseStore: () => void;
  readonly showAbout: () => void;
  /** Null when this build does not update itself; the menu says so. */
  readonly checkForUpdates: (() => void) | null;
  readonly zoom: (to: 'in' | 'out' | 'reset') => void;
  /** Asks the window for something. */
  readonly send: (command: MenuCommand) => void;
}

type Item = MenuItemConstructorOptions;

/** An item that asks the window; enabled once the window says that it is possible. */
type CommandItem = (id: MenuCommand, accelerator?: string) => Item;

const LINE: Item = { type: 'separator' };

/** The application menu, with what each platform expects to find in it. Electron's own labels are English: all are ours. */
export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  const { words } = options;
  const command: CommandItem = (id, accelerator) => ({
    id,
    label: words[id],
    enabled: false,
    click: () => options.send(id),
    ...(accelerator !== undefined && { accelerator }),
  });
  const about = aboutItems(options);
  return [
    ...(isMac ? [appMenu(words, about, command('showSettings', 'CmdOrCtrl+,'))] : []),
    {
      label: words.file,
      submenu: [
        { label: words.addLayers, accelerator: 'CmdOrCtrl+O', click: options.addLayers },
        { label: words.addFolders, accelerator: 'CmdOrCtrl+Shift+O', click: options.addFolders },
        { label: words.chooseStore, click: options.chooseStore },
        LINE,
        ...(isMac ? [] : [command('showSettings', 'CmdOrCtrl+,'), LINE]),
        isMac ? { role: 'close', label: words.closeWindow } : { role: 'quit', label: words.quit },
      ],
    },
    { label: words.edit, submenu: [...editMenu(words), LINE, command('find', 'CmdOrCtrl+F')] },
    { label: words.upload, submenu: uploadMenu(command, isMac) },
    { label: words.view, submenu: viewMenu(options, command) },
    { role: 'windowMenu', label: words.window, submenu: windowMenu(words, isMac) },
    // On macOS they are in the app's own menu.
    ...(isMac ? [] : [{ role: 'help', label: words.help, submenu: about } satisfies Item]),
  ];
}

function appMenu(words: DesktopStrings['menu'], about: readonly Item[], settings: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      ...about,
      LINE,
      settings,
      LINE,
      { role: 'services', label: words.services },
      LINE,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      LINE,
      { role: 'quit', label: words.quit },
    ],
  };
}

function aboutItems({ words, showAbout, checkForUpdates }: MenuOptions): Item[] {
  return [
    { label: words.about, click: showAbout },
    checkForUpdates === null
      ? { label: words.noUpdates, enabled: false }
      : { label: words.checkForUpdates, click: checkForUpdates },
  ];
}

function editMenu(words: DesktopStrings['menu']): Item[] {
  return [
    { role: 'undo', label: words.undo },
    { role: 'redo', label: words.redo },
    LINE,
    { role: 'cut', label: words.cut },
    { role: 'copy', label: words.copy },
    { role: 'paste', label: words.paste },
    { role: 'delete', label: words.delete },
    LINE,
    { role: 'selectAll', label: words.selectAll },
  ];
}

/** The keys that the list itself knows: shown beside the commands, and left to the list. */
const ROW_KEYS: { readonly [command in UploadMenuCommand]: string } = {
  finish: 'F',
  pause: 'Space',
  resume: 'Space',
  startNow: 'N',
  stopRetrying: 'X',
  moveTop: 'Alt+Home',
  moveUp: 'Alt+Up',
  moveDown: 'Alt+Down',
  setFinishBySelf: 'A',
  attach: 'O',
  setExpected: 'D',
  verify: 'V',
  renew: 'K',
  reveal: 'R',
  copyDigest: 'CmdOrCtrl+C',
  dismiss: 'Delete',
  cancel: 'Delete',
};

function uploadMenu(command: CommandItem, isMac: boolean): Item[] {
  // macOS would take the keys of its menu away from every text field.
  const key = (id: UploadMenuCommand): Item => (isMac ? {} : { accelerator: ROW_KEYS[id], registerAccelerator: false });
  return [
    ...UPLOAD_COMMANDS.map((id): Item => ({ ...command(id), ...key(id) })),
    LINE,
    command('pauseAll', 'CmdOrCtrl+Shift+P'),
    command('resumeAll', 'CmdOrCtrl+Shift+R'),
    command('clearFinished', 'CmdOrCtrl+Shift+K'),
  ];
}

function viewMenu({ words, isDevelopment, zoom }: MenuOptions, command: CommandItem): Item[] {
  const forDevelopers: Item[] = [
    { role: 'reload', label: words.reload },
    { role: 'toggleDevTools', label: words.devTools },
    LINE,
  ];
  return [
    ...(isDevelopment ? forDevelopers : []),
    command('showUploads', 'CmdOrCtrl+1'),
    command('showHistory', 'CmdOrCtrl+2'),
    command('showLog', 'CmdOrCtrl+L'),
    LINE,
    command('toggleInspector', 'CmdOrCtrl+I'),
    LINE,
    { label: words.actualSize, accelerator: 'CmdOrCtrl+0', click: () => zoom('reset') },
    { label: words.zoomIn, accelerator: 'CmdOrCtrl+Plus', click: () => zoom('in') },
    { label: words.zoomOut, accelerator: 'CmdOrCtrl+-', click: () => zoom('out') },
    LINE,
    { role: 'togglefullscreen', label: words.fullScreen },
  ];
}

function windowMenu(words: DesktopStrings['menu'], isMac: boolean): Item[] {
  return [
    { role: 'minimize', label: words.minimize },
    ...(isMac
      ? [
          { role: 'zoom', label: words.zoom } satisfies Item,
          LINE,
          { role: 'front', label: words.toFront } satisfies Item,
        ]
      : [{ role: 'close', label: words.closeWindow } satisfies Item]),
  ];
}
