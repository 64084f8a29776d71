import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopStrings } from '../strings/en.ts';
import type { Totals } from './uploadBook.ts';

/** What a person can do from the tray. */
export interface TrayActions {
  readonly show: () => void;
  readonly pauseAll: () => void;
  readonly resumeAll: () => void;
  readonly quit: () => void;
}

/** The menu: totals first, as a line that only tells. */
export function trayMenu(
  totals: Totals,
  words: DesktopStrings['tray'],
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  return [
    { label: words.totals(totals), enabled: false },
    { type: 'separator' },
    { label: words.pauseAll, enabled: totals.moving + totals.waiting > 0, click: actions.pauseAll },
    { label: words.resumeAll, enabled: totals.paused > 0, click: actions.resumeAll },
    { type: 'separator' },
    { label: words.show, click: actions.show },
    { label: words.quit, click: actions.quit },
  ];
}
