import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { errnoOf } from './atomicFile.ts';

/** Who holds the lock that Chromium keeps as a symbolic link `SingletonLock -> <host>-<pid>` in the profile. */
export type SingletonHolder =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'alive'; readonly pid: number }
  /** A process of this machine that is no more, or whose number another program has now. */
  | { readonly kind: 'dead'; readonly pid: number }
  | { readonly kind: 'elsewhere'; readonly host: string };

const LINKS = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'] as const;

/**
 * Clears the way for a start after the app was killed: a lock whose holder is dead is removed, since Chromium would
 * take it for a running app in some cases and let this one end without a word.
 * @returns the holder that was found.
 */
export function clearDeadSingletonLock(profile: string, executable: string): SingletonHolder {
  const holder = singletonHolder(profile, executable);
  if (holder.kind !== 'dead') return holder;
  const again = singletonHolder(profile, executable);
  // Another start may have cleared the way and taken the lock in between.
  if (again.kind !== 'dead' || again.pid !== holder.pid) return again;
  for (const link of LINKS) fs.rmSync(path.join(profile, link), { force: true });
  return holder;
}

/** Reads the lock. Windows and macOS without such a link have no holder. */
function singletonHolder(profile: string, executable: string): SingletonHolder {
  let target: string;
  try {
    target = fs.readlinkSync(path.join(profile, LINKS[0]));
  } catch (error) {
    if (['ENOENT', 'EINVAL', 'ENOTDIR', 'UNKNOWN'].includes(errnoOf(error))) return { kind: 'nobody' };
    throw error;
  }
  const dash = target.lastIndexOf('-');
  const host = target.slice(0, dash);
  const pid = Number(target.slice(dash + 1));
  if (host !== os.hostname()) return { kind: 'elsewhere', host };
  return { kind: Number.isInteger(pid) && pid > 0 && runs(pid, executable) ? 'alive' : 'dead', pid };
}

function runs(pid: number, executable: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another person may not be signalled, but it is there.
    if (errnoOf(error) !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    // The kernel appends " (deleted)" when the program was replaced by an update while it ran.
    const name = path.basename(fs.readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, '');
    return name === path.basename(executable);
  } catch (error) {
    return errnoOf(error) !== 'ENOENT';
  }
}
