import { app, dialog } from 'electron';
import { type Handover, removeStaleHandovers, takeHandover, writeHandover } from './handover.ts';
import type { Log } from './log.ts';
import { clearDeadSingletonLock } from './singletonLock.ts';

/**
 * Makes this the one app on its profile, or gives what this start was asked for to the app that is there.
 * @param onSecond called in the one app at each further start, with what that start was given.
 * @returns false when this process has nothing left to do and should exit with `exitCode`.
 */
export function becomeOnlyInstance(
  own: Handover,
  onSecond: (handover: Handover) => void,
  log: Log,
): { readonly only: true } | { readonly only: false; readonly exitCode: number } {
  const profile = app.getPath('userData');
  const holder = clearDeadSingletonLock(profile, process.execPath);
  if (holder.kind === 'dead') log(`took over the profile from process ${holder.pid}, which is no more`);
  if (holder.kind === 'elsewhere') {
    dialog.showErrorBox(
      'Layerlift is in use on another computer',
      `Its settings in ${profile} are held by ${holder.host}. Close it there; if it does not run there any more, delete the file SingletonLock in that folder.`,
    );
    return { only: false, exitCode: 1 };
  }
  // Nothing is written unless somebody seems to be there to read it.
  const message = holder.kind === 'alive' || process.platform === 'win32' ? writeHandover(profile, own) : undefined;
  if (!app.requestSingleInstanceLock(message && { ...message })) {
    log('already running; its window has what was asked for');
    return { only: false, exitCode: 0 };
  }
  if (message !== undefined) takeHandover(profile, message);
  removeStaleHandovers(profile);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    try {
      onSecond(takeHandover(profile, data) ?? { repository: null, files: [] });
    } catch (error) {
      log('cannot read what a second start handed over', error);
      onSecond({ repository: null, files: [] });
    }
  });
  return { only: true };
}
