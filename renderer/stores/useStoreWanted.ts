import { useEffect } from 'react';
import { useAppContext } from '../state/context.ts';

/** Lets a person choose a store when the app's menu asks for it: what moves is asked about here. */
export function useStoreWanted(): void {
  const { store, bridge, commands } = useAppContext();
  useEffect(
    () =>
      bridge.onStoreWanted(() => {
        const { mirror, dialog } = store.getState();
        if (mirror !== null && dialog === null) commands.chooseStore();
      }),
    [store, bridge, commands],
  );
}
