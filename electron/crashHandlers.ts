import { app, crashReporter } from 'electron';
import type { Log } from './log.ts';

/**
 * Failures that nobody caught. A rejected promise is logged. After an exception nothing in this process can be relied
 * on: the app ends as if it had been killed, which the store is made to survive. What a crash of native code leaves stays
 * on this machine.
 */
export function installCrashHandlers(log: Log): void {
  crashReporter.start({ uploadToServer: false });
  process.on('unhandledRejection', (reason) => log('unhandled rejection', reason));
  process.on('uncaughtException', (error) => {
    log('uncaught exception', error);
    app.exit(1);
  });
  // The terminal that started the app may be gone; that is no reason to end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`a ${type} process ended: ${reason} (${exitCode})`);
  });
}
