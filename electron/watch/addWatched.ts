import { parseRepositoryName } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Engine } from '../ipc/engineTypes.ts';
import type { StoreSession } from '../storeSession.ts';
import type { Taken } from './folderWatch.ts';

export interface AddWatchedOptions {
  readonly session: Pick<StoreSession, 'managerOrNull'>;
  readonly engine: Pick<Engine, 'inspectSource' | 'findDigestBeside'>;
  readonly settings: () => Settings;
}

/**
 * Makes an upload of a file of the watched folder, in the repository of the settings, with the digest that lies beside
 * it. A file that is being uploaded already counts as added: its upload was begun before its line in the ledger.
 * @throws as `UploadManager.add`.
 */
export async function addWatched(file: string, { session, engine, settings }: AddWatchedOptions): Promise<Taken> {
  const manager = session.managerOrNull();
  const { watchRepository, finishBySelf } = settings();
  if (manager === null) return 'noStore';
  if (watchRepository === '') return 'noRepository';
  const { size } = await engine.inspectSource(file);
  const sameName = manager.duplicateOf(file);
  if (sameName !== null) {
    const { source } = manager.list().find(({ id }) => id === sameName) ?? {};
    // Another file of that name has to wait until the first one has ended.
    return source?.size === size ? 'added' : 'busy';
  }
  const found = await engine.findDigestBeside(file);
  await manager.add({
    sourcePath: file,
    repository: parseRepositoryName(watchRepository),
    expected: found?.value ?? null,
    finishBySelf,
  });
  return 'added';
}
