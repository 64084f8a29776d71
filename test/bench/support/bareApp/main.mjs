import { app, BrowserWindow } from 'electron';

/** The least that Electron can show: what starting a window costs before any of it is ours. */
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1240, height: 800, webPreferences: { sandbox: true } });
  return window.loadURL('data:text/html,<main><button>Hello</button></main>');
});
