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
  for await (const folder of uploadFolders(driver)) yield* uploadsIn(driver, folder);
}

/** The `_uploads` folders of all repositories. */
export async function* uploadFolders(
  driver: StorageDriver,
  folder: string = pathFor({ kind: 'repositories' }),
): AsyncGenerator<string> {
  for (const path of await orWhenMissing(driver.list(folder), [])) {
    const name = path.slice(folder.length + 1);
    if (name === '_uploads') {
      yield path;
    } else if (!name.startsWith('_') && (await orWhenMissing(driver.stat(path), null))?.isDirectory === true) {
      yield* uploadFolders(driver, path);
    }
  }
}

/** The uploads in one `_uploads` folder, as `scanUploads` tells them. */
export async function* uploadsIn(driver: StorageDriver, folder: string): AsyncGenerator<UploadRef> {
  const repositoryName = folder.slice(pathFor({ kind: 'repositories' }).length + 1, -'/_uploads'.length);
  for (const path of await orWhenMissing(driver.list(folder), [])) {
    try {
      yield { repository: parseRepositoryName(repositoryName), id: parseUploadId(path.slice(folder.length + 1)) };
    } catch (error) {
      if (!hasCode(error, 'REPOSITORY_INVALID', 'UPLOAD_ID_INVALID')) throw error;
    }
  }
}
