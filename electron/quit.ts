import { app, type BrowserWindow, powerMonitor } from 'electron';
import type { Closing } from './closing.ts';

/** Leads every way in which the app can end through `closing`: menu, window, signals, the end of the session. */
export function endThrough(closing: Closing, window: BrowserWindow | null): void {
  app.on('before-quit', (event) => {
    if (closing.done) return;
    event.preventDefault();
    void closing.begin().then(() => app.quit());
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  // Linux and macOS wait until the app has ended; Windows asks its windows.
  const monitor: NodeJS.EventEmitter = powerMonitor;
  monitor.on('shutdown', (event: Electron.Event) => {
    if (closing.done) return;
    event.preventDefault();
    app.quit();
  });
  window?.on('query-session-end', (event) => {
    if (closing.done) return;
    event.preventDefault();
    app.quit();
  });
}
