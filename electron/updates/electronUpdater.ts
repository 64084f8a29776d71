import type { AppUpdater } from 'electron-updater';
import type { Log } from '../log.ts';
import { isTrustworthy } from './feed.ts';
import type { UpdateSource } from './updates.ts';

/** electron-updater as a source of updates. It does nothing by itself: no download, no installation at the end. */
export async function electronUpdateSource(log: Log): Promise<UpdateSource> {
  // A CommonJS package: its exports are getters, which only the whole has.
  const { default: library } = await import('electron-updater');
  const updater: AppUpdater = library.autoUpdater;
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowDowngrade = false;
  updater.logger = {
    info: () => undefined,
    warn: (message?: unknown) => log(`updater: ${String(message)}`),
    error: (message?: unknown) => log(`updater: ${String(message)}`),
  };
  // Every failure also rejects the call that led to it; an error without a listener would end the app.
  updater.on('error', () => undefined);
  refuseOtherPlaces(updater);
  return {
    check: async () => {
      const result = await updater.checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : null;
    },
    download: async (onFraction) => {
      const follow = ({ percent }: { percent: number }): void => onFraction(Math.min(1, percent / 100));
      updater.on('download-progress', follow);
      try {
        await updater.downloadUpdate();
      } finally {
        updater.off('download-progress', follow);
      }
    },
    install: () =>
      new Promise<never>((_resolve, reject) => {
        updater.once('error', reject);
        updater.quitAndInstall();
      }),
  };
}

/** The updater fetches in a session of its own; whatever it is told, it fetches from trustworthy places only. */
function refuseOtherPlaces({ netSession }: AppUpdater): void {
  netSession.webRequest.onBeforeRequest(({ url }, answer) => {
    const trusted = URL.canParse(url) && isTrustworthy(new URL(url));
    answer({ cancel: !trusted });
  });
}
