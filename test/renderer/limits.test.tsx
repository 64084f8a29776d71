// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { type RuleDraft, ruleOf } from '../../renderer/limits/ruleDraft.ts';
import { stretchesOf } from '../../renderer/limits/WeekView.tsx';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { upload } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function show(settings: Partial<Settings> = {}): Promise<FakeApi> {
  const api = createFakeApi({ uploads: [upload()], settings: { ...DEFAULT_SETTINGS, ...settings } });
  const app = await renderApp(api);
  close = app.close;
  return api;
}

/** Opens the menu of a button as the browser does, which the test environment cannot. */
function openMenu(button: HTMLElement): void {
  const menu = button.nextElementSibling;
  if (!(menu instanceof HTMLElement)) throw new Error('no menu');
  const tell = (newState: 'open' | 'closed') => menu.dispatchEvent(Object.assign(new Event('toggle'), { newState }));
  menu.hidePopover = () => void tell('closed');
  act(() => void tell('open'));
}

const draft: RuleDraft = { key: 1, days: [1], from: '08:00', to: '18:00', limit: '5' };

describe('a line of the timetable', () => {
  test('is a rule, or says what keeps it from being one', () => {
    expect(ruleOf(draft)).toEqual({ days: [1], from: 480, to: 1080, bytesPerSecond: 5_000_000 });
    expect(ruleOf({ ...draft, limit: ' ' })).toMatchObject({ bytesPerSecond: 0 });
    expect(ruleOf({ ...draft, days: [] })).toBe('days');
    for (const time of ['', '24:00', '8', '12:60']) expect(ruleOf({ ...draft, from: time })).toBe('time');
    for (const limit of ['0', '0.05', '-1', 'x', '1e9']) expect(ruleOf({ ...draft, limit })).toBe('limit');
  });

  test('is drawn in stretches of one limit', () => {
    const night = { days: [5], from: 22 * 60, to: 6 * 60, bytesPerSecond: 7 };
    expect(stretchesOf([night], 5, 9).map(({ from, to, bytesPerSecond }) => [from, to, bytesPerSecond])).toEqual([
      [0, 360, 9],
      [360, 1320, 9],
      [1320, 1440, 7],
    ]);
    expect(stretchesOf([night], 6, 9)[0]).toEqual({ from: 0, to: 360, bytesPerSecond: 7 });
  });
});

describe('the status bar', () => {
  test('sets how many uploads move at a time', async () => {
    const api = await show();
    fireEvent.change(screen.getByLabelText('Uploads at a time'), { target: { value: '5' } });
    expect(api.calls.at(-1)).toEqual(['settings:change', { concurrency: 5 }]);
  });

  test('shows the limit that holds and sets another one', async () => {
    const api = await show({ rateLimit: 12_000_000 });
    const button = screen.getByRole('button', { name: 'Speed limit: At most 12.0 MB/s' });
    openMenu(button);
    const items = await screen.findAllByRole('menuitemradio');
    expect(items.find((item) => item.getAttribute('aria-checked') === 'true')?.textContent).toBe('12.0 MB/s');
    fireEvent.click(screen.getByRole('menuitemradio', { name: 'No limit' }));
    expect(api.calls.at(-1)).toEqual(['settings:change', { rateLimit: 0 }]);
    expect(await screen.findByRole('button', { name: 'Speed limit: No limit' })).toBeDefined();
  });

  test('says when the timetable changes the limit, and stops following it', async () => {
    const rules = [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 0, bytesPerSecond: 2_000_000 }];
    const api = await show({ rateTimetable: { on: true, rules } });
    openMenu(screen.getByRole('button', { name: 'Speed limit: At most 2.0 MB/s' }));
    fireEvent.click(await screen.findByRole('menuitemcheckbox', { name: 'Follow the timetable', checked: true }));
    expect(api.calls.at(-1)).toEqual(['settings:change', { rateTimetable: { on: false, rules } }]);
    expect(await screen.findByRole('button', { name: 'Speed limit: No limit' })).toBeDefined();
  });
});

test('a timetable that main has confirmed before it answers leaves no choice of the person waiting', async () => {
  const rateTimetable = { on: true, rules: [{ days: [1], from: 0, to: 60, bytesPerSecond: 0 }] };
  const settings = { ...DEFAULT_SETTINGS, rateTimetable };
  const api: FakeApi = createFakeApi(
    { settings: DEFAULT_SETTINGS },
    {
      // As over IPC, what comes back is equal and never the same.
      'settings:change': () => structuredClone(settings),
    },
  );
  const app = await renderApp(api);
  close = app.close;
  api.push({ settings });
  await waitFor(() => expect(app.store.getState().mirror?.settings).toBe(settings));
  await app.commands.set({ rateTimetable });
  expect(app.store.getState().choices).toEqual([]);
});

describe('the timetable', () => {
  async function open(): Promise<FakeApi> {
    const api = await show();
    openMenu(screen.getByRole('button', { name: /^Speed limit: / }));
    fireEvent.click(await screen.findByRole('menuitem', { name: 'Limit and timetable…' }));
    return api;
  }
  const changes = (api: FakeApi) => api.calls.filter(([name]) => name === 'settings:change');
  const office = { days: [1, 2, 3, 4, 5], from: 480, to: 1080, bytesPerSecond: 5_000_000 };

  test('begins with office hours, and every whole change takes effect at once', async () => {
    const api = await open();
    const dialog = screen.getByRole('dialog', { name: 'Speed limit' });
    fireEvent.click(within(dialog).getByLabelText('Timetable'));
    expect(changes(api).at(-1)).toEqual(['settings:change', { rateTimetable: { on: true, rules: [office] } }]);
    await act(async () => {
      api.push({ settings: { ...DEFAULT_SETTINGS, rateTimetable: { on: true, rules: [office] } } });
    });
    fireEvent.click(await within(dialog).findByLabelText('Saturday'));
    expect(changes(api).at(-1)?.[1]).toEqual({
      rateTimetable: { on: true, rules: [{ ...office, days: [1, 2, 3, 4, 5, 6] }] },
    });
    fireEvent.change(within(dialog).getByLabelText('Until'), { target: { value: '06:00' } });
    expect(within(dialog).getByText('the day after')).toBeDefined();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove time 1' }));
    expect(changes(api).at(-1)).toEqual(['settings:change', { rateTimetable: { on: true, rules: [] } }]);
  });

  test('keeps what is not whole to itself and says what is wrong', async () => {
    const api = await open();
    const dialog = screen.getByRole('dialog', { name: 'Speed limit' });
    fireEvent.click(within(dialog).getByLabelText('Timetable'));
    await act(async () => {
      api.push({ settings: { ...DEFAULT_SETTINGS, rateTimetable: { on: true, rules: [office] } } });
    });
    const before = changes(api).length;
    const limit = await within(dialog).findByLabelText('Limit in MB/s; empty for none');
    fireEvent.change(limit, { target: { value: '0.01' } });
    expect(limit.getAttribute('aria-invalid')).toBe('true');
    await waitFor(() => expect(within(dialog).getByText('From 0.1 MB/s, or empty for no limit.')).toBeDefined());
    fireEvent.change(within(dialog).getByLabelText('From'), { target: { value: '' } });
    expect(changes(api)).toHaveLength(before);
    fireEvent.change(within(dialog).getByLabelText('From'), { target: { value: '09:30' } });
    fireEvent.change(limit, { target: { value: '' } });
    expect(changes(api).at(-1)?.[1]).toEqual({
      rateTimetable: { on: true, rules: [{ ...office, from: 570, bytesPerSecond: 0 }] },
    });
  });
});
