import path from 'node:path';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { Candidate } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Log } from '../log.ts';
import type { Engine } from './engineTypes.ts';
import { mapLimited } from './mapLimited.ts';
import type { Tokens } from './tokens.ts';

export interface FileInspection {
  readonly engine: Pick<Engine, 'inspectSource' | 'findDigestBeside'>;
  readonly tokens: Tokens;
  readonly duplicateOf: (path: string) => UploadId | null;
  readonly log: Log;
}

/** Files looked at together: enough to keep a disk busy, few enough to leave the thread pool to the uploads. */
const TOGETHER = 8;

/** Makes a candidate of each path, in order and each once. What is wrong with a file stands in its `error`. */
export function inspectFiles(paths: readonly string[], inspection: FileInspection): Promise<Candidate[]> {
  return mapLimited([...new Set(paths)], TOGETHER, (file) => inspectFile(file, inspection));
}

async function inspectFile(file: string, { engine, tokens, duplicateOf, log }: FileInspection): Promise<Candidate> {
  const unusable = { size: null, digest: null, duplicateOf: null };
  try {
    // What is dragged out of another program may be content without a file.
    if (file === '') throw new LayerliftError('SOURCE_NOT_FOUND', 'the dropped item is not a file on a disk');
    const { name, size } = await engine.inspectSource(file);
    const digest = await findDigest(file, engine, log);
    return { token: tokens.issue(file), name, size, error: null, digest, duplicateOf: duplicateOf(file) };
  } catch (error) {
    const info = toErrorInfo(error);
    if (info.code === 'INTERNAL') log(`cannot inspect ${file}`, error);
    return { ...unusable, token: tokens.issue(file), name: path.basename(file), error: info };
  }
}

/** A checksum file is an offer: one that cannot be used takes nothing from the file beside it. */
async function findDigest(file: string, engine: FileInspection['engine'], log: Log): Promise<Candidate['digest']> {
  try {
    return await engine.findDigestBeside(file);
  } catch (error) {
    log(`cannot use the checksum file beside ${file}`, error);
    return null;
  }
}
