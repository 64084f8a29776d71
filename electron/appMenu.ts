import { Menu } from 'electron';
import { MENU_COMMANDS, type MenuCommand } from '../shared/menuCommands.ts';
import { type MenuOptions, menuTemplate } from './menu.ts';

/** The application menu, built anew for another language and told what the window can do at the moment. */
export class AppMenu {
  readonly #options: () => MenuOptions;
  #menu: Menu | null = null;
  #words: MenuOptions['words'] | null = null;
  #possible: ReadonlySet<MenuCommand> = new Set();

  constructor(options: () => MenuOptions) {
    this.#options = options;
  }

  /** Shows the menu in the language of the moment; does nothing when it is shown in it already. */
  show(): void {
    const options = this.#options();
    if (options.words === this.#words) return;
    this.#words = options.words;
    this.#menu = Menu.buildFromTemplate(menuTemplate(options));
    this.offer(this.#possible);
    Menu.setApplicationMenu(this.#menu);
  }

  /** Enables what is possible now, and nothing else of what the window does. */
  offer(possible: ReadonlySet<MenuCommand>): void {
    this.#possible = possible;
    for (const command of MENU_COMMANDS) {
      const item = this.#menu?.getMenuItemById(command) ?? null;
      if (item !== null) item.enabled = possible.has(command);
    }
  }
}
