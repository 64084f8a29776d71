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
  /** Takes what is worth a line of the log, but not of the terminal. */
  readonly note: (text: string) => void;
}

/** Joins what is outside the window to the window and the store, and the store to the computer's sleep. */
export function startPresence({ window, session, settings, words, log, note }: PresenceSurroundings): Presence {
  const manager = () => session.managerOrNull();
  const all = new AllUploads(manager, log);
  const sleep = new Sleep(manager, log);
  powerMonitor.on('suspend', () => {
    note('the computer goes to sleep');
    void sleep.fallAsleep();
  });
  powerMonitor.on('resume', () => {
    note('the computer is awake');
    void sleep.wake();
  });
  return new Presence({
    app,
    window: () => window.browserWindow,
    settings,
    words,
    note,
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
