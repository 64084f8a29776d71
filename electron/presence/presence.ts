import { type App, type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { UploadStatus, UploadView } from '../../shared/upload.ts';
import { visibleText } from '../../shared/visibleText.ts';
import type { UploadChange } from '../engine/uploads/changeFeed.ts';
import type { DesktopStrings } from '../strings/en.ts';
import { Awake } from './awake.ts';
import { News, type NewsItem } from './news.ts';
import { type TaskbarProgress, taskbarProgress } from './taskbar.ts';
import { StatusIcon } from './tray.ts';
import type { TrayActions } from './trayMenu.ts';
import { type Totals, UploadBook } from './uploadBook.ts';

export interface PresenceOptions {
  readonly app: Pick<App, 'setBadgeCount'>;
  readonly window: () => BrowserWindow | null;
  readonly settings: () => Pick<Settings, 'tray' | 'notifications' | 'keepAwake'>;
  readonly words: () => DesktopStrings;
  readonly actions: TrayActions;
  /** Brings an upload before the person's eyes. */
  readonly onShow: (id: UploadId) => void;
  /** Takes every change of state, for the log. */
  readonly note: (text: string) => void;
}

/** Everything of the app that a person sees and feels outside its window. */
export class Presence {
  readonly #options: PresenceOptions;
  readonly #book = new UploadBook();
  readonly #news = new News();
  readonly #awake = new Awake(powerSaveBlocker);
  /** Shown and not closed yet: a notification that nobody holds is collected, and its click with it. */
  readonly #notifications = new Set<Notification>();
  #progress: TaskbarProgress = { value: -1, mode: 'normal' };
  #badge = 0;
  #icon: StatusIcon | null = null;

  constructor(options: PresenceOptions) {
    this.#options = options;
    this.follow();
  }

  uploadsChanged(change: UploadChange): void {
    const turns = this.#book.apply(change);
    const { settings, words, note } = this.#options;
    for (const { before, after } of turns) note(turnInWords(before.status, after));
    const items = this.#news.of(turns, words().notifications);
    if (settings().notifications && this.#options.window()?.isFocused() !== true) this.#tell(items);
    this.follow();
  }

  /** Shows what holds now, by the settings and the language of the moment. */
  follow(): void {
    const totals = this.#book.totals();
    const { tray, keepAwake } = this.#options.settings();
    this.#awake.wanted = keepAwake && totals.moving > 0;
    this.#showTaskbar(totals);
    if (!tray) this.#closeIcon();
    else this.#icon ??= new StatusIcon(this.#options.actions);
    this.#icon?.show(totals, this.#options.words().tray);
  }

  /** Lets go of everything, at the end of the app. */
  close(): void {
    this.#awake.wanted = false;
    this.#closeIcon();
    for (const notification of this.#notifications) notification.close();
  }

  #showTaskbar(totals: Totals): void {
    const { app, window } = this.#options;
    const { value, mode } = taskbarProgress(totals);
    if (value !== this.#progress.value || mode !== this.#progress.mode) {
      window()?.setProgressBar(value, { mode });
      this.#progress = { value, mode };
    }
    if (totals.troubled !== this.#badge) app.setBadgeCount(totals.troubled);
    this.#badge = totals.troubled;
  }

  #closeIcon(): void {
    this.#icon?.close();
    this.#icon = null;
  }

  #tell(items: readonly NewsItem[]): void {
    if (!Notification.isSupported()) return;
    for (const { id, title, body } of items) {
      const notification = new Notification({ title, body });
      const forget = (): unknown => this.#notifications.delete(notification);
      this.#notifications.add(notification);
      notification.on('close', forget);
      notification.on('click', () => {
        forget();
        this.#options.onShow(id);
      });
      notification.show();
    }
  }
}

function turnInWords(before: UploadStatus, { id, name, status }: UploadView): string {
  const error = status.kind === 'failed' || status.kind === 'paused' ? status.error : null;
  const why = error === null ? '' : ` (${error.code}: ${error.message})`;
  return `upload ${id} “${visibleText(name)}”: ${before.kind} → ${status.kind}${why}`;
}
