import { app, powerMonitor } from 'electron';
import type { Settings } from '../../shared/settings.ts';
import type { Log } from '../log.ts';
import type { StoreSession } from '../storeSession.ts';
import type { DesktopStrings } from '../strings/en.ts';
import type { MainWindow } from '../window.ts';
import { AllUploads } from './allUploads.ts';
import { Presence } from './presence.ts';
import { Sleep } from './sleep.ts';

export interface PresenceSurroundings {
  readonly window: MainWindow;
  readonly session: Pick<StoreSession, 'managerOrNull'>;
  readonly settings: () => Settings;
  readonly words: () => DesktopStrings;
  readonly log: Log;
}

/** Joins what is outside the window to the window and the store, and the store to the computer's sleep. */
export function startPresence({ window, session, settings, words, log }: PresenceSurroundings): Presence {
  const manager = () => session.managerOrNull();
  const all = new AllUploads(manager, log);
  const sleep = new Sleep(manager, log);
  powerMonitor.on('suspend', () => void sleep.fallAsleep());
  powerMonitor.on('resume', () => void sleep.wake());
  return new Presence({
    app,
    window: () => window.browserWindow,
    settings,
    words,
    actions: {
      show: () => window.focus(),
      pauseAll: () => void all.pause(),
      resumeAll: () => void all.resume(),
      quit: () => app.quit(),
    },
    onShow: (id) => {
      window.focus();
      window.send('uploads:show', id);
    },
  });
}
