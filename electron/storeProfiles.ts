import { parseRepositoryName } from '../shared/names.ts';
import type { Settings } from '../shared/settings.ts';
import { isRegistryHost, type ProfileWords, STORE_NAME_MAX, STORES_MAX, type StoreProfile } from '../shared/stores.ts';

type StoreSettings = Pick<Settings, 'store' | 'stores' | 'repository'>;

/** A profile of which a person has said nothing yet. */
export const plainProfile = (root: string): StoreProfile => ({ root, name: '', repository: '', host: '' });

/** The profiles that are kept. The store of the settings is one of them, also where an older app wrote the file. */
export function profilesOf({ store, stores }: Pick<Settings, 'store' | 'stores'>): readonly StoreProfile[] {
  const isKept = store === '' || stores.some(({ root }) => root === store);
  return isKept ? stores : [plainProfile(store), ...stores];
}

/** What is known of a store, kept or not. */
export function profileFor(settings: Pick<Settings, 'store' | 'stores'>, root: string): StoreProfile {
  return profilesOf(settings).find((profile) => profile.root === root) ?? plainProfile(root);
}

/** Keeps a store and makes it the one that opens at the next start, with the repository that it offers. */
export function chooseStore(settings: StoreSettings, root: string): StoreSettings {
  const kept = profilesOf(settings);
  const profile = profileFor(settings, root);
  const isKept = kept.some((one) => one.root === root);
  // The oldest gives way: a person who keeps that many does not miss it.
  const stores = isKept ? kept : [...kept.slice(-(STORES_MAX - 1)), profile];
  return { store: root, stores, repository: profile.repository === '' ? settings.repository : profile.repository };
}

/**
 * Changes what a person says of a store, and keeps it if it was not. Takes only words that pass `areWords`.
 * @param isOpen whether it is the store that is open: then the sheet offers its repository at once.
 */
export function describeStore(
  settings: StoreSettings,
  root: string,
  words: ProfileWords,
  isOpen: boolean,
): Partial<StoreSettings> {
  const { stores } = chooseStore(settings, root);
  const changed = stores.map((profile) => (profile.root === root ? { root, ...words } : profile));
  return { stores: changed, ...(isOpen && words.repository !== '' && { repository: words.repository }) };
}

/** What is remembered of an addition to the store at `root`: one that offers a repository goes on offering that. */
export function rememberedChoice(
  settings: StoreSettings,
  root: string,
  choice: Pick<Settings, 'repository' | 'finishBySelf'>,
): Partial<Settings> {
  const { repository } = profileFor(settings, root);
  return repository === '' ? choice : { finishBySelf: choice.finishBySelf };
}

/** Keeps a store no more; what lies in its folder stays. The store of the settings stays, too. */
export function forgetStore(settings: StoreSettings, root: string): Partial<StoreSettings> {
  return { stores: profilesOf(settings).filter((profile) => profile.root !== root || root === settings.store) };
}

/** Whether these can be the words of a profile, wherever they come from. */
export function areWords({ name, repository, host }: Readonly<Record<keyof ProfileWords, unknown>>): boolean {
  return (
    typeof name === 'string' &&
    name.length <= STORE_NAME_MAX &&
    typeof repository === 'string' &&
    (repository === '' || isRepository(repository)) &&
    typeof host === 'string' &&
    (host === '' || isRegistryHost(host))
  );
}

/** Whether a text is a repository's name. */
export function isRepository(text: string): boolean {
  try {
    parseRepositoryName(text);
    return true;
  } catch {
    return false;
  }
}
