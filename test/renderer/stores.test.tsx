// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LayerliftError } from '../../shared/errors.ts';
import type { ListedStore } from '../../shared/stores.ts';
import { repository } from './harness/catalogFixtures.ts';
import { createFakeApi, EMPTY_SNAPSHOT, type FakeApi } from './harness/fakeApi.ts';
import { errorInfo, upload } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

const HERE = EMPTY_SNAPSHOT.store.root;

const listed = (root: string, parts: Partial<ListedStore> = {}): ListedStore => ({
  profile: { root, name: '', repository: '', host: '' },
  current: root === HERE,
  kept: true,
  freeBytes: 5e9,
  error: null,
  ...parts,
});

const STORES = [
  listed(HERE),
  listed('/mnt/archive', { profile: { root: '/mnt/archive', name: 'Archive', repository: 'a/b', host: 'r.example' } }),
  listed('/media/disk', { freeBytes: null, error: errorInfo('STORE_MISSING') }),
];

let close: () => void = () => undefined;
beforeEach(() => {
  // The test environment has no popovers.
  HTMLElement.prototype.hidePopover = () => undefined;
});
afterEach(() => close());

async function show(parts: Parameters<typeof createFakeApi>[0] = {}, stores = STORES, answers = {}): Promise<FakeApi> {
  const settings = { ...EMPTY_SNAPSHOT.settings, stores: stores.map(({ profile }) => profile) };
  const api = createFakeApi({ settings, ...parts }, { 'stores:list': () => stores, ...answers });
  const app = await renderApp(api);
  close = app.close;
  return api;
}

const called = (api: FakeApi, name: string) => api.calls.filter(([one]) => one === name);
const trigger = () => screen.getByRole('button', { name: /Build store/ });

async function openMenu(): Promise<HTMLElement> {
  const menu = document.getElementById(trigger().getAttribute('popovertarget') ?? '');
  if (menu === null) throw new Error('no menu');
  fireEvent(menu, Object.assign(new Event('toggle'), { newState: 'open', oldState: 'closed' }));
  return await screen.findByRole('menu');
}

async function openDialog(): Promise<HTMLElement> {
  fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: 'Manage stores…' }));
  await screen.findByRole('region', { name: 'Archive' });
  return screen.getByRole('dialog', { name: 'Stores' });
}

describe('the store menu', () => {
  test('looks at the stores when it is opened, not before, and says what each is', async () => {
    const api = await show();
    expect(called(api, 'stores:list')).toEqual([]);
    const menu = within(await openMenu());
    expect(await menu.findByRole('menuitem', { name: 'disk Disk missing' })).toBeTruthy();
    expect(menu.getByRole('menuitem', { name: 'Archive 5.0 GB free' })).toBeTruthy();
    expect(called(api, 'stores:list')).toHaveLength(1);
  });

  test('switches at once when nothing moves; the open one is no choice', async () => {
    const api = await show();
    fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: /^Build store/ }));
    fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: /^Archive/ }));
    expect(called(api, 'stores:switch')).toEqual([['stores:switch', '/mnt/archive']]);
    expect(screen.queryByRole('alertdialog')).toBeNull();
  });

  test('asks before it pauses uploads, and stays when that is wanted', async () => {
    const api = await show({ uploads: [upload({ n: 1 }), upload({ n: 2, status: { kind: 'queued' } })] });
    fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: /^Archive/ }));
    expect(screen.getByRole('alertdialog', { name: '2 uploads are moving' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Stay here' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(called(api, 'stores:switch')).toEqual([]);
    fireEvent.click(within(await openMenu()).getByRole('menuitem', { name: /^Archive/ }));
    fireEvent.click(screen.getByRole('button', { name: 'Pause and switch' }));
    expect(called(api, 'stores:switch')).toEqual([['stores:switch', '/mnt/archive']]);
  });

  test('asks the same before a folder is chosen, also by the menu of the app', async () => {
    const api = await show({ uploads: [upload({ n: 1 })] });
    act(() => api.wantStore());
    fireEvent.click(screen.getByRole('button', { name: 'Pause and switch' }));
    expect(called(api, 'store:choose')).toHaveLength(1);
    act(() => api.wantStore());
    act(() => api.wantStore());
    expect(screen.getAllByRole('alertdialog')).toHaveLength(1);
  });
});

describe('the stores dialog', () => {
  test('shows where each is and what it offers, opens and forgets', async () => {
    const api = await show();
    const dialog = within(await openDialog());
    const archive = within(dialog.getByRole('region', { name: 'Archive' }));
    expect(archive.getByText('5.0 GB free · a/b · r.example')).toBeTruthy();
    expect(within(dialog.getByRole('region', { name: 'disk' })).getByText('Disk missing')).toBeTruthy();
    const here = within(dialog.getByRole('region', { name: 'Build store' }));
    expect(here.getByText('Open')).toBeTruthy();
    expect(here.queryByRole('button', { name: 'Take off the list; its folder stays' })).toBeNull();
    fireEvent.click(archive.getByRole('button', { name: 'Take off the list; its folder stays' }));
    expect(called(api, 'stores:forget')).toEqual([['stores:forget', '/mnt/archive']]);
    fireEvent.click(archive.getByRole('button', { name: 'Open Archive' }));
    expect(called(api, 'stores:switch')).toEqual([['stores:switch', '/mnt/archive']]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('edits, says what is wrong at once, and gives the focus back', async () => {
    const api = await show();
    const dialog = within(await openDialog());
    fireEvent.click(within(dialog.getByRole('region', { name: 'Archive' })).getByRole('button', { name: 'Edit' }));
    const field = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name });
    expect(document.activeElement).toBe(field('Name'));
    fireEvent.change(field('Registry'), { target: { value: 'http://no' } });
    fireEvent.change(field('Repository'), { target: { value: 'Upper' } });
    expect(screen.getByText(/Not the address of a registry/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
    fireEvent.change(field('Registry'), { target: { value: ' localhost:5000 ' } });
    fireEvent.change(field('Repository'), { target: { value: '' } });
    fireEvent.change(field('Name'), { target: { value: 'Old layers' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Registry' })).toBeNull());
    expect(called(api, 'stores:describe')).toEqual([
      ['stores:describe', '/mnt/archive', { name: 'Old layers', repository: '', host: 'localhost:5000' }],
    ]);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Edit');
  });

  test('keeps what was typed when it cannot be saved, and says why', async () => {
    await show({}, STORES, {
      'stores:describe': () => {
        throw new LayerliftError('DISK_FULL', 'full');
      },
    });
    const dialog = within(await openDialog());
    fireEvent.click(within(dialog.getByRole('region', { name: 'Archive' })).getByRole('button', { name: 'Edit' }));
    fireEvent.change(screen.getByRole('textbox', { name: 'Name' }), { target: { value: 'Kept' } });
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect((await screen.findByRole('alert')).textContent).toContain('full');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('Kept');
  });
});

describe('another store', () => {
  test('is shown from its beginning: the page of a repository belongs to the one before', async () => {
    const api = await show({ repositories: [repository('only/here')] });
    fireEvent.click(screen.getByRole('button', { name: /only\/here/ }));
    await screen.findByRole('heading', { name: 'only/here' });
    await act(async () =>
      api.push({
        store: { ...EMPTY_SNAPSHOT.store, root: '/mnt/archive' },
        repositoriesGone: [repository('only/here').name],
      }),
    );
    await screen.findByRole('heading', { name: 'Drop layers here' });
    expect(screen.getByRole('button', { name: /^All/ }).getAttribute('aria-current')).toBe('page');
  });
});

describe('a disk', () => {
  test('that is pulled out is said until it is back', async () => {
    const api = await show();
    await act(async () => api.push({ store: { ...EMPTY_SNAPSHOT.store, freeBytes: null, away: true } }));
    await screen.findByRole('region', { name: 'The disk of this store is missing' });
    expect(trigger().textContent).toContain('disk missing');
    await act(async () => api.push({ store: EMPTY_SNAPSHOT.store }));
    await waitFor(() => expect(screen.queryByText('The disk of this store is missing')).toBeNull());
  });

  test('that is missing at start is waited for; at the first start a place is suggested', async () => {
    const missing = errorInfo('STORE_MISSING', { root: '/media/disk' });
    await show({ store: { root: '/media/disk', freeBytes: null, state: { kind: 'closed', error: missing } } });
    expect(screen.getByText('It opens by itself as soon as its disk is back.')).toBeTruthy();
    close();
    const api = await show({ store: { root: '', freeBytes: null, state: { kind: 'closed', error: missing } } }, []);
    fireEvent.click(screen.getByRole('button', { name: 'Use “Layerlift” in my home folder' }));
    expect(api.calls.at(-1)).toEqual(['store:useSuggested']);
  });
});
