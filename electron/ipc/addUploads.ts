import { type Digest, parseDigest } from '../../shared/digest.ts';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { AddOutcome, AddRequest } from '../../shared/ipc.ts';
import { parseRepositoryName, type RepositoryName } from '../../shared/names.ts';
import type { Manager } from './engineTypes.ts';
import { mapLimited } from './mapLimited.ts';
import type { Tokens } from './tokens.ts';

/** Uploads created together: each waits for several syncs of the disk, which overlap well. */
const TOGETHER = 128;

/**
 * Makes uploads of candidates, in `repository` or in one of their own. Each item succeeds or fails alone; what became an
 * upload spends its token.
 */
export function addUploads(
  manager: Pick<Manager, 'add'>,
  tokens: Tokens,
  repository: RepositoryName,
  { items, finishBySelf }: Pick<AddRequest, 'items' | 'finishBySelf'>,
): Promise<AddOutcome[]> {
  return mapLimited(items, TOGETHER, async ({ token, digest, repository: own }) => {
    const sourcePath = tokens.take(token);
    try {
      if (sourcePath === null) {
        throw new LayerliftError('SOURCE_NOT_FOUND', 'the file was offered too long ago', { reason: 'token' });
      }
      const expected: Digest | null = digest === null ? null : parseDigest(digest);
      const target = own === null ? repository : parseRepositoryName(own);
      const { id } = await manager.add({ sourcePath, repository: target, expected, finishBySelf });
      return { token, id, error: null };
    } catch (error) {
      if (sourcePath !== null) tokens.giveBack(token, sourcePath);
      return { token, id: null, error: toErrorInfo(error) };
    }
  });
}
