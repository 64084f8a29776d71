import { app, type BrowserWindow, powerMonitor } from 'electron';
import type { Closing } from './closing.ts';

/**
 * Leads every way in which the app can end through `closing`: menu, window, signals, the end of the session. A person
 * who ends it is asked first by `mayEnd`; a system that ends it is not kept waiting.
 */
export function endThrough(closing: Closing, window: BrowserWindow | null, mayEnd: () => Promise<boolean>): void {
  const end = (): void => void closing.begin().then(() => app.quit());
  app.on('before-quit', (event) => {
    if (closing.done) return;
    event.preventDefault();
    if (closing.begun) return;
    void mayEnd().then((may) => {
      if (may) end();
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  // Linux and macOS wait until the app has ended; Windows asks its windows.
  const monitor: NodeJS.EventEmitter = powerMonitor;
  const onSessionEnd = (event: Electron.Event): void => {
    if (closing.done) return;
    event.preventDefault();
    end();
  };
  monitor.on('shutdown', onSessionEnd);
  window?.on('query-session-end', onSessionEnd);
}
