import { useEffect } from 'react';
import { useApp, useAppContext } from '../state/context.ts';

/** Takes files that were given to the app itself: first those that waited, then those that come. */
export function useOffered(): void {
  const { store, bridge, commands } = useAppContext();
  const ready = useApp((state) => state.mirror !== null);
  useEffect(() => {
    if (!ready) return;
    const unsubscribe = bridge.onOffered((offer) => commands.offer(offer));
    const stopIntake = bridge.onIntake((intake) => store.setState({ intake }));
    void commands.takeOffered();
    return () => {
      unsubscribe();
      stopIntake();
    };
  }, [ready, store, bridge, commands]);
}
