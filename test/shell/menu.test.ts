import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';
import { desktopStrings } from '../../electron/strings/desktopStrings.ts';
import type { Language } from '../../shared/language.ts';
import { MENU_COMMANDS, type MenuCommand } from '../../shared/menuCommands.ts';

const nothing = (): void => undefined;

function template(
  platform: NodeJS.Platform,
  {
    isDevelopment = false,
    language = 'en' as Language,
    send = (_command: MenuCommand): void => undefined,
    updates = true,
  } = {},
) {
  const words = desktopStrings(language).menu;
  return menuTemplate({
    platform,
    isDevelopment,
    words,
    addLayers: nothing,
    addFolders: nothing,
    chooseStore: nothing,
    showAbout: nothing,
    checkForUpdates: updates ? nothing : null,
    zoom: nothing,
    send,
  });
}

/** All items, menus before their own. */
function items(menu: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return menu.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? items(item.submenu) : [])]);
}

const roles = (...args: Parameters<typeof template>) => items(template(...args)).map(({ role }) => role);

describe('the menu', () => {
  it('has the commands of the app on every platform', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const labels = items(template(platform)).map(({ label }) => label);
      expect(labels).toEqual(expect.arrayContaining(['Add layers…', 'Add folders…', 'Choose store…', '&Edit']));
    }
  });

  it('ends the app and tells its version where each platform expects it', () => {
    expect(template('darwin')[0]?.role).toBe('appMenu');
    expect(roles('darwin')).toEqual(expect.arrayContaining(['quit', 'close', 'services']));
    expect(roles('darwin')).not.toContain('help');
    expect(roles('linux')).toEqual(expect.arrayContaining(['quit', 'help']));
    for (const platform of ['linux', 'darwin'] as const) {
      expect(items(template(platform)).map(({ label }) => label)).toContain('About Layerlift');
    }
  });

  it.each(['linux', 'darwin', 'win32'] as const)('looks for updates on %s, or says that it does not', (platform) => {
    const labels = (updates: boolean) => items(template(platform, { updates })).map(({ label }) => label);
    expect(labels(true)).toContain('Check for updates…');
    expect(labels(false)).toContain('This build does not update itself');
    expect(labels(false)).not.toContain('Check for updates…');
  });

  it('loads the page anew only for developers', () => {
    expect(roles('linux')).not.toContain('reload');
    expect(roles('linux', { isDevelopment: true })).toEqual(expect.arrayContaining(['reload', 'toggleDevTools']));
  });

  it('leaves no label to Electron, which knows English only', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      for (const item of items(template(platform, { isDevelopment: true, language: 'de' }))) {
        if (item.type !== 'separator' && item.role !== 'appMenu') expect(item.label, item.role).toBeTruthy();
      }
    }
  });

  it('has every command once, which asks the window when it is chosen', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const sent: MenuCommand[] = [];
      const commands = items(template(platform, { send: (command) => sent.push(command) })).filter(
        ({ id }) => id !== undefined,
      );
      expect(commands.map(({ id }) => id).sort()).toEqual([...MENU_COMMANDS].sort());
      for (const { id, enabled, click } of commands) {
        expect(enabled, id).toBe(false);
        (click as () => void)();
      }
      expect([...sent].sort()).toEqual([...MENU_COMMANDS].sort());
    }
  });

  it('takes no key twice, and none that a text field needs', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const taken = items(template(platform))
        .filter(({ registerAccelerator }) => registerAccelerator !== false)
        .flatMap(({ accelerator }) => accelerator ?? []);
      expect(new Set(taken).size).toBe(taken.length);
      expect(taken.filter((key) => !String(key).startsWith('CmdOrCtrl+'))).toEqual([]);
    }
  });

  it('has no letter twice for Alt', () => {
    for (const language of ['en', 'de'] as const) {
      const letters = template('linux', { language }).map(({ label }) => /&(\p{L})/u.exec(label ?? '')?.[1]);
      expect(letters).not.toContain(undefined);
      expect(new Set(letters).size).toBe(letters.length);
    }
  });
});
