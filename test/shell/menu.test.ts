import { describe, expect, it } from 'vitest';
import { menuTemplate } from '../../electron/menu.ts';

const nothing = (): void => undefined;
const options = {
  isDevelopment: false,
  addLayers: nothing,
  addFolders: nothing,
  chooseStore: nothing,
  showAbout: nothing,
};
function labels(platform: NodeJS.Platform, more: Partial<Parameters<typeof menuTemplate>[0]> = {}): string[] {
  const template = menuTemplate({ ...options, checkForUpdates: nothing, platform, ...more });
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
    expect(labels('darwin')[1]).toBe('  About Layerlift');
    expect(labels('darwin')).toContain('  close');
    expect(labels('darwin')).not.toContain('help');
    expect(labels('linux')).toEqual(expect.arrayContaining(['  quit', 'help', '  About Layerlift']));
  });

  it.each(['linux', 'darwin', 'win32'] as const)('looks for updates on %s, or says that it does not', (platform) => {
    expect(labels(platform)).toContain('  Check for updates…');
    expect(labels(platform, { checkForUpdates: null })).toContain('  This build does not update itself');
    expect(labels(platform, { checkForUpdates: null })).not.toContain('  Check for updates…');
  });

  it('loads the page anew only for developers', () => {
    expect(labels('linux')).not.toContain('  reload');
    expect(labels('linux', { isDevelopment: true })).toEqual(expect.arrayContaining(['  reload', '  toggleDevTools']));
  });
});
