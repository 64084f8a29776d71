import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopStrings } from './strings/en.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
  readonly words: DesktopStrings['menu'];
  readonly addLayers: () => void;
  readonly chooseStore: () => void;
}

type Item = MenuItemConstructorOptions;

const LINE: Item = { type: 'separator' };

/** The application menu, with what each platform expects to find in it. Electron's own labels are English: all are ours. */
export function menuTemplate(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  const { words } = options;
  const about: Item = { role: 'about', label: words.about };
  return [
    ...(isMac ? [appMenu(words, about)] : []),
    {
      label: words.file,
      submenu: [
        { label: words.addLayers, accelerator: 'CmdOrCtrl+O', click: options.addLayers },
        { label: words.chooseStore, click: options.chooseStore },
        LINE,
        isMac ? { role: 'close', label: words.closeWindow } : { role: 'quit', label: words.quit },
      ],
    },
    { label: words.edit, submenu: editMenu(words) },
    { label: words.view, submenu: viewMenu(words, options.isDevelopment) },
    { role: 'windowMenu', label: words.window, submenu: windowMenu(words, isMac) },
    // On macOS the version is in the app's own menu.
    ...(isMac ? [] : [{ role: 'help', label: words.help, submenu: [about] } satisfies Item]),
  ];
}

function appMenu(words: DesktopStrings['menu'], about: Item): Item {
  return {
    role: 'appMenu',
    submenu: [
      about,
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

function viewMenu(words: DesktopStrings['menu'], isDevelopment: boolean): Item[] {
  const forDevelopers: Item[] = [
    { role: 'reload', label: words.reload },
    { role: 'toggleDevTools', label: words.devTools },
    LINE,
  ];
  return [
    ...(isDevelopment ? forDevelopers : []),
    { role: 'resetZoom', label: words.actualSize },
    { role: 'zoomIn', label: words.zoomIn },
    { role: 'zoomOut', label: words.zoomOut },
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
