// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
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
          { token: 'a', digest: digestOf('1') },
          { token: 'b', digest: digestOf('2') },
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

describe('files that come in', () => {
  test('dropped ones are inspected and open the sheet', async () => {
    const api = createFakeApi({ settings }, { 'files:inspect': () => files });
    const app = await renderApp(api);
    close = app.close;
    const dataTransfer = { types: ['Files'], items: { length: 1 }, files: [new File(['x'], 'a.tar')] };
    fireEvent.dragEnter(document.body, { dataTransfer });
    expect(screen.getByText('Drop to add 1 file')).toBeDefined();
    fireEvent.drop(document.body, { dataTransfer });
    expect(await screen.findByRole('dialog')).toBeDefined();
    expect(screen.queryByText('Drop to add 1 file')).toBeNull();
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
    const api = createFakeApi({ settings }, { 'files:offered': () => files });
    const app = await renderApp(api);
    close = app.close;
    expect(await screen.findByRole('dialog')).toBeDefined();
    expect(api.calls.filter(([name]) => name === 'files:offered')).toHaveLength(1);
  });
});
