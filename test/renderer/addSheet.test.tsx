// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { FILES_MAX, NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import type { AddOutcome, AddRequest } from '../../shared/ipc.ts';
import { parseRepositoryName } from '../../shared/names.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { createFakeApi, type FakeApi, offerOf } from './harness/fakeApi.ts';
import { candidate, digestOf, errorInfo, idOf, MB, upload } from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

const settings = { ...DEFAULT_SETTINGS, repository: 'library/ubuntu' };
const files = [
  candidate('a', { digest: { value: digestOf('1'), from: 'SHA256SUMS' }, size: 10 * MB }),
  candidate('b', { size: 5 * MB }),
  candidate('c', { size: null, error: errorInfo('SOURCE_NOT_A_FILE', { kind: 'folder' }) }),
];

async function offer(api: FakeApi, candidates = files): Promise<HTMLElement> {
  const app = await renderApp(api);
  close = app.close;
  act(() => api.offer(candidates));
  return screen.findByRole('dialog');
}

const repository = () => screen.getByLabelText<HTMLInputElement>('Repository');
const digest = () => screen.getByLabelText<HTMLInputElement>('Expected digest');
const submit = (count: number) =>
  screen.getByRole<HTMLButtonElement>('button', { name: `Add ${count} layer${count === 1 ? '' : 's'}` });

describe('the add sheet', () => {
  test('counts what can be added, remembers the repository, says what is left out', async () => {
    const sheet = await offer(createFakeApi({ settings }));
    expect(within(sheet).getByRole('heading').textContent).toBe('Add 2 layers, 15.0 MB');
    expect(repository().value).toBe('library/ubuntu');
    expect(document.activeElement).toBe(repository());
    expect(sheet.textContent).toContain('1 file is left out: the list says why.');
    expect(sheet.textContent).toContain('This is a folder, not a file');
    expect(sheet.textContent).toContain('digest from SHA256SUMS');
  });

  test('checks the repository while one types', async () => {
    const sheet = await offer(createFakeApi({ settings }));
    fireEvent.change(repository(), { target: { value: 'Library/ubuntu' } });
    expect(repository().getAttribute('aria-invalid')).toBe('true');
    expect(sheet.textContent).toContain('Write “library” instead of “Library”.');
    expect(submit(2).disabled).toBe(true);
    fireEvent.change(repository(), { target: { value: 'library/debian' } });
    expect(repository().getAttribute('aria-invalid')).toBe('false');
    expect(submit(2).disabled).toBe(false);
  });

  test('says nothing about an empty repository before one was there', async () => {
    const sheet = await offer(createFakeApi({ settings: { ...settings, repository: '' } }));
    expect(sheet.textContent).not.toContain('A repository name is needed');
    expect(submit(2).disabled).toBe(true);
    fireEvent.blur(repository());
    expect(sheet.textContent).toContain('A repository name is needed');
  });

  test('checks the digest of the selected row and sends everything', async () => {
    const outcomes = files.slice(0, 2).map(({ token }, n) => ({ token, id: idOf(n), error: null }));
    const api = createFakeApi({ settings }, { 'uploads:add': () => outcomes });
    const sheet = await offer(api);
    expect(digest().value).toBe(digestOf('1'));
    act(() => within(sheet).getByRole('row', { name: 'b.tar' }).focus());
    expect(digest().value).toBe('');
    fireEvent.change(digest(), { target: { value: 'md5:1234' } });
    expect(sheet.textContent).toContain('Use sha256, sha384 or sha512.');
    expect(sheet.textContent).toContain('digest to be corrected');
    expect(submit(2).disabled).toBe(true);
    fireEvent.change(digest(), { target: { value: '2'.repeat(64) } });
    fireEvent.click(screen.getByLabelText('Finish by themselves'));
    fireEvent.click(submit(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.calls.at(-1)).toEqual([
      'uploads:add',
      {
        repository: 'library/ubuntu',
        finishBySelf: true,
        items: [
          { token: 'a', digest: digestOf('1'), repository: null },
          { token: 'b', digest: digestOf('2'), repository: null },
        ],
      },
    ]);
  });

  test('a file can be taken off the list with the mouse', async () => {
    const sheet = await offer(createFakeApi({ settings }));
    const row = within(sheet).getByRole('row', { name: 'b.tar' });
    fireEvent.click(within(row).getByRole('button', { name: 'Take off this list' }));
    expect(within(sheet).getByRole('heading').textContent).toBe('Add 1 layer, 10.0 MB');
  });

  test('Delete takes a file off the list', async () => {
    const sheet = await offer(createFakeApi({ settings }));
    fireEvent.keyDown(within(sheet).getByRole('row', { name: 'a.tar' }), { key: 'Delete' });
    expect(within(sheet).getByRole('heading').textContent).toBe('Add 1 layer, 5.0 MB');
  });

  test('stays open for the files that were refused', async () => {
    const api = createFakeApi(
      { settings },
      {
        'uploads:add': () => [
          { token: 'a', id: idOf(1), error: null },
          { token: 'b', id: null, error: errorInfo('SOURCE_UNREADABLE') },
        ],
      },
    );
    const sheet = await offer(api);
    fireEvent.click(submit(2));
    await within(sheet).findByRole('alert');
    expect(within(sheet).getByRole('alert').textContent).toContain('1 file was not added');
    expect(sheet.textContent).toContain('The source cannot be read');
    expect(within(sheet).queryByRole('row', { name: 'a.tar' })).toBeNull();
  });

  test('500 files make no more rows than fit', async () => {
    const sheet = await offer(
      createFakeApi({ settings }),
      Array.from({ length: 500 }, (_, n) => candidate(`f${n}`)),
    );
    expect(within(sheet).getAllByRole('row').length).toBeLessThan(60);
    expect(submit(500).disabled).toBe(false);
  });
});

describe('the add sheet with many files', () => {
  test('one of them may go to a repository of its own', async () => {
    const added = ({ items }: AddRequest): AddOutcome[] =>
      items.map(({ token }, n) => ({ token, id: idOf(n), error: null }));
    const api = createFakeApi({ settings }, { 'uploads:add': added });
    const sheet = await offer(api);
    const row = within(sheet).getByRole('row', { name: 'b.tar' });
    act(() => row.focus());
    fireEvent.keyDown(row, { key: 'Enter' });
    const own = screen.getByLabelText<HTMLInputElement>('Its repository');
    expect(document.activeElement).toBe(own);
    fireEvent.change(own, { target: { value: 'Games' } });
    expect(submit(2).disabled).toBe(true);
    fireEvent.change(own, { target: { value: 'games/assets' } });
    expect(row.textContent).toContain('to games/assets');
    fireEvent.click(submit(2));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(api.calls.at(-1)).toMatchObject([
      'uploads:add',
      { repository: 'library/ubuntu', items: [{ repository: null }, { repository: 'games/assets' }] },
    ]);
  });

  test('says of one that cannot be added why, and takes all of them off at once', async () => {
    const sheet = await offer(createFakeApi({ settings }));
    act(() => within(sheet).getByRole('row', { name: 'c.tar' }).focus());
    expect(sheet.textContent).toContain('Choose a file, such as a layer’s .tar');
    fireEvent.click(within(sheet).getByRole('button', { name: 'Take them off' }));
    expect(within(sheet).queryByRole('row', { name: 'c.tar' })).toBeNull();
    expect(within(sheet).getAllByRole('row')).toHaveLength(2);
  });

  test('says what was passed over, and the folder of each', async () => {
    const app = await renderApp(createFakeApi({ settings }));
    close = app.close;
    const leftOut = { ...NOTHING_LEFT_OUT, links: 1, hidden: 12 };
    act(() => app.commands.offer(offerOf([candidate('layer', { folder: 'blobs/a' })], { leftOut })));
    const sheet = await screen.findByRole('dialog');
    expect(sheet.textContent).toContain('Passed over in folders: 1 symbolic link, 12 hidden files and folders.');
    expect(sheet.textContent).toContain('blobs/a/');
    act(() => app.commands.offer(offerOf([candidate('more')], { leftOut: { ...NOTHING_LEFT_OUT, links: 2 } })));
    expect(sheet.textContent).toContain('3 symbolic links, 12 hidden');
  });

  test('has a file once that is given twice, with its news, also when it was taken off', async () => {
    const api = createFakeApi({ settings });
    const sheet = await offer(api);
    const heading = () => within(sheet).getByRole('heading').textContent;
    act(() => api.offer([candidate('a', { size: 20 * MB })]));
    expect(heading()).toBe('Add 2 layers, 25.0 MB');
    fireEvent.keyDown(within(sheet).getByRole('row', { name: 'b.tar' }), { key: 'Delete' });
    expect(heading()).toBe('Add 1 layer, 20.0 MB');
    act(() => api.offer([candidate('b', { size: 5 * MB })]));
    expect(heading()).toBe('Add 2 layers, 25.0 MB');
  });

  test('adds them bit by bit, says how far it is, and stops between two bits', async () => {
    let given = 0;
    let answer: () => void = () => undefined;
    const api = createFakeApi({ settings });
    const slow: FakeApi = {
      ...api,
      'uploads:add': async ({ items }) => {
        given += items.length;
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return { ok: true, value: items.map(({ token }, n) => ({ token, id: idOf(n), error: null })) };
      },
    };
    const sheet = await offer(
      slow,
      Array.from({ length: 120 }, (_, n) => candidate(`f${n}`)),
    );
    fireEvent.click(submit(120));
    await screen.findByRole('button', { name: 'Adding 0 of 120…' });
    await act(async () => answer());
    await screen.findByRole('button', { name: 'Adding 50 of 120…' });
    fireEvent.click(within(sheet).getByRole('button', { name: 'Stop adding' }));
    await act(async () => answer());
    expect(await screen.findByRole('button', { name: 'Add 20 layers' })).toBeDefined();
    expect(given).toBe(100);
  });
});

describe('files on their way in', () => {
  test('are counted, and can be stopped', async () => {
    const api = createFakeApi({ settings });
    const app = await renderApp(api);
    close = app.close;
    act(() => api.intake({ id: 4, phase: 'walking', found: 1234, looked: 0 }));
    const status = screen.getByRole('region', { name: 'Files on their way' });
    expect(status.textContent).toContain('1,234 files so far');
    act(() => api.intake({ id: 4, phase: 'looking', found: 2000, looked: 500 }));
    expect(status.textContent).toContain('500 of 2,000');
    fireEvent.click(within(status).getByRole('button', { name: 'Stop' }));
    expect(api.calls.at(-1)).toEqual(['files:stop', 4]);
    act(() => api.intake(null));
    expect(screen.queryByRole('region', { name: 'Files on their way' })).toBeNull();
  });

  test('are asked about when they are many', async () => {
    const api = createFakeApi({ settings });
    const app = await renderApp(api);
    close = app.close;
    act(() => api.intake({ id: 5, phase: 'asking', found: 3412, looked: 0 }));
    const asked = screen.getByRole('alertdialog', { name: 'Look at 3,412 files?' });
    fireEvent.keyDown(window, { key: 'o', ctrlKey: true });
    expect(api.calls.some(([name]) => name === 'files:choose')).toBe(false);
    fireEvent.click(within(asked).getByRole('button', { name: 'Look at 3,412 files' }));
    expect(api.calls.at(-1)).toEqual(['files:proceed', 5]);
    fireEvent.click(within(asked).getByRole('button', { name: 'Cancel' }));
    expect(api.calls.at(-1)).toEqual(['files:stop', 5]);
  });
});

describe('files that come in', () => {
  test('onto a repository go to that repository', async () => {
    const uploads = [{ ...upload({ n: 1 }), repository: parseRepositoryName('games/assets') }];
    const api = createFakeApi({ settings, uploads }, { 'files:inspect': () => offerOf(files) });
    const app = await renderApp(api);
    close = app.close;
    const target = screen.getByRole('button', { name: /^games\/assets/ });
    const dataTransfer = { types: ['Files'], items: { length: 1 }, files: [new File(['x'], 'a.tar')] };
    fireEvent.dragEnter(target, { dataTransfer });
    expect(screen.getByText('to games/assets')).toBeDefined();
    expect(target.hasAttribute('data-drop-here')).toBe(true);
    fireEvent.drop(target, { dataTransfer });
    await screen.findByRole('dialog');
    expect(repository().value).toBe('games/assets');
    expect(target.hasAttribute('data-drop-here')).toBe(false);
  });

  test('by the menu or the keyboard from folders and the clipboard', async () => {
    const api = createFakeApi({ settings });
    const app = await renderApp(api);
    close = app.close;
    fireEvent.keyDown(window, { key: 'O', ctrlKey: true, shiftKey: true });
    expect(api.calls.at(-1)).toEqual(['files:chooseFolders']);
    fireEvent.paste(document.body, { clipboardData: { files: [] } });
    expect(api.calls.at(-1)).toEqual(['files:paste']);
    expect(await screen.findByText('There is nothing to add in these folders')).toBeDefined();
    const before = api.calls.length;
    fireEvent.paste(screen.getByRole('textbox', { name: 'Search uploads' }), { clipboardData: { files: [] } });
    expect(api.calls).toHaveLength(before);
  });

  test('are refused when they are more than one command takes', async () => {
    const api = createFakeApi({ settings });
    const app = await renderApp(api);
    close = app.close;
    await act(() => app.commands.inspectFiles(Array.from({ length: FILES_MAX + 1 }, () => new File([], 'a'))));
    expect(screen.getByText('These are too many files at once')).toBeDefined();
    expect(api.calls.some(([name]) => name === 'inspectFiles')).toBe(false);
  });

  test('and cannot be looked at at all are a notice', async () => {
    const api = createFakeApi({ settings });
    const app = await renderApp(api);
    close = app.close;
    act(() => api.offer([], { error: errorInfo('SOURCES_TOO_MANY', { most: FILES_MAX }) }));
    expect(await screen.findByText(/at most 20000 files/)).toBeDefined();
  });

  test('dropped ones are inspected and open the sheet', async () => {
    const api = createFakeApi({ settings }, { 'files:inspect': () => offerOf(files) });
    const app = await renderApp(api);
    close = app.close;
    const dataTransfer = { types: ['Files'], items: { length: 1 }, files: [new File(['x'], 'a.tar')] };
    fireEvent.dragEnter(document.body, { dataTransfer });
    expect(screen.getByText('Drop to add 1 item')).toBeDefined();
    fireEvent.drop(document.body, { dataTransfer });
    expect(await screen.findByRole('dialog')).toBeDefined();
    expect(screen.queryByText('Drop to add 1 item')).toBeNull();
    expect(api.calls).toContainEqual(['inspectFiles', 'a.tar']);
  });

  test('a file that is already uploading leads to its row', async () => {
    const api = createFakeApi({ settings, uploads: [upload({ n: 1 }), upload({ n: 2 })] });
    const app = await renderApp(api);
    close = app.close;
    act(() => api.offer([candidate('again', { duplicateOf: idOf(2) })]));
    expect(await screen.findByText('again.tar is already in the list')).toBeDefined();
    expect(app.store.getState().current).toBe(idOf(2));
    await waitFor(() => expect(document.activeElement).toBe(rowOf(idOf(2))));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('those of the command line are asked for once', async () => {
    const api = createFakeApi({ settings }, { 'files:offered': () => [offerOf(files)] });
    const app = await renderApp(api);
    close = app.close;
    expect(await screen.findByRole('dialog')).toBeDefined();
    expect(api.calls.filter(([name]) => name === 'files:offered')).toHaveLength(1);
  });
});
