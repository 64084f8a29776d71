import { useEffect } from 'react';
import { useAppContext } from '../state/context.ts';
import { performCommand, possibleCommands } from './menuCommands.ts';

/** Joins the window to the application menu: tells it what is possible, and does what is chosen there. */
export function useMenu(): void {
  const app = useAppContext();
  useEffect(() => {
    const { store, bridge } = app;
    let told: string | null = null;
    const tell = (): void => {
      const possible = possibleCommands(store.getState());
      const key = possible.join();
      if (key === told) return;
      told = key;
      // A menu that is a moment behind does no harm: what is chosen is checked once more.
      bridge.call('menu:offer', possible).catch(() => undefined);
    };
    tell();
    const stopTelling = store.subscribe(tell);
    const stopListening = bridge.onMenu((command) => performCommand(app, command));
    return () => {
      stopTelling();
      stopListening();
    };
  }, [app]);
}
