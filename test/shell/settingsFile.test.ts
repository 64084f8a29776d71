import { mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SettingsFile } from '../../electron/settingsFile.ts';
import { parseSettings, SETTINGS_RULES } from '../../electron/settingsFormat.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { tempDir } from '../support/tempDir.ts';

const MINE: Settings = {
  store: '/layers',
  stores: [{ root: '/layers', name: 'Mine', repository: 'library/mine', host: 'registry.example:5000' }],
  repository: 'library/mine',
  finishBySelf: true,
  resumeBySelf: true,
  concurrency: 3,
  rateLimit: 5_000_000,
  rateTimetable: { on: true, rules: [{ days: [1, 5], from: 480, to: 0, bytesPerSecond: 5_000_000 }] },
  verifyExisting: true,
  digester: 'hash-wasm',
  theme: 'dark',
  contrast: 'more',
  motion: 'reduce',
  zoom: 1.5,
  language: 'de',
  tray: false,
  notifications: false,
  keepAwake: false,
  askBeforeQuit: false,
  watchFolder: '/srv/incoming',
  watchRepository: 'library/incoming',
  watchQuiet: 30,
};
const text = (settings: unknown, version: unknown = 1): string => JSON.stringify({ version, settings });
const now = (): number => 1234;

describe('the settings file', () => {
  it('is the defaults while it is missing, and writes nothing', async () => {
    await using folder = await tempDir();
    const file = await SettingsFile.open(folder.path);
    expect(file.current).toEqual(DEFAULT_SETTINGS);
    expect(file.notice).toBeNull();
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('keeps changes, also those that overlap, and leaves no temporary file', async () => {
    await using folder = await tempDir();
    const home = path.join(folder.path, 'not', 'yet');
    const file = await SettingsFile.open(home);
    await Promise.all([
      file.change({ theme: 'dark' }),
      file.change({ concurrency: 5 }),
      file.change({ repository: 'library/a' }),
    ]);
    const expected = { ...DEFAULT_SETTINGS, theme: 'dark', concurrency: 5, repository: 'library/a' };
    expect(file.current).toEqual(expected);
    expect((await SettingsFile.open(home)).current).toEqual(expected);
    expect((await readdir(home)).sort()).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('keeps the version before the last change as a copy', async () => {
    await using folder = await tempDir();
    await writeFile(path.join(folder.path, 'settings.json'), text(MINE));
    const file = await SettingsFile.open(folder.path);
    await file.change({ theme: 'light' });
    expect(parseSettings(await readFile(path.join(folder.path, 'settings.json.bak'), 'utf8'))?.settings).toEqual(MINE);
  });

  it.each([
    ['cut off', text(MINE).slice(0, 30)],
    ['empty', ''],
    ['zeros', '\0'.repeat(200)],
    ['another kind of JSON', '[1, 2]'],
    ['without a version', JSON.stringify({ settings: MINE })],
  ])('is restored from the copy when it is damaged: %s', async (_, damaged) => {
    await using folder = await tempDir();
    const at = (name: string): string => path.join(folder.path, name);
    await writeFile(at('settings.json'), damaged);
    await writeFile(at('settings.json.bak'), text(MINE));
    const file = await SettingsFile.open(folder.path, now);
    expect(file.current).toEqual(MINE);
    expect(file.notice).toMatchObject({
      code: 'SETTINGS_DAMAGED',
      details: { reason: 'form', restored: 'copy', keptAs: at('settings.damaged-1234.json') },
    });
    expect(await readFile(at('settings.damaged-1234.json'), 'utf8')).toBe(damaged);
    // Said once: the next start finds everything in order.
    const next = await SettingsFile.open(folder.path);
    expect(next.current).toEqual(MINE);
    expect(next.notice).toBeNull();
  });

  it('falls back to the defaults when the copy is damaged too, and leaves the copy alone', async () => {
    await using folder = await tempDir();
    const at = (name: string): string => path.join(folder.path, name);
    await writeFile(at('settings.json'), '{');
    await writeFile(at('settings.json.bak'), 'also {');
    const file = await SettingsFile.open(folder.path, now);
    expect(file.current).toEqual(DEFAULT_SETTINGS);
    expect(file.notice?.details).toMatchObject({ restored: 'defaults' });
    expect(await readFile(at('settings.json.bak'), 'utf8')).toBe('also {');
  });

  it('loses only the fields that are wrong', async () => {
    await using folder = await tempDir();
    await writeFile(
      path.join(folder.path, 'settings.json'),
      text({ ...MINE, theme: 'sepia', concurrency: 0, unknown: 1 }),
    );
    const file = await SettingsFile.open(folder.path, now);
    expect(file.current).toEqual({ ...MINE, theme: DEFAULT_SETTINGS.theme, concurrency: DEFAULT_SETTINGS.concurrency });
    expect(file.notice?.details).toMatchObject({ restored: 'fields', reason: 'fields concurrency, theme' });
  });

  it('takes a field that is not there for its default, without a word', async () => {
    await using folder = await tempDir();
    await writeFile(path.join(folder.path, 'settings.json'), text({ theme: 'dark' }, 2));
    const file = await SettingsFile.open(folder.path);
    expect(file.current).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' });
    expect(file.notice).toBeNull();
  });

  it('does not take what it cannot read for nothing', async () => {
    await using folder = await tempDir();
    await mkdir(path.join(folder.path, 'settings.json'));
    const file = await SettingsFile.open(folder.path, now);
    expect(file.notice).toMatchObject({ code: 'SETTINGS_DAMAGED', details: { reason: 'unreadable EISDIR' } });
    expect(await readdir(folder.path)).toContain('settings.damaged-1234.json');
  });

  it('stays as it was when a change cannot be written', async () => {
    await using folder = await tempDir();
    const home = path.join(folder.path, 'home');
    const file = await SettingsFile.open(home);
    await file.change({ theme: 'dark' });
    await rename(home, `${home} gone`);
    await writeFile(home, 'in the way');
    await expect(file.change({ theme: 'light' })).rejects.toMatchObject({ code: 'STORAGE_IO' });
    expect(file.current.theme).toBe('dark');
    await unlink(home);
    expect((await file.change({ theme: 'light' })).theme).toBe('light');
  });

  it('reads any text without failing, and never accepts a wrong field', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => text(value)),
        ),
        (content) => {
          const parsed = parseSettings(content);
          for (const [field, isRight] of Object.entries(SETTINGS_RULES)) {
            if (parsed !== null) expect(isRight(Reflect.get(parsed.settings, field))).toBe(true);
          }
        },
      ),
    );
  });
});
