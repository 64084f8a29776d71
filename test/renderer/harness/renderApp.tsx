import { cleanup, render, screen } from '@testing-library/react';
import { createBridge } from '../../../renderer/bridge.ts';
import { App } from '../../../renderer/shell/App.tsx';
import { createApp } from '../../../renderer/start.tsx';
import { AppContext } from '../../../renderer/state/context.ts';
import { connectStore } from '../../../renderer/state/store.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { FakeApi } from './fakeApi.ts';

/** The test environment lays nothing out; the virtual list needs to know that it has room. */
function giveRoom(): void {
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1000 });
}

/** Shows the whole window over a fake API and waits for its first snapshot. */
export async function renderApp(api: FakeApi) {
  giveRoom();
  const app = createApp(createBridge(api));
  const disconnect = connectStore(app.store, app.bridge);
  render(
    <AppContext value={app}>
      <App />
    </AppContext>,
  );
  await screen.findByRole('navigation');
  return {
    ...app,
    close: () => {
      disconnect();
      cleanup();
    },
  };
}

/** The row of an upload. */
export function rowOf(id: UploadId): HTMLElement {
  const row = document.querySelector<HTMLElement>(`[data-key="${id}"]`);
  if (row === null) throw new Error(`no row for ${id}`);
  return row;
}
