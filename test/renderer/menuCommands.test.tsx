// @vitest-environment happy-dom
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { digestOf, idOf, upload } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function show(api: FakeApi) {
  const app = await renderApp(api);
  close = app.close;
  return app;
}

const uploads = [upload({ n: 1 }), upload({ n: 2, status: { kind: 'ready', digest: digestOf('9') } })];
const offered = (api: FakeApi) => api.possible();

test('the menu is told what is possible: for the current upload, for all, and nothing behind a dialog', async () => {
  const api = createFakeApi({ uploads });
  const { store } = await show(api);
  await waitFor(() => expect(offered(api)).toContain('pauseAll'));
  expect(offered(api)).not.toContain('finish');
  act(() => store.setState({ current: idOf(2) }));
  expect(offered(api)).toEqual(expect.arrayContaining(['finish', 'cancel', 'toggleInspector', 'find']));
  expect(offered(api)).not.toContain('pause');
  act(() => store.setState({ current: idOf(1) }));
  expect(offered(api)).toEqual(expect.arrayContaining(['pause', 'cancel']));
  act(() => store.setState({ dialog: { kind: 'confirmCancel', ids: [idOf(1)] } }));
  expect(offered(api)).toEqual([]);
});

test('what is chosen is done, and what is no longer possible is not', async () => {
  const api = createFakeApi({ uploads });
  const { store } = await show(api);
  act(() => store.setState({ current: idOf(2) }));
  api.choose('finish');
  expect(api.calls.at(-1)).toEqual(['uploads:finish', [idOf(2)]]);
  const calls = api.calls.length;
  api.choose('pause');
  api.choose('resumeAll');
  expect(api.calls).toHaveLength(calls);
  api.choose('pauseAll');
  expect(api.calls.at(-1)).toEqual(['uploads:pause', [idOf(1)]]);
  act(() => api.choose('showSettings'));
  expect(screen.getByRole('heading', { name: 'Settings' })).toBeTruthy();
  act(() => api.choose('showLog'));
  expect(screen.getByRole('heading', { name: 'Log' })).toBeTruthy();
  act(() => api.choose('find'));
  expect(document.activeElement).toBe(screen.getByLabelText('Search the log'));
  act(() => api.choose('showHistory'));
  expect(screen.getByRole('main', { name: 'History' })).toBeTruthy();
  act(() => api.choose('showUploads'));
  act(() => api.choose('toggleInspector'));
  expect(store.getState().inspector).toBe(true);
  act(() => api.choose('cancel'));
  expect(screen.getByRole('alertdialog')).toBeTruthy();
});

test('an upload that main asks to show is shown, wherever the window is', async () => {
  const api = createFakeApi({ uploads });
  const { store } = await show(api);
  act(() => store.setState({ page: { kind: 'settings' }, query: 'x' }));
  act(() => api.show(idOf(2)));
  expect(store.getState()).toMatchObject({ page: { kind: 'uploads' }, query: '', current: idOf(2) });
});
