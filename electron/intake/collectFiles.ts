import type { Dir, Dirent } from 'node:fs';
import { lstat, opendir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import { FILES_MAX, type LeftOut, type LeftOutKind, NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import { errnoOf } from '../atomicFile.ts';
import { leftOutByName, sortNames } from './fileNames.ts';
import { orAborted } from './orAborted.ts';

/** A file to look at, or a folder that could not be read. */
export interface FoundFile {
  readonly path: string;
  /** The folders between the one that a person named and the file, with forward slashes; empty for none. */
  readonly folder: string;
  /** Why a folder could not be walked, or a file not be named. */
  readonly error: ErrorInfo | null;
}

export interface Collected {
  readonly files: readonly FoundFile[];
  readonly leftOut: LeftOut;
}

export interface CollectOptions {
  readonly signal: AbortSignal;
  /** Called with the files found so far. */
  readonly onFound?: (count: number) => void;
}

/** Files between two pauses, in which others have their turn. */
const BREATH = 500;

/**
 * Finds the files behind paths: each path that is no folder stands for itself, whatever it is; a folder stands for the
 * regular files in it and below, in the order of their names. Symbolic links in folders are not followed, so that a
 * walk ends and never leads out of what a person gave. Each file comes once.
 * @throws LayerliftError `SOURCES_TOO_MANY`; the signal's reason.
 */
export async function collectFiles(
  paths: readonly string[],
  { signal, onFound = () => undefined }: CollectOptions,
): Promise<Collected> {
  const found = new Map<string, FoundFile>();
  const leftOut: Record<LeftOutKind, number> = { ...NOTHING_LEFT_OUT };
  const add = (file: FoundFile): void => {
    if (found.has(file.path)) return;
    found.set(file.path, file);
    if (found.size > FILES_MAX) throw new LayerliftError('SOURCES_TOO_MANY', 'too many files', { most: FILES_MAX });
    onFound(found.size);
  };
  for (const given of paths) {
    if (!(await isFolder(given, signal))) {
      add({ path: given, folder: '', error: await nameErrorOf(given, signal) });
      continue;
    }
    // Folders still to be walked, the next one last.
    const folders = [given];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const listing = await list(folder, signal, leftOut);
      const below = path.relative(given, folder).replaceAll(path.sep, '/');
      if ('error' in listing) {
        add({ path: folder, folder: path.posix.dirname(below).replace(/^\.$/, ''), error: listing.error });
        continue;
      }
      for (const name of sortNames(listing.files)) {
        const file = path.join(folder, name);
        add({ path: file, folder: below, error: await nameErrorOf(file, signal) });
        // A large folder must not hold up the window.
        if (found.size % BREATH === 0) await setImmediate();
      }
      for (const name of sortNames(listing.folders).toReversed()) folders.push(path.join(folder, name));
    }
  }
  return { files: [...found.values()], leftOut };
}

async function isFolder(given: string, signal: AbortSignal): Promise<boolean> {
  if (given === '') return false;
  try {
    return (await orAborted(stat(given), signal)).isDirectory();
  } catch (error) {
    if (signal.aborted) throw error;
    // Whoever looks at it as a file says what is wrong with it.
    return false;
  }
}

type Listing =
  | { readonly files: readonly string[]; readonly folders: readonly string[] }
  | { readonly error: ErrorInfo };

async function list(folder: string, signal: AbortSignal, leftOut: Record<LeftOutKind, number>): Promise<Listing> {
  const files: string[] = [];
  const folders: string[] = [];
  try {
    for await (const entry of entriesOf(folder, signal)) {
      const why = leftOutByName(entry.name) ?? leftOutByKind(entry);
      if (why !== null) leftOut[why] += 1;
      else (entry.isDirectory() ? folders : files).push(entry.name);
      if (files.length > FILES_MAX) break;
    }
    return { files, folders };
  } catch (error) {
    if (signal.aborted) throw error;
    return { error: unreadable(folder, error) };
  }
}

function leftOutByKind(entry: Dirent): LeftOutKind | null {
  if (entry.isDirectory() || entry.isFile()) return null;
  return entry.isSymbolicLink() ? 'links' : 'special';
}

async function* entriesOf(folder: string, signal: AbortSignal): AsyncGenerator<Dirent> {
  const dir: Dir = await orAborted(opendir(folder, { bufferSize: 512 }), signal);
  try {
    for (;;) {
      const entry = await orAborted(dir.read(), signal);
      if (entry === null) return;
      yield entry;
    }
  } finally {
    // Not waited for: behind a call that hangs it would hang, too.
    dir.close().catch(() => undefined);
  }
}

/** What stands in a name for bytes that are no UTF-8: a path with it leads nowhere. */
const NOT_TEXT = '\ufffd';

/** Null for a file that can be named; the character itself may be in a name. */
async function nameErrorOf(file: string, signal: AbortSignal): Promise<ErrorInfo | null> {
  if (!file.includes(NOT_TEXT)) return null;
  const isThere = await orAborted(
    lstat(file).then(
      () => true,
      () => false,
    ),
    signal,
  );
  return isThere
    ? null
    : toErrorInfo(new LayerliftError('SOURCE_NAME_INVALID', 'the name is not UTF-8', { path: file }));
}

function unreadable(folder: string, error: unknown): ErrorInfo {
  const errno = errnoOf(error);
  const isGone = errno === 'ENOENT' || errno === 'ENOTDIR';
  const code = !isGone ? 'SOURCE_UNREADABLE' : folder.includes(NOT_TEXT) ? 'SOURCE_NAME_INVALID' : 'SOURCE_NOT_FOUND';
  return toErrorInfo(
    new LayerliftError(code, 'the folder cannot be read', { path: folder, errno, kind: 'folder' }, error),
  );
}
