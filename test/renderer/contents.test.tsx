// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contents, ContentsRequest } from '../../shared/contents.ts';
import { LayerliftError } from '../../shared/errors.ts';
import type { UploadView } from '../../shared/upload.ts';
import { contentsOf } from './harness/contents.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { DAY, upload } from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function showContents(view: UploadView, answer: (request: ContentsRequest) => Contents): Promise<FakeApi> {
  const api = createFakeApi({ uploads: [view] }, { 'uploads:contents': answer });
  const app = await renderApp(api);
  close = app.close;
  await screen.findAllByRole('row');
  act(() => rowOf(view.id).focus());
  fireEvent.keyDown(rowOf(view.id), { key: 'i' });
  fireEvent.click(screen.getByRole('tab', { name: 'Contents' }));
  return api;
}

const view = upload({ name: 'a.tar.zst' });
const panel = () => screen.getByRole('tabpanel');
const item = (name: RegExp) => screen.getByRole('treeitem', { name });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

describe('what is inside of an upload', () => {
  test('is a tree that keys walk and open, with what it is and the biggest files', async () => {
    await showContents(view, contentsOf);
    await screen.findByRole('tree', { name: 'Entries of a.tar.zst' });
    expect(panel().textContent).toContain('A tar, packed with zstd.');
    expect(panel().textContent).toContain('9,945 entries, 18.5 GB in files.');
    const biggest = screen.getByRole('list', { name: 'Biggest files' });
    expect(within(biggest).getAllByRole('listitem')[0]?.textContent).toMatch(/weights-00001.*9\.9 GB/);
    expect(screen.getAllByRole('treeitem').filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    act(() => item(/^dev/).focus());
    press('ArrowDown');
    press('ArrowDown');
    expect(document.activeElement).toBe(item(/^opt/));
    expect(item(/^opt/).getAttribute('aria-expanded')).toBe('false');
    press('ArrowRight');
    await screen.findByRole('treeitem', { name: /^readme\.txt/ });
    expect(item(/^opt/).getAttribute('aria-expanded')).toBe('true');
    press('ArrowRight');
    expect(document.activeElement).toBe(item(/^models/));
    expect(item(/^models/).getAttribute('aria-level')).toBe('2');
    press('ArrowLeft');
    expect(document.activeElement).toBe(item(/^opt/));
    press('End');
    expect(document.activeElement).toBe(item(/^entrypoint/));
    press('Home');
    expect(document.activeElement).toBe(item(/^dev/));
    expect(item(/^latest/).textContent).toContain('models/instruct-2026-11');
    expect(item(/^\.wh\.old-models/).textContent).toContain('deletes what is below');
    fireEvent.click(item(/^opt/));
    await waitFor(() => expect(screen.queryByRole('treeitem', { name: /^readme/ })).toBeNull());
  });

  test('is searched, and Escape ends the search before it closes the inspector', async () => {
    const api = await showContents(view, contentsOf);
    const field = await screen.findByRole('searchbox', { name: 'Search entries' });
    fireEvent.change(field, { target: { value: 'cublas' } });
    await waitFor(() => expect(screen.getAllByRole('treeitem')).toHaveLength(1));
    expect(api.calls).toContainEqual(['uploads:contents', { id: view.id, query: 'cublas', open: [] }]);
    fireEvent.change(field, { target: { value: 'nowhere' } });
    await screen.findByText('No entry so far has “nowhere” in its path.');
    fireEvent.keyDown(field, { key: 'Escape' });
    await screen.findByRole('treeitem', { name: /^entrypoint/ });
    expect(screen.queryByRole('complementary')).not.toBeNull();
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  test('forgets which folders are open when it is looked at anew', async () => {
    let look = 1;
    const api = await showContents(view, (request) => contentsOf(request, { look, state: 'reading' }));
    fireEvent.click(await screen.findByRole('treeitem', { name: /^opt/ }));
    await screen.findByRole('treeitem', { name: /^readme/ });
    look = 2;
    await waitFor(() => expect(screen.queryByRole('treeitem', { name: /^readme/ })).toBeNull(), { timeout: 5000 });
    expect(api.calls.at(-1)).toEqual(['uploads:contents', { id: view.id, query: '', open: [] }]);
  });

  const cases: readonly (readonly [RegExp, Partial<Contents>])[] = [
    [/Neither a tar nor packed with gzip or zstd/, { format: 'other', packing: 'none', state: 'done' }],
    [/Packed with gzip, but no tar is inside/, { format: 'other', packing: 'gzip', state: 'done' }],
    [/Too few bytes are there/, { format: null, packing: null, readTo: 0, offset: 100 }],
    [/From there on it is damaged/, { state: 'stopped', stop: 'damaged' }],
    [/more than 134 MB of memory/, { state: 'stopped', stop: 'window' }],
    [/more than 500 times its size/, { state: 'stopped', stop: 'ratio' }],
    [/15 minutes of work/, { state: 'stopped', stop: 'time' }],
    [/header larger than any honest one/, { state: 'stopped', stop: 'header' }],
    [/1,500 entries are counted and not listed: the list holds at most 200,000 names/, { notKept: 1500 }],
    [/120 more are not shown/, { rowsLeftOut: 120 }],
    [/No entries so far/, { rows: [], biggest: [] }],
  ];
  test.each(cases)('says %s', async (text, parts) => {
    await showContents(view, (request) => contentsOf(request, parts));
    await waitFor(() => expect(panel().textContent).toMatch(text));
    expect(screen.queryAllByRole('tree').length > 0).toBe(parts.format === undefined && parts.rows === undefined);
  });

  test('says why it cannot be read, and nothing of a cancelled upload', async () => {
    await showContents(view, () => {
      throw new LayerliftError('PERMISSION_DENIED', 'test', {});
    });
    await waitFor(() => expect(panel().querySelector('.note.bad')).not.toBeNull());
    close();
    await showContents(upload({ status: { kind: 'cancelled', at: DAY } }), contentsOf);
    expect(panel().textContent).toBe('Nothing of it is left in the store.');
  });

  test('shows names of others without obeying them', async () => {
    const [row] = contentsOf({ id: view.id, query: '', open: [] }).rows;
    if (row === undefined) throw new Error('unreachable');
    await showContents(view, (request) => contentsOf(request, { rows: [{ ...row, name: '\u202egnp.<b>x' }] }));
    const entry = await screen.findByRole('treeitem');
    expect(entry.textContent).not.toContain('\u202e');
    expect(entry.textContent).toContain('<b>x');
  });
});
