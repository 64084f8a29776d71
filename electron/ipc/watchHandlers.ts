import type { Settings } from '../../shared/settings.ts';
import type { Desktop } from './desktop.ts';
import type { Handlers } from './handle.ts';

export interface WatchHandlersOptions {
  readonly desktop: Desktop;
  readonly settings: () => Settings;
  /** Makes a change durable and lets the app follow it. */
  readonly change: (change: Partial<Settings>) => Promise<Settings>;
}

/** Choosing the watched folder. What is watched, and for which repository, the settings say. */
export function watchHandlers({ desktop, settings, change }: WatchHandlersOptions) {
  return {
    'watch:choose': async () => {
      const { watchFolder, watchRepository, repository } = settings();
      const folder = await desktop.chooseWatched(watchFolder);
      if (folder === null) return false;
      // The repository that was used last is the best guess, and is seen beside the folder.
      await change({ watchFolder: folder, ...(watchRepository === '' && { watchRepository: repository }) });
      return true;
    },
    'watch:stop': async () => {
      await change({ watchFolder: '' });
    },
  } satisfies Partial<Handlers>;
}
