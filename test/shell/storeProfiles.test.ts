import { describe, expect, it } from 'vitest';
import { SETTINGS_RULES } from '../../electron/settingsFormat.ts';
import {
  chooseStore,
  describeStore,
  forgetStore,
  plainProfile,
  profilesOf,
  rememberedChoice,
} from '../../electron/storeProfiles.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { folderName, isRegistryHost, STORES_MAX, storeName } from '../../shared/stores.ts';

const WORDS = { name: 'Build', repository: 'library/base', host: 'registry.example:5000' };
const two: Settings = {
  ...DEFAULT_SETTINGS,
  store: '/a',
  repository: 'last/used',
  stores: [plainProfile('/a'), { root: '/b', ...WORDS }],
};

describe('the profiles', () => {
  it('hold the store that an older app had, before any was kept', () => {
    expect(profilesOf({ store: '/old', stores: [] })).toEqual([plainProfile('/old')]);
    expect(profilesOf({ store: '', stores: [] })).toEqual([]);
    expect(profilesOf(two)).toBe(two.stores);
  });

  it('offer the repository of the store that is chosen, or the one used last', () => {
    expect(chooseStore(two, '/b')).toEqual({ store: '/b', stores: two.stores, repository: 'library/base' });
    expect(chooseStore({ ...two, store: '/b' }, '/a').repository).toBe('last/used');
    expect(chooseStore(two, '/new').stores).toEqual([...two.stores, plainProfile('/new')]);
  });

  it('are bounded: of too many the oldest gives way, never the one that is chosen', () => {
    const stores = Array.from({ length: STORES_MAX }, (_, n) => plainProfile(`/${n}`));
    const chosen = chooseStore({ ...two, store: '/0', stores }, '/new').stores;
    expect(chosen).toHaveLength(STORES_MAX);
    expect(chosen.at(-1)?.root).toBe('/new');
    expect(SETTINGS_RULES.stores(chosen)).toBe(true);
  });

  it('are described, and the sheet offers what the open store offers at once', () => {
    expect(describeStore(two, '/a', WORDS, true)).toEqual({
      stores: [{ root: '/a', ...WORDS }, two.stores[1]],
      repository: 'library/base',
    });
    expect(describeStore(two, '/b', { ...WORDS, name: 'Other' }, false)).toEqual({
      stores: [two.stores[0], { root: '/b', ...WORDS, name: 'Other' }],
    });
  });

  it('are forgotten, but for the one that opens at the next start', () => {
    expect(forgetStore(two, '/b')).toEqual({ stores: [plainProfile('/a')] });
    expect(forgetStore(two, '/a')).toEqual({ stores: two.stores });
  });

  it('keep what a store offers when something else was used once', () => {
    const choice = { repository: 'once/used', finishBySelf: true };
    expect(rememberedChoice(two, '/a', choice)).toEqual(choice);
    expect(rememberedChoice(two, '/b', choice)).toEqual({ finishBySelf: true });
  });
});

describe('what a settings file may say of stores', () => {
  const profile = { root: '/a', ...WORDS };
  it.each([
    ['none', [], true],
    ['one', [profile], true],
    ['one without words', [plainProfile('/a')], true],
    ['two of one folder', [profile, profile], false],
    ['too many', Array.from({ length: STORES_MAX + 1 }, (_, n) => plainProfile(`/${n}`)), false],
    ['a relative folder', [{ ...profile, root: 'a' }], false],
    ['a folder with a zero', [{ ...profile, root: '/a\0b' }], false],
    ['a name that is none', [{ ...profile, name: 5 }], false],
    ['a name without an end', [{ ...profile, name: 'x'.repeat(101) }], false],
    ['a repository that is none', [{ ...profile, repository: 'Not One' }], false],
    ['an address with a path', [{ ...profile, host: 'example.com/v2' }], false],
    ['no list', { length: 0 }, false],
    ['a hole', [null], false],
  ])('%s', (_what, value, allowed) => {
    expect(SETTINGS_RULES.stores(value)).toBe(allowed);
  });
});

describe('words of stores', () => {
  it('are the name, or the last part of the folder on any platform', () => {
    expect(storeName({ name: 'Build', root: '/srv/x' })).toBe('Build');
    expect(storeName({ name: '', root: '/srv/registry/' })).toBe('registry');
    expect(folderName('C:\\data\\store')).toBe('store');
    expect(folderName('/')).toBe('/');
  });

  it.each(['localhost', 'localhost:5000', 'registry.example.com', '10.0.0.7:5000', '[::1]:5000'])(
    '%s is an address',
    (text) => {
      expect(isRegistryHost(text)).toBe(true);
    },
  );

  it.each(['', 'http://a', 'a/b', 'a b', '-a', 'a-', 'a:', 'a:port', 'a@b', `${'a'.repeat(256)}`])(
    '“%s” is none',
    (text) => {
      expect(isRegistryHost(text)).toBe(false);
    },
  );
});
