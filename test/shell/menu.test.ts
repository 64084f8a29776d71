import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

const nothing = (): void => undefined;
function labels(platform: NodeJS.Platform, isDevelopment = false): string[] {
  const template = menuTemplate({
    platform,
    isDevelopment,
    addLayers: nothing,
    addFolders: nothing,
    chooseStore: nothing,
  });
  return template.flatMap(({ label, role, submenu }) => [
    label ?? role ?? '',
    ...(Array.isArray(submenu) ? submenu.map((item) => `  ${item.label ?? item.role ?? item.type}`) : []),
  ]);
}

describe('the menu', () => {
  it('has the commands of the app on every platform', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(labels(platform)).toEqual(
        expect.arrayContaining(['  Add layers…', '  Add folders…', '  Choose store…', 'editMenu']),
      );
    }
  });

  it('ends the app and tells its version where each platform expects it', () => {
    expect(labels('darwin')[0]).toBe('appMenu');
    expect(labels('darwin')).toContain('  close');
    expect(labels('darwin')).not.toContain('help');
    expect(labels('linux')).toEqual(expect.arrayContaining(['  quit', 'help', '  about']));
  });

  it('loads the page anew only for developers', () => {
    expect(labels('linux')).not.toContain('  reload');
    expect(labels('linux', true)).toEqual(expect.arrayContaining(['  reload', '  toggleDevTools']));
  });
});
