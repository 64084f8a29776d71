// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { german } from '../../renderer/strings/de.ts';
import { english, speak } from '../../renderer/strings/en.ts';
import { createFakeApi, EMPTY_SNAPSHOT, type FakeApi, offerOf } from './harness/fakeApi.ts';
import { renderApp } from './harness/renderApp.tsx';
import { SCENARIOS } from './harness/scenarios.ts';

let close: () => void = () => undefined;
afterEach(() => {
  close();
  speak('en');
});

const settings = { ...EMPTY_SNAPSHOT.settings, language: 'de' } as const;

function fixedTexts(catalogue: object): string[] {
  return Object.values(catalogue).flatMap((value) =>
    typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? fixedTexts(value) : [],
  );
}

const germanTexts = new Set(fixedTexts(german));
const englishTexts = new Set(fixedTexts(english).filter((text) => !germanTexts.has(text)));

/** What people read and hear on the page, text by text. */
function textsOnPage(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null) texts.push(walker.currentNode.textContent ?? '');
  for (const element of document.querySelectorAll('*')) {
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '');
  }
  return texts.map((text) => text.trim());
}

async function show(api: FakeApi) {
  const app = await renderApp(api);
  close = app.close;
  return app;
}

test.each(Object.keys(SCENARIOS).filter((name) => name !== 'many'))('%s has no English in German', async (name) => {
  const scenario = SCENARIOS[name] ?? {};
  const snapshot = scenario.snapshot ?? {};
  const { store } = await show(
    createFakeApi(
      { ...snapshot, settings: { ...(snapshot.settings ?? settings), language: 'de' } },
      {
        'history:list': () => scenario.history ?? [],
        'files:offered': () =>
          scenario.candidates === undefined ? [] : [offerOf(scenario.candidates, scenario.offer)],
      },
    ),
  );
  expect(document.documentElement.lang).toBe('de');
  const first = store.getState().mirror?.order[0] ?? null;
  const states = [
    () => store.setState({ inspector: first !== null, current: first }),
    () => store.setState({ inspectorTab: 'folder' }),
    () => store.setState({ page: { kind: 'history' } }),
    () => store.setState({ page: { kind: 'settings' } }),
    () => store.setState({ dialog: { kind: 'confirmReset' } }),
    () => store.setState({ page: { kind: 'log' }, dialog: null }),
    () => store.setState({ dialog: first === null ? null : { kind: 'digest', id: first } }),
    () => store.setState({ dialog: first === null ? null : { kind: 'confirmCancel', ids: [first] } }),
  ];
  for (const state of states) {
    await act(async () => state());
    expect(textsOnPage().filter((text) => englishTexts.has(text))).toEqual([]);
  }
});

test('a chosen language is spoken at once, and the choice keeps the focus', async () => {
  const api = createFakeApi();
  const { store } = await show(api);
  act(() => store.setState({ page: { kind: 'settings' } }));
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Language' });
  select.focus();
  act(() => {
    fireEvent.change(select, { target: { value: 'de' } });
  });
  expect(api.calls.at(-1)).toEqual(['settings:change', { language: 'de' }]);
  const german = await screen.findByRole('combobox', { name: 'Sprache' });
  expect(document.activeElement).toBe(german);
  expect(document.documentElement.lang).toBe('de');
  act(() => api.push({ settings: { ...EMPTY_SNAPSHOT.settings, language: 'de' } }));
  await waitFor(() => expect(store.getState().choices).toEqual([]));
  act(() => api.push({ settings: EMPTY_SNAPSHOT.settings }));
  await waitFor(() => expect(document.documentElement.lang).toBe('en'));
  expect(screen.getByRole('combobox', { name: 'Language' })).toBeTruthy();
});
