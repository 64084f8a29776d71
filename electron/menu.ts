import type { MenuItemConstructorOptions } from 'electron';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly isDevelopment: boolean;
  readonly addLayers: () => void;
  readonly addFolders: () => void;
  readonly chooseStore: () => void;
}

/** The application menu, with what each platform expects to find in it. */
export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === 'darwin';
  const appMenu: MenuItemConstructorOptions = { role: 'appMenu' };
  const help: MenuItemConstructorOptions = { role: 'help', submenu: [{ role: 'about' }] };
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
    // On macOS the version is in the app's own menu.
    ...(isMac ? [] : [help]),
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
