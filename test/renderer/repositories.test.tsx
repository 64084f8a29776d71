// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { listedRepositories } from '../../renderer/state/selectors.ts';
import type { LayerView } from '../../shared/catalog.ts';
import { LAYERS_PAGE } from '../../shared/catalog.ts';
import { EVERY_FATE, layer, layerDigest, pageOf, repository, VERIFICATIONS } from './harness/catalogFixtures.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { upload } from './harness/fixtures.ts';
import { renderApp } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

const THREE = ['games/assets', 'library/ubuntu', 'ml/llama'].map((name, n) => repository(name, { layers: n + 1 }));

async function show(api: FakeApi): Promise<FakeApi> {
  const app = await renderApp(api);
  close = app.close;
  return api;
}

function apiWith(layers: readonly LayerView[], repositories = THREE): FakeApi {
  return createFakeApi({ repositories }, { 'catalog:layers': (_name, from) => pageOf(layers, from) });
}

async function openPage(layers: readonly LayerView[]): Promise<FakeApi> {
  const api = await show(apiWith(layers));
  fireEvent.click(screen.getByRole('button', { name: /library\/ubuntu/ }));
  await screen.findByRole('heading', { name: 'library/ubuntu' });
  if (layers.length > 0) await screen.findAllByRole('row');
  return api;
}

const rowOf = (one: LayerView): HTMLElement => screen.getByRole('row', { name: one.name });
const calls = (api: FakeApi, name: string) => api.calls.filter(([called]) => called === name);
const press = (element: Element, key: string, modifiers: object = {}) =>
  fireEvent.keyDown(element, { key, ...modifiers });

describe('the repositories of the side bar', () => {
  test('are those of the store and those that uploads go to, by name, each once', async () => {
    const api = createFakeApi({
      repositories: [repository('b/10', { layers: 1200 }), repository('b/9')],
      uploads: [upload({ n: 1, repository: 'b/9' }), upload({ n: 2, repository: 'a' })],
    });
    await show(api);
    const list = within(screen.getByRole('region', { name: 'Repositories' }));
    expect(list.getAllByRole('button').map((button) => button.textContent)).toEqual([
      expect.stringContaining('a '),
      expect.stringContaining('b/9 '),
      expect.stringContaining('b/10 '),
    ]);
    expect(list.getByRole('button', { name: 'b/10 1,200 layers' })).toBeTruthy();
    expect(list.getByRole('button', { name: 'b/9 1 upload on its way 1 layer' })).toBeTruthy();
    expect(list.getByRole('button', { name: 'a 1 upload on its way no layer yet' })).toBeTruthy();
  });

  test('are one tab stop, moved by arrows, and the open page says so', async () => {
    await show(apiWith([]));
    const buttons = () => within(screen.getByRole('region', { name: 'Repositories' })).getAllByRole('button');
    expect(buttons().map((button) => button.tabIndex)).toEqual([0, -1, -1]);
    const [first] = buttons();
    first?.focus();
    press(first ?? document.body, 'ArrowDown');
    expect(document.activeElement?.getAttribute('data-key')).toBe('library/ubuntu');
    expect(buttons().map((button) => button.tabIndex)).toEqual([-1, 0, -1]);
    fireEvent.click(document.activeElement ?? document.body);
    expect(buttons().map((button) => button.getAttribute('aria-current'))).toEqual([null, 'page', null]);
  });

  test('can be searched when they are many, of which only some exist in the document', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => repository(`team/service-${n}`));
    await show(apiWith([], many));
    const region = within(screen.getByRole('region', { name: 'Repositories' }));
    expect(region.getAllByRole('button').length).toBeLessThan(100);
    const field = region.getByRole('textbox', { name: 'Find a repository' });
    fireEvent.change(field, { target: { value: 'SERVICE-2999' } });
    expect(region.getAllByRole('button')).toHaveLength(1);
    fireEvent.change(field, { target: { value: 'nowhere' } });
    expect(region.queryAllByRole('button')).toEqual([]);
    expect(region.getByText('None matches')).toBeTruthy();
    press(field, 'Escape');
    expect(region.getAllByRole('button').length).toBeGreaterThan(10);
  });

  test('come, change and go while the window is open', async () => {
    const api = await show(createFakeApi({ repositories: [] }));
    expect(screen.queryByRole('region', { name: 'Repositories' })).toBeNull();
    await act(async () => api.push({ catalog: { state: 'reading', error: null } }));
    await screen.findByText('Reading the store…');
    await act(async () => api.push({ repositories: THREE, catalog: { state: 'read', error: null } }));
    await screen.findByRole('button', { name: /games\/assets 1 layer/ });
    const [first] = THREE;
    await act(async () =>
      api.push({
        repositories: [repository('games/assets', { layers: 2, problems: 1, revision: 2 })],
        repositoriesGone: THREE.slice(1).map(({ name }) => name),
      }),
    );
    await screen.findByRole('button', { name: /1 problem games\/assets 2 layers/ });
    expect(screen.queryByRole('button', { name: /ml\/llama/ })).toBeNull();
    expect(first).toBeDefined();
  });

  test('are listed in the same identity while neither repositories nor uploads change', () => {
    const repositories = new Map(THREE.map((one) => [one.name, one]));
    const uploads = new Map();
    expect(listedRepositories(repositories, uploads)).toBe(listedRepositories(repositories, uploads));
  });
});

describe('the page of a repository', () => {
  test('lets main look at the folder, and shows what each layer is and what a collection does with it', async () => {
    const api = await openPage(EVERY_FATE);
    expect(calls(api, 'catalog:refresh')).toEqual([['catalog:refresh', 'library/ubuntu']]);
    const [loose, tagged, config, platform] = EVERY_FATE.slice(0, 4).map((one) => rowOf(one).textContent);
    expect(loose).toContain('No manifest names it. A garbage collection would remove it.');
    expect(tagged).toContain('In 12.4, 12.4-runtime, latest, nightly, stable and 18 more. A garbage collection keeps');
    expect(config).toContain('Config · In latest');
    expect(platform).toContain('except with --delete-untagged');
    expect(screen.getByText('No manifest names 2 layers (40.0 GB)')).toBeTruthy();
    const description = rowOf(layer(8)).getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(description.map((id) => document.getElementById(id)?.textContent).join()).toContain('Its blob is gone');
  });

  test('asks for thousands of layers page by page, and finds among them', async () => {
    const layers = Array.from({ length: 2 * LAYERS_PAGE + 3 }, (_, n) => layer(n));
    const api = await openPage(layers);
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(layers.length)));
    expect(calls(api, 'catalog:layers').map(([, , from]) => from)).toEqual([0, LAYERS_PAGE, 2 * LAYERS_PAGE]);
    fireEvent.change(screen.getByRole('textbox', { name: 'Search layers' }), {
      target: { value: layerDigest(401).slice(7, 30) },
    });
    expect(screen.getAllByRole('row')).toEqual([rowOf(layer(401))]);
    fireEvent.change(screen.getByRole('textbox', { name: 'Search layers' }), { target: { value: 'nowhere' } });
    expect(screen.getByText('No layer matches “nowhere”')).toBeTruthy();
  });

  test('follows the repository: a finished upload is there, what is shown does not shrink meanwhile', async () => {
    let layers: readonly LayerView[] = [layer(1)];
    const api = await show(
      createFakeApi({ repositories: THREE }, { 'catalog:layers': (_name, from) => pageOf(layers, from) }),
    );
    fireEvent.click(screen.getByRole('button', { name: /library\/ubuntu/ }));
    await screen.findAllByRole('row');
    layers = [layer(2), layer(1)];
    await act(async () => api.push({ repositories: [repository('library/ubuntu', { layers: 2, revision: 2 })] }));
    await waitFor(() => expect(screen.getAllByRole('row')).toEqual([rowOf(layer(2)), rowOf(layer(1))]));
    const asked = calls(api, 'catalog:layers').length;
    await act(async () => api.push({ repositories: [repository('ml/llama', { revision: 3 })] }));
    expect(calls(api, 'catalog:layers')).toHaveLength(asked);
  });

  test('looks again when a person comes back to the window, and on demand', async () => {
    const api = await openPage([layer(1)]);
    fireEvent.focus(window);
    fireEvent.click(screen.getByRole('button', { name: 'Read again' }));
    expect(calls(api, 'catalog:refresh')).toEqual([
      ['catalog:refresh', 'library/ubuntu'],
      ['catalog:refresh', 'library/ubuntu'],
      ['catalog:refresh', null],
    ]);
  });

  test('says when there is nothing, and shows the uploads that go into it', async () => {
    await openPage([]);
    expect(await screen.findByText('No layer yet')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Uploads' }));
    expect(screen.getByText('Nothing here right now')).toBeTruthy();
    press(screen.getByRole('tab', { name: 'Uploads' }), 'ArrowLeft');
    expect(await screen.findByText('No layer yet')).toBeTruthy();
  });
});

describe('actions on a layer', () => {
  test('by keyboard: verify, copy the digest and the reference, show in the folder', async () => {
    const one = layer(1);
    const api = await openPage([one]);
    const row = rowOf(one);
    press(row, 'v');
    press(row, 'c', { ctrlKey: true });
    press(row, 'l');
    press(row, 'r');
    press(row, 'x');
    await screen.findByText('Reference copied');
    expect(api.calls.slice(-4)).toEqual([
      ['catalog:verify', one.digest],
      ['catalog:copy', 'library/ubuntu', one.name, 'digest'],
      ['catalog:copy', 'library/ubuntu', one.name, 'reference'],
      ['catalog:reveal', one.digest],
    ]);
  });

  test('a blob that is gone cannot be verified or shown', async () => {
    const gone = layer(1, { size: null, fate: 'gone' });
    const api = await openPage([gone]);
    press(rowOf(gone), 'v');
    press(rowOf(gone), 'r');
    expect(within(rowOf(gone)).queryByRole('button', { name: 'Verify now' })).toBeNull();
    expect(api.calls.some(([name]) => name === 'catalog:verify' || name === 'catalog:reveal')).toBe(false);
  });

  test('a verification shows how far it is, is stopped by the same key, and says what came of it', async () => {
    const [one = layer(1)] = EVERY_FATE;
    const api = await openPage(EVERY_FATE);
    await act(async () => api.push({ verifications: VERIFICATIONS }));
    await within(rowOf(one)).findByText('Verifying, 44 %');
    press(rowOf(one), 'v');
    expect(api.calls.at(-1)).toEqual(['catalog:stopVerifying', one.digest]);
    const texts = EVERY_FATE.slice(1, 5).map((each) => rowOf(each).textContent);
    expect(texts[0]).toContain('Intact, 12:00:00');
    expect(texts[1]).toContain('Waiting to be verified');
    expect(texts[2]).toContain('Corrupt. Upload the layer again');
    expect(texts[3]).toContain('Not verified');
    await act(async () => api.push({ verifications: [] }));
    await waitFor(() => expect(rowOf(one).textContent).not.toContain('Verifying'));
    press(rowOf(one), 'v');
    expect(api.calls.at(-1)).toEqual(['catalog:verify', one.digest]);
  });
});
