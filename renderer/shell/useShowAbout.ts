import { useEffect } from 'react';
import { useAppContext } from '../state/context.ts';

/** Opens *About* when the menu asks for it, unless a dialog is open already. */
export function useShowAbout(): void {
  const { bridge, store } = useAppContext();
  useEffect(
    () => bridge.onShowAbout(() => store.setState(({ dialog }) => ({ dialog: dialog ?? { kind: 'about' } }))),
    [bridge, store],
  );
}
