import {
  BrowserWindow,
  dialog,
  type IpcMainInvokeEvent,
  nativeTheme,
  type RenderProcessGoneDetails,
  screen,
} from 'electron';
import type { EventName, Events } from '../shared/ipc.ts';
import { APP_ENTRY, isAppUrl } from './appAssets.ts';
import type { Log } from './log.ts';
import type { DesktopStrings } from './strings/en.ts';
import { boundsFor, MIN_SIZE, type WindowPlace } from './windowBounds.ts';

export interface WindowOptions {
  readonly preload: string;
  /** Where it was the last time. */
  readonly place: WindowPlace | null;
  readonly isDevelopment: boolean;
  /** Asked when a person closes the window: false keeps it until the app has ended its work. */
  readonly mayClose: () => boolean;
  /** The page is gone or loads anew. */
  readonly onPageLost: () => void;
  /** The window has come to rest at another place. */
  readonly onPlaced: (place: WindowPlace) => void;
  readonly zoom: () => number;
  readonly words: () => DesktopStrings;
  readonly log: Log;
}

/** The colours behind the page until it has painted, so that nothing flashes: the page's own background. */
const BACKGROUND = { light: '#f4f6f8', dark: '#0e1217' } as const;

/** A page that died this often within this time (ms) is not loaded again unasked. */
const CRASHES_MAX = 3;
const CRASHES_WITHIN_MS = 60_000;

/** The longest that anything waits for the first paint, ms. */
const PAINT_MS = 3000;

/** How long the window has to stay where it is before that counts as its place, in ms. */
const REST_MS = 500;

/** The app's one window. */
export class MainWindow {
  /** Resolves when the page has painted for the first time, or the window is gone, and after 3 s in any case. */
  readonly painted: Promise<void>;
  readonly #window: BrowserWindow;
  readonly #options: WindowOptions;
  #crashes: readonly number[] = [];
  #placed: NodeJS.Timeout | null = null;

  /** Creates the window and begins to load the page; it shows itself once it has something to show. */
  constructor(options: WindowOptions) {
    this.#options = options;
    this.#window = new BrowserWindow({
      ...boundsFor(
        options.place,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      title: 'Layerlift',
      backgroundColor: background(),
      autoHideMenuBar: true,
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        devTools: options.isDevelopment,
      },
    });
    this.painted = firstPaint(this.#window);
    if (options.place?.maximized === true) this.#window.maximize();
    this.#listen();
    this.#load();
  }

  /** The window while it exists. */
  get browserWindow(): BrowserWindow | null {
    return this.#window.isDestroyed() ? null : this.#window;
  }

  /** Pushes an event to the page, if there is one to hear it. */
  send<Name extends EventName>(name: Name, payload: Events[Name]): void {
    const contents = this.browserWindow?.webContents;
    if (contents === undefined || contents.isDestroyed() || contents.isCrashed()) return;
    contents.send(name, payload);
  }

  /** True for commands from the main frame of this window while it shows the app's own page. */
  isSender({ sender, senderFrame }: IpcMainInvokeEvent): boolean {
    const contents = this.browserWindow?.webContents;
    return (
      contents !== undefined &&
      sender === contents &&
      senderFrame !== null &&
      senderFrame === contents.mainFrame &&
      isAppUrl(senderFrame.url)
    );
  }

  /** How much larger than designed the page is shown. */
  set zoom(factor: number) {
    this.browserWindow?.webContents.setZoomFactor(factor);
  }

  /** Brings the window to the front, wherever it was. */
  focus(): void {
    const window = this.browserWindow;
    if (window === null) return;
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  /** Where the window is now; null when it is gone. */
  get place(): WindowPlace | null {
    const window = this.browserWindow;
    return window && { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  }

  #load(): void {
    const { log } = this.#options;
    this.#window.loadURL(APP_ENTRY).catch((error: unknown) => log('cannot load the window', error));
  }

  #listen(): void {
    const window = this.#window;
    const { mayClose, onPageLost, log } = this.#options;
    const follow = (): void => window.setBackgroundColor(background());
    nativeTheme.on('updated', follow);
    window.once('ready-to-show', () => window.show());
    // Chromium keeps a zoom of its own for each host: ours is the one that holds.
    window.webContents.on('did-finish-load', () => {
      this.zoom = this.#options.zoom();
    });
    window.on('close', (event) => {
      if (!mayClose()) event.preventDefault();
    });
    // Each its own overload of `on`.
    window.on('resize', () => this.#moved());
    window.on('move', () => this.#moved());
    window.on('maximize', () => this.#moved());
    window.on('unmaximize', () => this.#moved());
    window.once('closed', () => {
      nativeTheme.off('updated', follow);
      if (this.#placed !== null) clearTimeout(this.#placed);
    });
    window.webContents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) onPageLost();
    });
    // An empty page is gone to without asking anybody; the app's own comes back.
    window.webContents.on('did-navigate', (_event, url) => {
      if (!isAppUrl(url)) this.#load();
    });
    window.webContents.on('preload-error', (_event, file, error) => log(`the preload script ${file} failed`, error));
    window.webContents.on('render-process-gone', (_event, details) => {
      onPageLost();
      void this.#recover(details);
    });
  }

  #moved(): void {
    if (this.#placed !== null) clearTimeout(this.#placed);
    this.#placed = setTimeout(() => {
      const { place } = this;
      if (place !== null) this.#options.onPlaced(place);
    }, REST_MS);
  }

  /** Loads a page that died again; main has lost nothing. One that keeps dying is left to the person. */
  async #recover({ reason, exitCode }: RenderProcessGoneDetails): Promise<void> {
    if (reason === 'clean-exit' || this.browserWindow === null) return;
    this.#options.log(`the window's process ended: ${reason} (${exitCode})`);
    const now = Date.now();
    this.#crashes = [...this.#crashes, now].filter((at) => now - at < CRASHES_WITHIN_MS);
    if (this.#crashes.length > CRASHES_MAX) {
      const { message, detail, reload } = this.#options.words().crashed;
      await dialog.showMessageBox({
        type: 'error',
        message,
        detail,
        buttons: [reload],
      });
      this.#crashes = [];
    }
    this.browserWindow?.webContents.reload();
  }
}

function firstPaint(window: BrowserWindow): Promise<void> {
  return new Promise((resolve) => {
    window.once('ready-to-show', () => resolve());
    window.once('closed', () => resolve());
    setTimeout(resolve, PAINT_MS).unref();
  });
}

function background(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}
