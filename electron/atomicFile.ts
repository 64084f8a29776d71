import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, LayerliftError } from '../shared/errors.ts';

const CODES: Readonly<Record<string, ErrorCode>> = {
  EACCES: 'PERMISSION_DENIED',
  EPERM: 'PERMISSION_DENIED',
  EROFS: 'READ_ONLY',
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
};

/**
 * Replaces a small file as a whole: after a crash or a power cut at any moment it has its old or its new content.
 * Creates the folder if it is missing. The file is readable by its owner only.
 * @throws LayerliftError `PERMISSION_DENIED`, `READ_ONLY`, `DISK_FULL` or `STORAGE_IO`; the old content is still there.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await fs.mkdir(folder, { recursive: true });
    await writeDurably(temporary, text);
    await fs.rename(temporary, file);
    await syncFolder(folder);
  } catch (cause) {
    // What is left behind is only a temporary file; the first failure is the one to report.
    await fs.rm(temporary, { force: true }).catch(() => undefined);
    const code = CODES[errnoOf(cause)] ?? 'STORAGE_IO';
    throw new LayerliftError(code, `cannot write ${path.basename(file)}`, { path: file }, cause);
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a rename durable. Windows has no such call for folders; NTFS journals the rename itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The system's name of an error, e.g. `ENOENT`; empty when it has none. */
export function errnoOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
