import type { StoreSession } from '../storeSession.ts';
import type { Desktop } from './desktop.ts';
import type { Handlers } from './handle.ts';

export interface StoreHandlersOptions {
  readonly session: Pick<StoreSession, 'view' | 'open'>;
  readonly desktop: Desktop;
  /** Makes a store the one that opens at the next start. */
  readonly remember: (root: string) => Promise<unknown>;
}

/** Choosing and opening stores. Trouble with a store is its state, which the window shows; no command fails for it. */
export function storeHandlers({ session, desktop, remember }: StoreHandlersOptions) {
  // A folder that a person chose, but that could not be opened as a store yet.
  let chosen: string | null = null;
  const rememberChosen = async (): Promise<void> => {
    const { root, state } = session.view();
    if (chosen !== root || state.kind !== 'open') return;
    chosen = null;
    await remember(root);
  };
  return {
    'store:choose': async () => {
      const root = await desktop.chooseFolder(session.view().root);
      if (root === null) return false;
      chosen = root;
      await session.open({ root, creation: 'whenEmpty' });
      await rememberChosen();
      return true;
    },
    'store:open': async (create) => {
      const { root } = session.view();
      // A plain retry keeps the rule of the attempt before: the place of an absent disk must not become a store.
      await (create ? session.open({ root, creation: 'always' }) : session.open());
      await rememberChosen();
    },
  } satisfies Partial<Handlers>;
}
