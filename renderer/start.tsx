import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Bridge, createBridge } from './bridge.ts';
import { App } from './shell/App.tsx';
import { createCommands } from './state/commands.ts';
import { AppContext, type App as AppParts } from './state/context.ts';
import { connectStore, createAppStore } from './state/store.ts';

/** Makes store and commands over a bridge; nothing is heard from main until the store is connected. */
export function createApp(bridge: Bridge): AppParts {
  const store = createAppStore();
  return { store, bridge, commands: createCommands(store, bridge) };
}

/** Shows the window in `root`. Returns a disposer. */
export function start(root: Element, bridge: Bridge = createBridge()): () => void {
  const app = createApp(bridge);
  const disconnect = connectStore(app.store, bridge);
  const tree = createRoot(root);
  tree.render(
    <StrictMode>
      <AppContext value={app}>
        <App />
      </AppContext>
    </StrictMode>,
  );
  return () => {
    disconnect();
    tree.unmount();
  };
}
