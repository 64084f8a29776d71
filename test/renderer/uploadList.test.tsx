// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { UploadView } from '../../shared/upload.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { digestOf, errorInfo, GB, idOf, MB, upload } from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

async function show(uploads: readonly UploadView[], api: FakeApi = createFakeApi({ uploads })): Promise<FakeApi> {
  const app = await renderApp(api);
  close = app.close;
  await screen.findAllByRole('row');
  return api;
}

const three = [
  upload({ n: 1, name: 'moving.tar' }),
  upload({ n: 2, name: 'ready.tar', status: { kind: 'ready', digest: digestOf('a') } }),
  upload({ n: 3, name: 'paused.tar', status: { kind: 'paused', reason: 'person', error: null } }),
];

const press = (key: string, target: Element | null = document.activeElement, modifiers: object = {}) => {
  if (target !== null) fireEvent.keyDown(target, { key, ...modifiers });
};
const lastCall = (api: FakeApi) => api.calls.at(-1);

describe('the list', () => {
  test('is a grid that knows its size, with one tab stop', async () => {
    await show(three);
    expect(screen.getByRole('grid', { name: 'Uploads' }).getAttribute('aria-rowcount')).toBe('3');
    const rows = screen.getAllByRole('row');
    expect(rows.map((row) => row.getAttribute('aria-rowindex'))).toEqual(['1', '2', '3']);
    expect(rows.filter((row) => row.tabIndex === 0)).toHaveLength(1);
    expect(screen.getByRole('row', { name: 'ready.tar Ready to finish' })).toBe(rows[1]);
  });

  test('a row in trouble is described by what to do, and by nothing else', async () => {
    const trouble = { kind: 'paused', reason: 'trouble', error: errorInfo('DISK_FULL') } as const;
    await show([upload({ n: 1 }), upload({ n: 2, status: trouble })]);
    const [plain, row] = screen.getAllByRole('row');
    expect(plain?.getAttribute('aria-describedby')).toBeNull();
    const help = document.getElementById(row?.getAttribute('aria-describedby') ?? '');
    expect(help?.textContent).toContain('Free some space on it, then resume.');
  });

  test('a row is as high as its help needs, and no higher than others without', async () => {
    const trouble = { kind: 'paused', reason: 'trouble', error: errorInfo('DISK_FULL') } as const;
    let helpHeight = 16;
    Object.defineProperty(HTMLParagraphElement.prototype, 'offsetHeight', {
      configurable: true,
      get: () => helpHeight,
    });
    const tops = () => screen.getAllByRole('row').map((row) => row.style.transform);
    await show([upload({ n: 1, status: trouble }), upload({ n: 2 }), upload({ n: 3 })]);
    expect(tops()).toEqual(['translateY(0px)', 'translateY(103px)', 'translateY(187px)']);
    close();
    helpHeight = 48;
    await show([upload({ n: 1, status: trouble }), upload({ n: 2 }), upload({ n: 3 })]);
    expect(tops()).toEqual(['translateY(0px)', 'translateY(135px)', 'translateY(219px)']);
    Reflect.deleteProperty(HTMLParagraphElement.prototype, 'offsetHeight');
  });

  test('the bar says all three depths', async () => {
    await show([upload({ n: 1, hashed: 18.5 * GB, checkpointed: 18.4 * GB })]);
    const bar = screen.getByRole('progressbar');
    expect(bar.getAttribute('aria-valuetext')).toBe(
      '46 %: 18.6 GB written, 18.5 GB hashed, 18.4 GB checkpointed of 40.0 GB',
    );
    expect(bar.getAttribute('aria-valuenow')).toBe('46');
  });

  test('a tick changes its row and no other', async () => {
    const api = await show(three);
    const other = rowOf(idOf(3)).innerHTML;
    act(() => {
      api.push({
        progress: [
          {
            id: idOf(1),
            offset: 20 * GB,
            hashed: 20 * GB,
            checkpointed: 20 * GB,
            rehashed: null,
            bytesPerSecond: 100 * MB,
            etaMs: 60_000,
          },
        ],
      });
    });
    await waitFor(() => expect(rowOf(idOf(1)).textContent).toContain('20.00 of 40.00 GB · 50 %'));
    expect(rowOf(idOf(1)).textContent).toContain('100 MB/s · 1 min left');
    expect(rowOf(idOf(3)).innerHTML).toBe(other);
  });

  test('only some of very many rows exist', async () => {
    await show(Array.from({ length: 500 }, (_, n) => upload({ n })));
    expect(screen.getAllByRole('row').length).toBeLessThan(40);
  });
});

describe('the date at which a registry removes an upload', () => {
  const HOUR = 3_600_000;
  const ends = (n: number, hours: number, status: UploadView['status'] = paused) =>
    upload({ n, name: `layer-${n}.tar`, status, purgeAt: Date.now() + hours * HOUR });
  const paused = { kind: 'paused', reason: 'person', error: null } as const;
  const dateOf = (n: number) => rowOf(idOf(n)).querySelector('time');

  test('is on the rows that are near it, and describes them', async () => {
    const finished = { kind: 'finished', digest: digestOf('a'), blobPath: '/b', finishMs: 1, at: 0 } as const;
    await show([
      ends(1, 47),
      ends(2, 49),
      ends(3, -1),
      ends(4, 1, { kind: 'moving' }),
      ends(5, 1, finished),
      upload({ n: 6, status: paused }),
    ]);
    expect(dateOf(1)?.textContent).toMatch(/^kept until \d+ \w+, \d\d:\d\d$/);
    expect(dateOf(1)?.title).toMatch(/168 hours.* It can be kept for another week\.$/);
    expect(rowOf(idOf(1)).getAttribute('aria-describedby')).toBe(dateOf(1)?.id);
    expect(dateOf(3)?.textContent).toBe('a registry may remove it');
    expect(dateOf(4)?.title).toContain('Once it rests');
    for (const n of [2, 5, 6]) expect(dateOf(n)).toBeNull();
  });

  test('is moved by a button, a key or the menu; then it is said and gone', async () => {
    const api = await show([ends(1, 5), ends(2, 100)]);
    fireEvent.click(within(rowOf(idOf(1))).getByRole('button', { name: 'Keep for another week' }));
    expect(lastCall(api)).toEqual(['uploads:renew', [idOf(1)]]);
    expect(await screen.findByText('layer-1.tar is kept for another week')).toBeDefined();
    act(() => api.push({ uploads: [ends(1, 168)] }));
    await waitFor(() => expect(dateOf(1)).toBeNull());
    // Where the date is far away, the key and the menu are enough.
    expect(within(rowOf(idOf(2))).queryByRole('button', { name: 'Keep for another week' })).toBeNull();
    press('k', rowOf(idOf(2)));
    expect(lastCall(api)).toEqual(['uploads:renew', [idOf(2)]]);
  });

  test('says why it could not be moved', async () => {
    const api = createFakeApi(
      { uploads: [ends(1, 5)] },
      { 'uploads:renew': (ids) => ids.map((id) => ({ id, error: errorInfo('WRITER_LOCKED') })) },
    );
    await show([], api);
    press('k', rowOf(idOf(1)));
    expect(await screen.findByText('Another program is writing this upload')).toBeDefined();
    expect(screen.queryByText(/is kept for another week/)).toBeNull();
  });
});

describe('an upload that goes on by itself', () => {
  const status = { kind: 'paused', reason: 'trouble', error: errorInfo('STORAGE_IO') } as const;

  test('says when, counts down, and can be stopped', async () => {
    const api = await show([
      upload({ n: 1, status, retry: { kind: 'watched' } }),
      upload({ n: 2, status, retry: { kind: 'at', at: Date.now() + 40_000 } }),
      upload({ n: 3, status, retry: { kind: 'at', at: Date.now() - 1000 } }),
      upload({ n: 4, status }),
    ]);
    expect(rowOf(idOf(1)).textContent).toContain('goes on by itself');
    expect(rowOf(idOf(2)).textContent).toMatch(/tries again in (40|39) s/);
    expect(rowOf(idOf(3)).textContent).toContain('tries again now');
    expect(rowOf(idOf(4)).textContent).not.toMatch(/by itself|tries again/);
    expect(rowOf(idOf(1)).getAttribute('aria-describedby')).toContain(`retry-${idOf(1)}`);
    fireEvent.click(within(rowOf(idOf(2))).getByRole('button', { name: 'Stop trying' }));
    expect(lastCall(api)).toEqual(['uploads:stopRetrying', [idOf(2)]]);
    press('x', rowOf(idOf(1)));
    expect(lastCall(api)).toEqual(['uploads:stopRetrying', [idOf(1)]]);
  });
});

describe('the keyboard', () => {
  test('arrows, Home and End move the focus', async () => {
    await show(three);
    act(() => rowOf(idOf(1)).focus());
    press('ArrowDown');
    expect(document.activeElement).toBe(rowOf(idOf(2)));
    press('End');
    expect(document.activeElement).toBe(rowOf(idOf(3)));
    press('ArrowDown');
    expect(document.activeElement).toBe(rowOf(idOf(3)));
    press('Home');
    expect(document.activeElement).toBe(rowOf(idOf(1)));
  });

  test('every action has its key', async () => {
    const api = await show(three);
    press(' ', rowOf(idOf(1)));
    expect(lastCall(api)).toEqual(['uploads:pause', [idOf(1)]]);
    press(' ', rowOf(idOf(3)));
    expect(lastCall(api)).toEqual(['uploads:resume', [idOf(3)]]);
    press('Enter', rowOf(idOf(2)));
    expect(lastCall(api)).toEqual(['uploads:finish', [idOf(2)]]);
    press('r', rowOf(idOf(1)));
    expect(lastCall(api)).toEqual(['uploads:reveal', idOf(1)]);
    press('c', rowOf(idOf(2)), { ctrlKey: true });
    expect(lastCall(api)).toEqual(['uploads:copyDigest', idOf(2)]);
    press('v', rowOf(idOf(2)));
    expect(lastCall(api)).toEqual(['uploads:verify', [idOf(2)]]);
    press('o', rowOf(idOf(3)));
    expect(lastCall(api)).toEqual(['uploads:attach', idOf(3)]);
  });

  test('a key on a button inside the row is the button’s own', async () => {
    const api = await show(three);
    const calls = api.calls.length;
    press(' ', within(rowOf(idOf(1))).getByRole('button', { name: 'Pause' }));
    expect(api.calls).toHaveLength(calls);
  });

  test('when the focused row goes, its neighbour has the focus', async () => {
    const api = await show(three);
    act(() => rowOf(idOf(2)).focus());
    act(() => api.push({ removed: [idOf(2)] }));
    await waitFor(() => expect(document.activeElement).toBe(rowOf(idOf(3))));
  });
});

describe('cancelling', () => {
  test('asks once and says that it cannot be undone', async () => {
    const api = await show(three);
    press('Delete', rowOf(idOf(1)));
    const dialog = screen.getByRole('alertdialog', { name: 'Cancel this upload?' });
    expect(dialog.textContent).toContain('18.6 GB that are already in the store will be deleted.');
    expect(dialog.textContent).toContain('This cannot be undone.');
    expect(document.activeElement?.textContent).toBe('Keep upload');
    fireEvent.click(within(dialog).getByRole('button', { name: 'Keep upload' }));
    expect(screen.queryByRole('alertdialog')).toBeNull();
    expect(api.calls.some(([name]) => name === 'uploads:cancel')).toBe(false);
    press('Delete', rowOf(idOf(1)));
    fireEvent.click(screen.getByRole('button', { name: 'Cancel upload' }));
    expect(lastCall(api)).toEqual(['uploads:cancel', [idOf(1)]]);
  });
});

describe('failures', () => {
  test('of a batch are said in words', async () => {
    const uploads = [three[0], three[2]].filter((entry) => entry !== undefined);
    const refused = createFakeApi(
      { uploads },
      { 'uploads:pause': (ids) => ids.map((id) => ({ id, error: errorInfo('UPLOAD_STATE') })) },
    );
    await show(uploads, refused);
    fireEvent.click(screen.getByRole('button', { name: 'Pause all' }));
    expect(await screen.findByText('That is not possible in this state')).toBeDefined();
  });
});

describe('a mismatch', () => {
  const mismatch = upload({
    n: 1,
    status: { kind: 'mismatch', expected: digestOf('b'), actual: digestOf('a') },
  });

  test('shows both digests and takes a corrected one', async () => {
    const api = await show([mismatch]);
    press('Enter', rowOf(idOf(1)));
    const dialog = screen.getByRole('dialog', { name: 'The digest does not match' });
    expect(dialog.textContent).toContain(digestOf('b'));
    expect(dialog.textContent).toContain(digestOf('a'));
    const field = within(dialog).getByLabelText('Or expect another digest');
    expect(document.activeElement).toBe(field);
    const use = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Use this digest' });
    expect(use.disabled).toBe(true);
    fireEvent.change(field, { target: { value: 'sha256:abc' } });
    expect(dialog.textContent).toContain('This digest does not have the right length');
    fireEvent.change(field, { target: { value: digestOf('c') } });
    fireEvent.click(use);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(lastCall(api)).toEqual(['uploads:setExpected', idOf(1), digestOf('c')]);
  });

  test('can be verified again, accepted or cancelled', async () => {
    const api = await show([mismatch]);
    const open = () => press('Enter', rowOf(idOf(1)));
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Verify again in full' }));
    expect(lastCall(api)).toEqual(['uploads:verify', [idOf(1)]]);
    open();
    fireEvent.click(screen.getByRole('button', { name: 'Accept what the bytes have' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(lastCall(api)).toEqual(['uploads:setExpected', idOf(1), digestOf('a')]);
    open();
    fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Cancel upload…' }));
    expect(screen.getByRole('alertdialog')).toBeDefined();
  });
});
