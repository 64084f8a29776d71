import { hasCode } from '../../../shared/errors.ts';
import { parseRepositoryName, parseUploadId } from '../../../shared/names.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import type { UploadRef } from './uploadRef.ts';

/**
 * All uploads in a store, whoever began them. Folders whose names are no repository or no upload id are none, and
 * what vanishes during the walk is left out.
 */
export async function* scanUploads(driver: StorageDriver): AsyncGenerator<UploadRef> {
  const top = pathFor({ kind: 'repositories' });
  yield* walk(driver, top, top.length + 1);
}

async function* walk(driver: StorageDriver, folder: string, prefix: number): AsyncGenerator<UploadRef> {
  for (const path of await orWhenMissing(driver.list(folder), [])) {
    const name = path.slice(folder.length + 1);
    if (name === '_uploads') {
      yield* uploadsIn(driver, path, folder.slice(prefix));
    } else if (!name.startsWith('_') && (await orWhenMissing(driver.stat(path), null))?.isDirectory === true) {
      yield* walk(driver, path, prefix);
    }
  }
}

async function* uploadsIn(driver: StorageDriver, folder: string, repositoryName: string): AsyncGenerator<UploadRef> {
  for (const path of await orWhenMissing(driver.list(folder), [])) {
    try {
      yield { repository: parseRepositoryName(repositoryName), id: parseUploadId(path.slice(folder.length + 1)) };
    } catch (error) {
      if (!hasCode(error, 'REPOSITORY_INVALID', 'UPLOAD_ID_INVALID')) throw error;
    }
  }
}
