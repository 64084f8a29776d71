// @vitest-environment happy-dom
import { act, createEvent, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { UploadStatus, UploadView } from '../../shared/upload.ts';
import { createFakeApi, type FakeApi } from './harness/fakeApi.ts';
import { digestOf, GB, idOf, upload } from './harness/fixtures.ts';
import { renderApp, rowOf } from './harness/renderApp.tsx';

let close: () => void = () => undefined;
afterEach(() => close());

const queued = { kind: 'queued' } as const;
const paused: UploadStatus = { kind: 'paused', reason: 'person', error: null };
const FIVE = [
  upload({ n: 1, name: 'c.tar', size: 20 * GB }),
  upload({ n: 2, name: 'b.tar', size: 30 * GB, status: queued }),
  upload({ n: 3, name: 'a.tar', status: paused }),
  upload({ n: 4, name: 'd.tar', status: queued }),
  upload({ n: 5, name: 'e.tar', status: { kind: 'ready', digest: digestOf('a') } }),
];

async function show(uploads: readonly UploadView[] = FIVE): Promise<FakeApi> {
  const api = createFakeApi({ uploads });
  const app = await renderApp(api);
  close = app.close;
  await screen.findAllByRole('row');
  return api;
}

const numbers = [1, 2, 3, 4, 5];
const selected = (): readonly number[] =>
  numbers.filter((n) => rowOf(idOf(n)).getAttribute('aria-selected') === 'true');
const click = (n: number, held: { ctrlKey?: boolean; shiftKey?: boolean } = {}): void => {
  const row = rowOf(idOf(n));
  fireEvent.mouseDown(row, held);
  act(() => row.focus());
  fireEvent.mouseUp(row, held);
  fireEvent.click(row, held);
};
const press = (key: string, held: object = {}) => {
  if (document.activeElement !== null) fireEvent.keyDown(document.activeElement, { key, ...held });
};
const bar = () => screen.getByRole('group', { name: 'List' });
const names = () => screen.getAllByRole('row').map((row) => row.querySelector('.name b')?.textContent);

describe('selecting', () => {
  test('by clicks, with Ctrl and with Shift', async () => {
    await show();
    expect(screen.getByRole('grid').getAttribute('aria-multiselectable')).toBe('true');
    click(2);
    expect(selected()).toEqual([2]);
    click(4, { ctrlKey: true });
    expect(selected()).toEqual([2, 4]);
    click(2, { ctrlKey: true });
    expect(selected()).toEqual([4]);
    click(3);
    click(5, { shiftKey: true });
    expect(selected()).toEqual([3, 4, 5]);
    click(1, { shiftKey: true });
    expect(selected()).toEqual([1, 2, 3]);
    // A plain click on one of several selects it alone, once it is over.
    fireEvent.mouseDown(rowOf(idOf(2)));
    expect(selected()).toEqual([1, 2, 3]);
    click(2);
    expect(selected()).toEqual([2]);
  });

  test('by keys: Shift with arrows, Ctrl+A, Ctrl+Space, Escape', async () => {
    await show();
    act(() => rowOf(idOf(2)).focus());
    press('ArrowDown', { shiftKey: true });
    press('ArrowDown', { shiftKey: true });
    expect(selected()).toEqual([2, 3, 4]);
    expect(document.activeElement).toBe(rowOf(idOf(4)));
    press('ArrowUp', { shiftKey: true });
    expect(selected()).toEqual([2, 3]);
    press('End', { shiftKey: true });
    expect(selected()).toEqual([2, 3, 4, 5]);
    press('ArrowUp', { ctrlKey: true });
    expect(selected()).toEqual([2, 3, 4, 5]);
    press(' ', { ctrlKey: true });
    expect(selected()).toEqual([2, 3, 5]);
    press('a', { ctrlKey: true });
    expect(selected()).toEqual(numbers);
    press('Escape');
    expect(selected()).toEqual([4]);
    press('a', { ctrlKey: true });
    press('ArrowUp');
    expect(selected()).toEqual([3]);
  });

  test('says how many, and counts only rows that are shown', async () => {
    await show();
    expect(within(bar()).getByText('5 uploads')).toBeDefined();
    click(1);
    click(4, { shiftKey: true });
    expect(within(bar()).getByRole('status').textContent).toBe('4 selected');
    fireEvent.change(screen.getByRole('textbox', { name: 'Search uploads' }), { target: { value: 'd.tar' } });
    expect(within(bar()).getByText('1 upload')).toBeDefined();
  });

  test('lets go of an upload that is gone', async () => {
    const api = await show();
    click(1);
    click(3, { shiftKey: true });
    act(() => api.push({ removed: [idOf(2)] }));
    await waitFor(() => expect(within(bar()).getByRole('status').textContent).toBe('2 selected'));
  });
});

describe('actions on many uploads', () => {
  test('go to those to which they apply, by button and by key', async () => {
    const api = await show();
    act(() => rowOf(idOf(1)).focus());
    press('a', { ctrlKey: true });
    fireEvent.click(within(bar()).getByRole('button', { name: 'Pause (3)' }));
    expect(api.calls.at(-1)).toEqual(['uploads:pause', [1, 2, 4].map(idOf)]);
    fireEvent.click(within(bar()).getByRole('button', { name: 'Resume (1)' }));
    expect(api.calls.at(-1)).toEqual(['uploads:resume', [idOf(3)]]);
    press('Enter');
    expect(api.calls.at(-1)).toEqual(['uploads:finish', [idOf(5)]]);
    press('n');
    expect(api.calls.at(-1)).toEqual(['uploads:startNow', [2, 3, 4].map(idOf)]);
    press(' ');
    expect(api.calls.at(-1)).toEqual(['uploads:pause', [1, 2, 4].map(idOf)]);
    fireEvent.click(within(bar()).getByRole('button', { name: 'Clear selection' }));
    expect(selected()).toEqual([1]);
  });

  test('let them finish by themselves, or wait again when all of them do', async () => {
    const bySelf = FIVE.map((one, index) => ({ ...one, finishBySelf: index === 0 }));
    const api = await show(bySelf);
    expect(rowOf(idOf(1)).textContent).toContain('finishes by itself');
    act(() => rowOf(idOf(1)).focus());
    press('ArrowDown', { shiftKey: true });
    press('a');
    expect(api.calls.at(-1)).toEqual(['uploads:setFinishBySelf', [idOf(1), idOf(2)], true]);
    press('Escape');
    press('ArrowUp');
    press('a');
    expect(api.calls.at(-1)).toEqual(['uploads:setFinishBySelf', [idOf(1)], false]);
  });

  test('of a row’s own buttons stay with that row', async () => {
    const api = await show();
    act(() => rowOf(idOf(1)).focus());
    press('a', { ctrlKey: true });
    fireEvent.click(within(rowOf(idOf(2))).getByRole('button', { name: 'Pause' }));
    expect(api.calls.at(-1)).toEqual(['uploads:pause', [idOf(2)]]);
  });

  test('cancel many with one question that counts them and their bytes', async () => {
    const api = await show();
    click(1);
    click(3, { shiftKey: true });
    press('Delete');
    const question = screen.getByRole('alertdialog', { name: 'Cancel 3 uploads?' });
    expect(question.textContent).toContain('55.8 GB that are already in the store will be deleted.');
    fireEvent.click(within(question).getByRole('button', { name: 'Cancel 3 uploads' }));
    expect(api.calls.at(-1)).toEqual(['uploads:cancel', [1, 2, 3].map(idOf)]);
  });
});

describe('the order of the queue', () => {
  test('is changed by Alt with arrows, Home and End, for all that is selected', async () => {
    const api = await show();
    act(() => rowOf(idOf(4)).focus());
    press('ArrowUp', { altKey: true });
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(4)], before: idOf(3) }]);
    press('ArrowUp', { shiftKey: true });
    press('ArrowDown', { altKey: true });
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(3), idOf(4)], before: null }]);
    press('Home', { altKey: true });
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(3), idOf(4)], before: idOf(1) }]);
    const calls = api.calls.length;
    act(() => rowOf(idOf(5)).focus());
    press('Escape');
    press('ArrowDown', { altKey: true });
    expect(api.calls).toHaveLength(calls);
  });

  test('is main’s: rows move when it says so, the focus stays, and the new place is said', async () => {
    const api = await show();
    act(() => rowOf(idOf(2)).focus());
    press('ArrowDown', { altKey: true });
    expect(names()).toEqual(['c.tar', 'b.tar', 'a.tar', 'd.tar', 'e.tar']);
    act(() => api.push({ move: { ids: [idOf(2)], before: idOf(4) } }));
    await waitFor(() => expect(names()).toEqual(['c.tar', 'a.tar', 'b.tar', 'd.tar', 'e.tar']));
    expect(document.activeElement).toBe(rowOf(idOf(2)));
    expect(await screen.findByText('b.tar: place 3 of 5')).toBeDefined();
  });

  test('is changed by dragging, in front of a row or behind it', async () => {
    const api = await show();
    const dataTransfer = new DataTransfer();
    // The test environment lays nothing out: below 0 is the upper half of a row, from 0 on the lower one.
    const drag = (from: number, to: number, clientY: number): void => {
      fireEvent.dragStart(rowOf(idOf(from)), { dataTransfer });
      const over = createEvent.dragOver(rowOf(idOf(to)), { dataTransfer });
      Object.defineProperty(over, 'clientY', { value: clientY });
      fireEvent(rowOf(idOf(to)), over);
      fireEvent.drop(rowOf(idOf(to)), { dataTransfer });
    };
    dataTransfer.setDragImage = () => undefined;
    drag(4, 2, -1);
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(4)], before: idOf(2) }]);
    drag(2, 4, 1);
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(2)], before: idOf(5) }]);
    click(1);
    click(2, { shiftKey: true });
    drag(2, 5, 1);
    expect(api.calls.at(-1)).toEqual(['uploads:move', { ids: [idOf(1), idOf(2)], before: null }]);
  });

  test('is left alone while the list is sorted otherwise, which is said', async () => {
    const api = await show();
    fireEvent.change(screen.getByLabelText('Sort by'), { target: { value: 'name' } });
    expect(names()).toEqual(['a.tar', 'b.tar', 'c.tar', 'd.tar', 'e.tar']);
    fireEvent.click(screen.getByRole('button', { name: /^Sorted upwards/ }));
    expect(names()).toEqual(['e.tar', 'd.tar', 'c.tar', 'b.tar', 'a.tar']);
    expect(rowOf(idOf(1)).getAttribute('draggable')).toBeNull();
    act(() => rowOf(idOf(1)).focus());
    press('ArrowUp', { altKey: true });
    expect(await screen.findByText('The list does not show the queue')).toBeDefined();
    expect(api.calls.some(([name]) => name === 'uploads:move')).toBe(false);
  });
});
