import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
  readonly addLayers: () => void;
  readonly addFolders: () => void;
  readonly chooseStore: () => void;
  readonly showAbout: () => void;
  /** Null when this build does not update itself; the menu says so. */
  readonly checkForUpdates: (() => void) | null;
}

/** The application menu, with what each platform expects to find in it. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const about = aboutItems(options);
  const appMenu: MenuItemConstructorOptions = { role: 'appMenu', submenu: [...about, ...MAC_APP_MENU] };
  const help: MenuItemConstructorOptions = { role: 'help', submenu: about };
  return [
    ...(isMac ? [appMenu] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Add layers…', accelerator: 'CmdOrCtrl+O', click: options.addLayers },
        { label: 'Add folders…', accelerator: 'CmdOrCtrl+Shift+O', click: options.addFolders },
        { label: 'Choose store…', click: options.chooseStore },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    { label: '&View', submenu: viewMenu(options.isDevelopment) },
    { role: 'windowMenu' },
    // On macOS they are in the app's own menu.
    ...(isMac ? [] : [help]),
  ];
}

/** What Electron's own menu of the app has besides *About*. */
const MAC_APP_MENU: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'services' },
  { type: 'separator' },
  { role: 'hide' },
  { role: 'hideOthers' },
  { role: 'unhide' },
  { type: 'separator' },
  { role: 'quit' },
];

function aboutItems({ showAbout, checkForUpdates }: MenuOptions): MenuItemConstructorOptions[] {
  return [
    { label: 'About Layerlift', click: showAbout },
    checkForUpdates === null
      ? { label: 'This build does not update itself', enabled: false }
      : { label: 'Check for updates…', click: checkForUpdates },
  ];
}

function viewMenu(isDevelopment: boolean): MenuItemConstructorOptions[] {
  const forDevelopers: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ];
  return [
    ...(isDevelopment ? forDevelopers : []),
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
}
