import { LayerliftError } from '../../shared/errors.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ListedStore, StoreProfile } from '../../shared/stores.ts';
import type { StoreProbe } from '../engine/uploads/probeStore.ts';
import { chooseStore, describeStore, forgetStore, plainProfile, profilesOf } from '../storeProfiles.ts';
import type { StoreSession } from '../storeSession.ts';
import type { Desktop } from './desktop.ts';
import type { Handlers } from './handle.ts';

export interface StoreHandlersOptions {
  readonly session: Pick<StoreSession, 'view' | 'open'>;
  readonly desktop: Pick<Desktop, 'chooseFolder'>;
  readonly settings: () => Settings;
  readonly change: (change: Partial<Settings>) => Promise<unknown>;
  /** Where a store may be made at the first start; absolute. */
  readonly suggested: string;
  readonly probe: (root: string) => Promise<StoreProbe>;
}

/**
 * Choosing, opening and keeping stores. Trouble with a store is its state, which the window shows; no command fails for
 * it.
 */
export function storeHandlers(options: StoreHandlersOptions) {
  const { session, desktop, settings, change, suggested, probe } = options;
  // A folder that a person chose, but that could not be opened as a store yet.
  let chosen: string | null = null;
  const rememberChosen = async (): Promise<void> => {
    const { root, state } = session.view();
    if (chosen !== root || state.kind !== 'open') return;
    chosen = null;
    await change(chooseStore(settings(), root));
  };
  const choose = async (root: string): Promise<void> => {
    chosen = root;
    await session.open({ root, creation: 'whenEmpty' });
    await rememberChosen();
  };
  /** The page names a store, it does not make one: only those that are listed are taken. */
  const listed = (root: string): StoreProfile => {
    const profile = all().find((one) => one.root === root);
    if (profile === undefined) throw new LayerliftError('IPC_ARGUMENT', 'no such store', { at: 'root' });
    return profile;
  };
  const all = (): readonly StoreProfile[] => {
    const kept = profilesOf(settings());
    const { root } = session.view();
    return root === '' || kept.some((profile) => profile.root === root) ? kept : [plainProfile(root), ...kept];
  };
  const look = async (profile: StoreProfile): Promise<ListedStore> => {
    const { root, freeBytes, state, away } = session.view();
    const current = profile.root === root;
    const kept = profilesOf(settings()).some((one) => one.root === profile.root);
    // Our own lock would look like that of another app.
    const isOpen = current && state.kind === 'open' && away !== true;
    const found = isOpen ? { freeBytes, error: null } : await probe(profile.root);
    return { profile, current, kept, ...found };
  };
  return {
    'store:choose': async () => {
      const root = await desktop.chooseFolder(session.view().root);
      if (root === null) return false;
      await choose(root);
      return true;
    },
    'store:useSuggested': () => choose(suggested),
    'store:open': async (create) => {
      const { root } = session.view();
      // A plain retry keeps the rule of the attempt before: the place of an absent disk must not become a store.
      await (create ? session.open({ root, creation: 'always' }) : session.open());
      await rememberChosen();
    },
    'stores:list': () => Promise.all(all().map(look)),
    'stores:switch': async (root) => {
      listed(root);
      chosen = null;
      await change(chooseStore(settings(), root));
      await session.open({ root, creation: 'never' });
    },
    'stores:describe': async (root, words) => {
      listed(root);
      await change(describeStore(settings(), root, words, root === session.view().root));
    },
    'stores:forget': async (root) => {
      listed(root);
      await change(forgetStore(settings(), root));
    },
  } satisfies Partial<Handlers>;
}
