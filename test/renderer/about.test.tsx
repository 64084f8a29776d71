// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { LayerliftError } from '../../shared/errors.ts';
import { ABOUT, createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

/** Shows the window and lets the menu ask for *About*; returns the dialog once it has main's answer. */
async function showAbout(api: FakeApi): Promise<HTMLElement> {
  ({ close } = await renderApp(api));
  act(() => api.showAbout());
  const dialog = screen.getByRole('dialog', { name: 'About Layerlift' });
  await within(dialog).findByText(ABOUT.electron);
  return dialog;
}

test('tells versions, the digest back end and the licences', async () => {
  const dialog = await showAbout(createFakeApi());
  for (const part of [ABOUT.version, 'OpenSSL 3', ABOUT.chromium, ABOUT.node]) {
    expect(within(dialog).getByText(part).tagName).toBe('DD');
  }
  const licences = await within(dialog).findByRole('region', { name: 'Licences of third parties' });
  expect(licences.textContent).toContain('react 19.3.1 (MIT)');
  expect(licences.tabIndex).toBe(0);
  expect(dialog.textContent).not.toContain('A build for tests');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('dialog')).toBeNull();
});

test('marks a build for tests, and says where licences are when there is no package', async () => {
  const api = createFakeApi({}, { 'app:about': () => ({ ...ABOUT, testBuild: true }), 'app:licences': () => '' });
  const dialog = await showAbout(api);
  expect(dialog.textContent).toContain('A build for tests');
  await waitFor(() => expect(dialog.textContent).toContain('does not run from a package'));
});

test('a build without a feed says that it does not update itself', async () => {
  const dialog = await showAbout(createFakeApi({}, { 'app:about': () => ({ ...ABOUT, updates: { kind: 'none' } }) }));
  expect(within(dialog).getByRole('status').textContent).toContain('does not update itself');
  expect(within(dialog).queryByRole('button', { name: 'Check for updates' })).toBeNull();
});

test('an update is looked for, followed, and installed at a click', async () => {
  const api = createFakeApi();
  const dialog = await showAbout(api);
  const status = within(dialog).getByRole('status');
  fireEvent.click(within(dialog).getByRole('button', { name: 'Check for updates' }));
  expect(api.calls.at(-1)).toEqual(['updates:check']);
  act(() => api.pushUpdates({ kind: 'downloading', version: '2.0.0', fraction: 0.42 }));
  expect(status.textContent).toBe('Downloading 2.0.0: 42 %');
  expect(within(dialog).queryByRole('button', { name: 'Check for updates' })).toBeNull();
  act(() => api.pushUpdates({ kind: 'ready', version: '2.0.0' }));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Pause, install and restart' }));
  expect(api.calls.at(-1)).toEqual(['updates:install']);
  act(() => api.pushUpdates({ kind: 'failed' }));
  expect(status.textContent).toContain('Nothing was changed');
});

test('a refusal is a notice', async () => {
  const refuse = (): never => {
    throw new LayerliftError('UPDATE_UNAVAILABLE', 'no');
  };
  const dialog = await showAbout(createFakeApi({}, { 'updates:check': refuse }));
  fireEvent.click(within(dialog).getByRole('button', { name: 'Check for updates' }));
  await screen.findByText('There is no update to install');
});

test('the menu closes no dialog for it, and the settings lead to it', async () => {
  const api = createFakeApi();
  ({ close } = await renderApp(api));
  fireEvent.click(screen.getByRole('button', { name: 'Settings' }));
  fireEvent.click(screen.getByRole('button', { name: 'Reset settings…' }));
  act(() => api.showAbout());
  expect(screen.queryByRole('dialog')).toBeNull();
  fireEvent.click(within(screen.getByRole('alertdialog')).getByRole('button', { name: 'Keep settings' }));
  const settings = screen.getByRole('main', { name: 'Settings' });
  fireEvent.click(within(settings).getByRole('button', { name: 'About…' }));
  await screen.findByRole('dialog', { name: 'About Layerlift' });
});
