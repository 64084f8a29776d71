import path from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { leftOutByName } from '../intake/fileNames.ts';

/**
 * Tells of changes in a folder and below, as far as the system reports them; links are not followed. What it misses (a
 * network's disk, more folders than the system watches) has to be found by looking now and then.
 * @param onTrouble hears of each reason why not everything is watched.
 * @returns ends it.
 */
export function watchChanges(
  folder: string,
  onChange: () => void,
  onTrouble: (error: unknown) => void,
): () => Promise<void> {
  const watcher: FSWatcher = watch(folder, {
    followSymlinks: false,
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (file) => file !== folder && leftOutByName(path.basename(file)) !== null,
  });
  watcher.on('all', onChange);
  // What came while it began to watch it takes for what was there before.
  watcher.on('ready', onChange);
  watcher.on('error', onTrouble);
  return () => watcher.close();
}
