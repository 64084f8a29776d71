import { spawnSync } from 'node:child_process';
import { app, dialog } from 'electron';
import type { CommandLine } from './commandLine.ts';
import { type Handover, removeStaleHandovers, takeHandover, writeHandover } from './handover.ts';
import type { Log } from './log.ts';
import { clearDeadSingletonLock } from './singletonLock.ts';

/**
 * A start tells the running app its whole command line, whether that is wanted or not, and Chromium takes 32 KiB of it
 * at most (chrome/browser/process_singleton_posix.cc, kMaxMessageLength): a longer one brings down the app that runs,
 * seen with Electron 33. Bytes; half, because the folder and our own message travel with it.
 */
const ARGUMENTS_MAX = 16 * 1024;

/** How long a courier may take, in ms. */
const COURIER_MS = 60_000;

/** This process is the app and has been `given` files, or it has nothing left to do and should exit. */
export type Instance =
  | { readonly only: true; readonly given: Handover }
  | { readonly only: false; readonly exitCode: number };

/**
 * Makes this the one app on its profile, or gives what this start was asked for to the app that is there.
 * @param onSecond called in the one app at each further start, with what that start was given.
 */
export function becomeOnlyInstance(own: CommandLine, onSecond: (handover: Handover) => void, log: Log): Instance {
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
  // Nothing is written unless somebody may be there to read it; only Windows does not say beforehand.
  const isNeeded = holder.kind === 'alive' || process.platform === 'win32';
  const message = own.handover !== null ? { handover: own.handover } : isNeeded ? writeHandover(profile, own) : null;
  const size = process.argv.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, 0);
  if (holder.kind === 'alive' && message !== null && size > ARGUMENTS_MAX) {
    return { only: false, exitCode: sendCourier(profile, message.handover, own.store) };
  }
  if (!(message === null ? app.requestSingleInstanceLock() : app.requestSingleInstanceLock({ ...message }))) {
    log('already running; its window has what was asked for');
    if (own.store !== null) log('--store counts for the first start only');
    return { only: false, exitCode: 0 };
  }
  const given = receive(profile, message, log) ?? own;
  removeStaleHandovers(profile);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const handover = receive(profile, data, log);
    if (handover !== null) onSecond(handover);
  });
  return { only: true, given };
}

/** What a message names; null when it names nothing, or nothing that can be read. */
function receive(profile: string, message: unknown, log: Log): Handover | null {
  try {
    return takeHandover(profile, message);
  } catch (error) {
    log('cannot read what another start handed over', error);
    return null;
  }
}

/** Starts the app once more, with a short command line that names the hand-over. Returns its exit code. */
function sendCourier(profile: string, handover: string, store: string | null): number {
  const args = [
    ...(process.defaultApp === true ? [app.getAppPath()] : []),
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    ...(store === null ? [] : [`--store=${store}`]),
    `--user-data-dir=${profile}`,
    `--handover=${handover}`,
  ];
  return spawnSync(process.execPath, args, { stdio: 'inherit', timeout: COURIER_MS }).status ?? 1;
}
