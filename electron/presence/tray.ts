import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { DesktopStrings } from '../strings/en.ts';
import { trayBitmap } from './trayIcon.ts';
import { type TrayActions, trayMenu } from './trayMenu.ts';
import type { Totals } from './uploadBook.ts';

const SIZE = 16;

/** Colours that hold on the panels of each theme. */
const INK = { light: [38, 44, 52], dark: [236, 239, 243] } as const;

/** The app's place among the system's status icons: how much moves, and the commands for all uploads. */
export class StatusIcon {
  readonly #tray: Tray;
  readonly #actions: TrayActions;
  /** What the menu says now: it is built anew only for other words, because that closes it. */
  #said = '';
  readonly #repaint = (): void => this.#tray.setImage(icon());

  constructor(actions: TrayActions) {
    this.#actions = actions;
    this.#tray = new Tray(icon());
    this.#tray.on('click', actions.show);
    nativeTheme.on('updated', this.#repaint);
  }

  show(totals: Totals, words: DesktopStrings['tray']): void {
    this.#tray.setToolTip(words.tooltip(totals));
    const menu = trayMenu(totals, words, this.#actions);
    const said = JSON.stringify(menu);
    if (said === this.#said) return;
    this.#said = said;
    this.#tray.setContextMenu(Menu.buildFromTemplate(menu));
  }

  close(): void {
    nativeTheme.off('updated', this.#repaint);
    this.#tray.destroy();
  }
}

function icon(): Electron.NativeImage {
  if (process.platform === 'darwin') {
    const image = drawn([0, 0, 0]);
    // macOS colours it by itself.
    image.setTemplateImage(true);
    return image;
  }
  return drawn(nativeTheme.shouldUseDarkColors ? INK.dark : INK.light);
}

function drawn(colour: readonly [number, number, number]): Electron.NativeImage {
  const image = nativeImage.createFromBitmap(trayBitmap(SIZE, colour), { width: SIZE, height: SIZE });
  const large = { width: 2 * SIZE, height: 2 * SIZE };
  image.addRepresentation({ scaleFactor: 2, ...large, buffer: trayBitmap(2 * SIZE, colour) });
  return image;
}
