import { type Digest, parseDigest } from '../../shared/digest.ts';
import { LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { Place, UploadDetails } from '../../shared/inspection.ts';
import type { Outcome } from '../../shared/ipc.ts';
import { parseRepositoryName, type UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import { storyLines } from '../../shared/storyLines.ts';
import { storyToJson } from '../../shared/storyWords.ts';
import type { UploadView } from '../../shared/upload.ts';
import type { Log } from '../log.ts';
import type { StoreSession } from '../storeSession.ts';
import { addUploads } from './addUploads.ts';
import type { Desktop } from './desktop.ts';
import { findUpload } from './findUpload.ts';
import type { Handlers } from './handle.ts';
import type { Tokens } from './tokens.ts';

export interface UploadHandlersOptions {
  readonly session: Pick<StoreSession, 'manager'>;
  readonly tokens: Tokens;
  readonly desktop: Desktop;
  /** Remembers what a person chose last. */
  readonly remember: (choice: Pick<Settings, 'repository' | 'finishBySelf'>) => Promise<unknown>;
  readonly log: Log;
}

/** Commands on uploads: each is one call of the manager. All fail with `STORE_CLOSED` while no store is open. */
export function uploadHandlers({ session, tokens, desktop, remember, log }: UploadHandlersOptions) {
  const forAll = (
    name: string,
    ids: readonly UploadId[],
    command: (id: UploadId) => Promise<void>,
  ): Promise<Outcome[]> =>
    Promise.all(
      ids.map(async (id) => {
        try {
          await command(id);
          return { id, error: null };
        } catch (error) {
          const info = toErrorInfo(error);
          if (info.code === 'INTERNAL') log(`${name} of ${id}`, error);
          return { id, error: info };
        }
      }),
    );
  const each =
    (command: 'pause' | 'resume' | 'startNow' | 'finish' | 'cancel' | 'verify' | 'renew' | 'stopRetrying') =>
    (ids: readonly UploadId[]): Promise<Outcome[]> => {
      const manager = session.manager();
      return forAll(command, ids, (id) => manager[command](id));
    };

  return {
    'uploads:add': async (request) => {
      const manager = session.manager();
      const repository = parseRepositoryName(request.repository);
      const outcomes = await addUploads(manager, tokens, repository, request);
      if (outcomes.some(({ id }) => id !== null)) {
        // The uploads are there; that the next sheet starts with another repository is no reason to fail.
        await remember({ repository, finishBySelf: request.finishBySelf }).catch((error: unknown) =>
          log('cannot remember the repository', error),
        );
      }
      return outcomes;
    },
    'uploads:pause': each('pause'),
    'uploads:resume': each('resume'),
    'uploads:startNow': each('startNow'),
    'uploads:move': (move) => session.manager().move(move),
    'uploads:finish': each('finish'),
    'uploads:cancel': each('cancel'),
    'uploads:verify': each('verify'),
    'uploads:renew': each('renew'),
    'uploads:stopRetrying': each('stopRetrying'),
    'uploads:setFinishBySelf': (ids, finishBySelf) => {
      const manager = session.manager();
      return forAll('setFinishBySelf', ids, (id) => manager.setFinishBySelf(id, finishBySelf));
    },
    'uploads:setExpected': (id, digest) =>
      session.manager().setExpected(id, digest === null ? null : parseDigest(digest)),
    'uploads:attach': async (id) => {
      findUpload(session, id);
      const file = await desktop.chooseFile();
      if (file === null) return false;
      await session.manager().attach(id, file);
      return true;
    },
    'uploads:reveal': async (id) => desktop.reveal(await session.manager().locate(id)),
    'uploads:inspect': (id) => session.manager().inspect(id),
    'uploads:revealPlace': async (id, place) => desktop.reveal(pathOf(await session.manager().inspect(id), place)),
    'uploads:copyPath': async (id, place) => desktop.copyText(pathOf(await session.manager().inspect(id), place)),
    'uploads:copyDigest': async (id) => desktop.copyText(digestOf(findUpload(session, id))),
    'uploads:story': (id) => session.manager().story(id),
    'uploads:copyStory': async (id, form) => {
      const story = await session.manager().story(id);
      await desktop.copyText(
        form.kind === 'json'
          ? JSON.stringify(storyToJson(story), null, 2)
          : storyLines(story, form.language).join('\n'),
      );
    },
    'uploads:dismiss': (ids) => session.manager().dismiss(ids),
    'history:list': () => session.manager().history(),
  } satisfies Partial<Handlers>;
}

/** The absolute path of what the window names: only of what the inspection has found itself. */
function pathOf({ id, folder, source, files, hashStates }: UploadDetails, place: Place): string {
  if (place.kind === 'folder') return folder;
  if (place.kind === 'source' && source !== null) return source.path;
  const file = place.kind === 'file' ? [...files, ...hashStates].find(({ name }) => name === place.name) : undefined;
  if (file !== undefined && file.size !== null) return file.path;
  throw new LayerliftError('PATH_NOT_FOUND', 'the upload has no such file', {
    id,
    path: 'name' in place ? place.name : '',
  });
}

/** The digest that the bytes have; while it is not known, the one that they are expected to have. */
function digestOf({ id, status, expected }: UploadView): Digest {
  if (status.kind === 'finished' || status.kind === 'ready') return status.digest;
  if (status.kind === 'mismatch') return status.actual;
  if (expected !== null) return expected;
  throw new LayerliftError('UPLOAD_STATE', 'the digest is not known yet', { id, state: status.kind });
}
