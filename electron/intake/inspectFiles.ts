import path from 'node:path';
import { type ErrorInfo, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { Candidate } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import { ChecksumLists } from '../engine/uploads/checksumFiles.ts';
import type { Engine } from '../ipc/engineTypes.ts';
import { mapLimited } from '../ipc/mapLimited.ts';
import type { Tokens } from '../ipc/tokens.ts';
import type { Log } from '../log.ts';
import type { FoundFile } from './collectFiles.ts';

export interface FileInspection {
  readonly engine: Pick<Engine, 'inspectSource' | 'findDigestBeside'>;
  readonly tokens: Tokens;
  readonly duplicateOf: (path: string) => UploadId | null;
  readonly log: Log;
}

/** Files looked at together: enough to keep a disk busy, few enough to leave the thread pool to the uploads. */
const TOGETHER = 8;

/**
 * Makes a candidate of each file, in order. What is wrong with a file stands in its `error`.
 * @param onLooked called after each file.
 * @throws the signal's reason, before the next file.
 */
export function inspectFiles(
  files: readonly FoundFile[],
  inspection: FileInspection,
  signal: AbortSignal,
  onLooked: () => void = () => undefined,
): Promise<Candidate[]> {
  const lists = new ChecksumLists();
  return mapLimited(files, TOGETHER, async (file) => {
    signal.throwIfAborted();
    const candidate = await inspectFile(file, lists, inspection);
    onLooked();
    return candidate;
  });
}

async function inspectFile(found: FoundFile, lists: ChecksumLists, inspection: FileInspection): Promise<Candidate> {
  const { engine, tokens, duplicateOf, log } = inspection;
  const { path: file, folder } = found;
  const unusable = (error: ErrorInfo): Candidate => {
    const name = path.basename(file);
    return { token: tokens.issue(file), name, folder, size: null, error, digest: null, duplicateOf: null };
  };
  if (found.error !== null) return unusable(found.error);
  try {
    // What is dragged out of another program may be content without a file.
    if (file === '') throw new LayerliftError('SOURCE_NOT_FOUND', 'the dropped item is not a file on a disk');
    const { name, size } = await engine.inspectSource(file);
    const digest = await findDigest(file, lists, engine, log);
    return { token: tokens.issue(file), name, folder, size, error: null, digest, duplicateOf: duplicateOf(file) };
  } catch (error) {
    const info = toErrorInfo(error);
    if (info.code === 'INTERNAL') log(`cannot inspect ${file}`, error);
    return unusable(info);
  }
}

/** A checksum file is an offer: one that cannot be used takes nothing from the file beside it. */
async function findDigest(
  file: string,
  lists: ChecksumLists,
  engine: FileInspection['engine'],
  log: Log,
): Promise<Candidate['digest']> {
  try {
    return await engine.findDigestBeside(file, lists);
  } catch (error) {
    log(`cannot use the checksum file beside ${file}`, error);
    return null;
  }
}
