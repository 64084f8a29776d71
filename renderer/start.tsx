import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Bridge, createBridge } from './bridge.ts';
import { App } from './shell/App.tsx';
import { reportViolations } from './shell/reportViolations.ts';
import { createCommands } from './state/commands.ts';
import { AppContext, type App as AppParts } from './state/context.ts';
import { followLanguage } from './state/language.ts';
import { keepPlace } from './state/place.ts';
import { SpeedHistory } from './state/speedHistory.ts';
import { connectStore, createAppStore } from './state/store.ts';

/** Makes store and commands over a bridge; nothing is heard from main until the store is connected. */
export function createApp(bridge: Bridge, clock: () => number = Date.now): AppParts {
  const store = createAppStore();
  followLanguage(store);
  return { store, bridge, commands: createCommands(store, bridge), speeds: new SpeedHistory(store, clock) };
}

/** Shows the window in `root`. Returns a disposer. */
export function start(root: Element, app: AppParts = createApp(createBridge())): () => void {
  const cameBack = keepPlace(app.store, window.sessionStorage);
  const disconnect = connectStore(app.store, app.bridge, { cameBack });
  const stopReporting = reportViolations(app.bridge);
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
    stopReporting();
    tree.unmount();
  };
}
