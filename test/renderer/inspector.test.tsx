// @vitest-environment happy-dom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import { LayerliftError } from '../../shared/errors.ts';
import type { UploadDetails } from '../../shared/inspection.ts';
import type { UploadStatus, UploadView } from '../../shared/upload.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import {
  detailsOf,
  digestOf,
  EVERY_STATUS,
  errorInfo,
  GB,
  hashStateFile,
  IDENTITY,
  idOf,
  MB,
  upload,
} from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

interface Shown {
  readonly api: FakeApi;
  readonly panel: () => HTMLElement;
}

async function show(uploads: readonly UploadView[], details?: (view: UploadView) => UploadDetails): Promise<Shown> {
  const viewOf = (id: string): UploadView => {
    const view = uploads.find((one) => one.id === id);
    if (view === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
    return view;
  };
  const api = createFakeApi({ uploads }, { 'uploads:inspect': (id) => (details ?? detailsOf)(viewOf(id)) });
  const app = await renderApp(api);
  close = app.close;
  await screen.findAllByRole('row');
  return { api, panel: () => screen.getByRole('complementary') };
}

const press = (key: string, target: Element | null = document.activeElement) => {
  if (target !== null) fireEvent.keyDown(target, { key });
};
const focusRow = (n: number) => act(() => rowOf(idOf(n)).focus());
const isOpen = () => screen.queryByRole('complementary') !== null;

/** Opens the inspector on the first upload and waits for what lies on disk. */
async function inspect(uploads: readonly UploadView[], details?: (view: UploadView) => UploadDetails): Promise<Shown> {
  const shown = await show(uploads, details);
  focusRow(1);
  press('i');
  await waitFor(() => expect(shown.api.calls.some(([name]) => name === 'uploads:inspect')).toBe(true));
  return shown;
}

const PAUSED: UploadStatus = { kind: 'paused', reason: 'person', error: null };
const moving = upload({ n: 1, name: 'moving.tar', hashed: 18.59 * GB, checkpointed: 18.56 * GB });
const paused = upload({ n: 2, name: 'paused.tar', status: PAUSED });

describe('the inspector', () => {
  test('is opened and closed by keys and by its button, and follows the list', async () => {
    const { panel } = await show([moving, paused]);
    expect(isOpen()).toBe(false);
    focusRow(1);
    press('Enter');
    expect(panel().getAttribute('aria-label')).toBe('Inspector: moving.tar');
    expect(document.activeElement).toBe(rowOf(idOf(1)));
    press('ArrowDown');
    expect(panel().getAttribute('aria-label')).toBe('Inspector: paused.tar');
    press('Escape');
    expect(isOpen()).toBe(false);
    press('i');
    expect(isOpen()).toBe(true);
    press('i');
    expect(isOpen()).toBe(false);
    fireEvent.doubleClick(within(rowOf(idOf(2))).getByRole('button', { name: 'More actions' }));
    expect(isOpen()).toBe(false);
    fireEvent.doubleClick(rowOf(idOf(2)));
    expect(isOpen()).toBe(true);
    press('Escape', rowOf(idOf(2)));
    expect(isOpen()).toBe(false);
    const button = screen.getByRole('button', { name: 'Show inspector' });
    expect(button.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(button);
    expect(panel().id).toBe(screen.getByRole('button', { name: 'Hide inspector' }).getAttribute('aria-controls'));
  });

  test('opens on the first upload where none is current, and closes with the focus back on its row', async () => {
    const { panel } = await show([moving, paused]);
    fireEvent.click(screen.getByRole('button', { name: 'Show inspector' }));
    expect(panel().getAttribute('aria-label')).toBe('Inspector: moving.tar');
    const slider = within(panel()).getByRole('slider');
    act(() => slider.focus());
    press('Escape');
    expect(isOpen()).toBe(false);
    expect(document.activeElement).toBe(rowOf(idOf(1)));
  });

  test('gives the focus to its button where the list does not show the upload any more', async () => {
    const { panel } = await inspect([moving, paused]);
    const search = screen.getByRole('textbox', { name: 'Search uploads' });
    act(() => search.focus());
    fireEvent.change(search, { target: { value: 'paused' } });
    expect(panel().getAttribute('aria-label')).toBe('Inspector: moving.tar');
    act(() => within(panel()).getByRole('slider').focus());
    press('Escape');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Show inspector' }));
  });

  test('leaves Enter to what leads on where something does', async () => {
    const { api } = await show([upload({ n: 1, status: { kind: 'ready', digest: digestOf('a') } })]);
    focusRow(1);
    press('Enter');
    expect(isOpen()).toBe(false);
    expect(api.calls.at(-1)).toEqual(['uploads:finish', [idOf(1)]]);
  });

  test('has something to say in every state', async () => {
    const uploads = EVERY_STATUS.map((status, index) => upload({ n: index + 1, status }));
    const { panel } = await inspect(uploads);
    for (const [index, { status }] of uploads.entries()) {
      if (index > 0) press('ArrowDown', rowOf(idOf(index)));
      expect(within(panel()).getByRole('slider').getAttribute('aria-valuetext')).toMatch(
        / are safe|[Nn]othing is safe yet/,
      );
      const digest = status.kind === 'finished' || status.kind === 'ready' ? status.digest : null;
      if (digest !== null) expect(panel().textContent).toContain(digest);
    }
  });
});

describe('the byte map', () => {
  test('says the same in words, and reads out the places that keys go to', async () => {
    const { api, panel } = await inspect([moving]);
    const map = within(panel()).getByRole('slider', { name: 'Byte map of moving.tar' });
    expect(map.getAttribute('aria-valuemax')).toBe(String(40 * GB));
    expect(map.getAttribute('aria-valuetext')).toBe(
      '46 % written: 18.56 GB are safe, 30.0 MB only hashed, 10.0 MB only written, 21.4 GB to come.',
    );
    await waitFor(() =>
      expect(document.getElementById(map.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
        'Checkpoints are kept at 18.56 GB and 18.53 GB.',
      ),
    );
    const go = (key: string): string => {
      press(key, map);
      return map.getAttribute('aria-valuetext') ?? '';
    };
    expect(go('Home')).toBe('0.00 GB (byte 0): checkpointed, survives a power cut');
    expect(go('PageDown')).toMatch(/^18\.53 GB .* survives a power cut, checkpoint of /);
    expect(go('PageDown')).toMatch(/^18\.56 GB .*: hashed, not checkpointed yet, checkpoint of /);
    expect(go('PageDown')).toMatch(/^18\.59 GB .*: written, not hashed yet$/);
    expect(go('PageDown')).toMatch(/^18\.60 GB .*: not there yet$/);
    expect(map.getAttribute('aria-valuenow')).toBe(String(18.6 * GB));
    act(() => map.focus());
    act(() => map.blur());
    expect(map.getAttribute('aria-valuetext')).toMatch(/^46 % written: /);
    // With the focus it stays where it is, whatever comes.
    act(() => map.focus());
    const place = map.getAttribute('aria-valuetext');
    expect(place).toMatch(/^18\.60 GB /);
    act(() => api.push({ uploads: [{ ...moving, offset: 20 * GB, hashed: 20 * GB, checkpointed: 20 * GB }] }));
    await waitFor(() => expect(panel().textContent).toContain('20,000,000,000 B'));
    expect(map.getAttribute('aria-valuenow')).toBe(String(18.6 * GB));
    act(() => map.blur());
    expect(map.getAttribute('aria-valuetext')).toMatch(/^50 % written: 20\.00 GB are safe/);
  });

  test('follows every tick', async () => {
    const { api, panel } = await inspect([moving]);
    act(() =>
      api.push({
        progress: [
          {
            id: idOf(1),
            offset: 20 * GB,
            hashed: 20 * GB,
            checkpointed: 20 * GB - 25 * MB,
            rehashed: null,
            bytesPerSecond: 1,
            etaMs: null,
          },
        ],
      }),
    );
    await within(panel()).findByText('Killed now, it would re-hash 25.0 MB');
    expect(panel().textContent).toContain('20,000,000,000 B');
  });
});

describe('the numbers', () => {
  test('are those on disk, with the digest so far and what it is of', async () => {
    const { panel } = await inspect([{ ...moving, expected: digestOf('e') }]);
    await waitFor(() => expect(panel().textContent).toContain(digestOf('7')));
    expect(panel().textContent).toContain('of the first 18,560,000,000 bytes');
    expect(panel().textContent).toContain(digestOf('e'));
    expect(panel().textContent).toContain('compared when all bytes are there');
    expect(panel().textContent).toContain('sha256 · OpenSSL 3');
    expect(panel().textContent).toContain('unchanged');
    expect(panel().textContent).toContain('40,000,000,000 B, modified 18 Nov');
    expect(panel().textContent).toContain('inode 8650752 on device 66306');
  });

  test.each([
    ['matches', { kind: 'ready', digest: digestOf('e') }],
    ['does not match', { kind: 'mismatch', expected: digestOf('e'), actual: digestOf('a') }],
  ] as const)('say that a digest %s', async (words, status) => {
    const { panel } = await inspect([upload({ n: 1, status, expected: digestOf('e') })]);
    expect(within(panel()).getByText(words)).toBeTruthy();
  });

  test('say what has become of the source, and reveal and copy where things lie', async () => {
    const changed = (view: UploadView) =>
      detailsOf(view, { source: { path: '/data/a.tar', size: 1, ...IDENTITY, error: errorInfo('SOURCE_CHANGED') } });
    const { api, panel } = await inspect([moving], changed);
    await within(panel()).findByText('The source has changed');
    fireEvent.click(within(panel()).getByRole('button', { name: 'Copy path: Source' }));
    await screen.findByText('Path copied');
    fireEvent.click(within(panel()).getByRole('button', { name: 'Reveal in folder: Folder' }));
    const calls = api.calls.filter(([name]) => name === 'uploads:copyPath' || name === 'uploads:revealPlace');
    expect(calls).toEqual([
      ['uploads:copyPath', idOf(1), { kind: 'source' }],
      ['uploads:revealPlace', idOf(1), { kind: 'folder' }],
    ]);
  });

  test('say why the disk could not be looked at', async () => {
    const { panel } = await inspect([moving], () => {
      throw new LayerliftError('STORE_MISSING', 'gone', { root: '/srv' });
    });
    await waitFor(() => expect(panel().querySelector('.note.bad')?.textContent).not.toBe(''));
  });
});

describe('the folder', () => {
  const strange = (view: UploadView): UploadDetails => {
    const plain = detailsOf(view);
    return {
      ...plain,
      hashStates: [
        hashStateFile(plain.folder, view.offset + MB, 'stale'),
        ...plain.hashStates,
        hashStateFile(plain.folder, 3, 'torn'),
      ],
      hashStatesLeftOut: 2,
    };
  };

  test('lists every file, judges the states, and takes them apart', async () => {
    const { api, panel } = await inspect([moving], strange);
    press('ArrowRight', within(panel()).getByRole('tab', { name: 'State' }));
    const table = await within(panel()).findByRole('table', { name: 'Files of moving.tar' });
    const rows = within(table)
      .getAllByRole('rowheader')
      .map((row) => row.textContent);
    expect(rows[0]).toMatch(/^datathe bytes so far/);
    expect(rows[4]).toMatch(/^hashstates\/sha256\/18601000000stale/);
    expect(rows[5]).toMatch(/^hashstates\/sha256\/18560000000ours, usable/);
    expect(rows[7]).toMatch(/^hashstates\/sha256\/3torn/);
    expect(panel().textContent).toContain('2 more hash states');
    const open = within(table).getByRole('button', { name: 'Take hashstates/sha256/18560000000 apart' });
    expect(open.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(open);
    expect(open.getAttribute('aria-expanded')).toBe('true');
    const inside = document.getElementById(open.getAttribute('aria-controls') ?? '');
    expect(inside?.textContent).toContain('One of Layerlift’s checkpoints holds the same state.');
    expect(inside?.querySelectorAll('.hash-words span')).toHaveLength(8);
    expect(inside?.textContent).toContain('0 of 64 bytes');
    fireEvent.click(within(table).getByRole('button', { name: 'Take hashstates/sha256/3 apart' }));
    expect(table.textContent).toContain('It cannot be read (empty).');
    fireEvent.click(within(table).getByRole('button', { name: 'Take layerlift.checkpoints apart' }));
    expect(table.textContent).toContain('Checkpoint 580');
    fireEvent.click(within(table).getByRole('button', { name: 'Copy path: hashstates/sha256/3' }));
    expect(api.calls).toContainEqual(['uploads:copyPath', idOf(1), { kind: 'file', name: 'hashstates/sha256/3' }]);
    press('ArrowLeft', within(panel()).getByRole('tab', { name: 'Folder' }));
    await within(panel()).findByRole('slider');
  });
});
