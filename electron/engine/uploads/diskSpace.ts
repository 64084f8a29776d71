import { statfs } from 'node:fs/promises';
import type { ErrorInfo } from '../../../shared/errors.ts';

/** What the last steps of an upload may take besides its bytes: records, checkpoints, links, folders, history. */
const BOOKKEEPING_BYTES = 1024 * 1024;

/** Bytes that are free for us where a folder lies; null when the system does not tell. */
export async function freeBytesAt(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** Bytes that must be free before an upload can end; what it has is on the disk already. */
export function roomFor(upload: { readonly size: number | null; readonly offset: number }): number {
  return Math.max(0, (upload.size ?? upload.offset) - upload.offset) + BOOKKEEPING_BYTES;
}

/** A full disk with the facts that people need: `needed`, bytes to free, and `free`, bytes that are free now. */
export async function withSpace(error: ErrorInfo, root: string, room: number): Promise<ErrorInfo> {
  const free = error.code === 'DISK_FULL' ? await freeBytesAt(root) : null;
  if (free === null) return error;
  // A quota may be full where the disk has room: then nobody can say how much it takes.
  return free >= room ? error : { ...error, details: { ...error.details, needed: room - free, free } };
}
