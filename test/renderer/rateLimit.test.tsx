// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { RateLimitRow } from '../../renderer/settings/RateLimitRow.tsx';

afterEach(cleanup);

/** Shows the row at a limit; returns the field and what it asked for. */
function show(value: number): { readonly field: HTMLInputElement; readonly asked: number[] } {
  const asked: number[] = [];
  render(<RateLimitRow value={value} onChange={(limit) => asked.push(limit)} />);
  return { field: screen.getByLabelText('Speed limit'), asked };
}

const type = (field: HTMLElement, value: string): boolean => fireEvent.change(field, { target: { value } });

test('takes MB/s when the field is left or Enter is pressed, and none when it is empty', () => {
  const { field, asked } = show(0);
  expect(field.value).toBe('');
  type(field, '12.5');
  expect(asked).toEqual([]);
  fireEvent.keyDown(field, { key: 'Enter' });
  type(field, '40');
  fireEvent.blur(field);
  expect(asked).toEqual([12_500_000, 40_000_000]);
});

test('lifts a limit when it is emptied', () => {
  const { field, asked } = show(25_000_000);
  expect(field.value).toBe('25');
  type(field, ' ');
  fireEvent.blur(field);
  expect(asked).toEqual([0]);
});

test.each(['-1', '0.05', 'fast', '0', '1e9', 'Infinity'])(
  'marks “%s” as wrong, and goes back to what holds',
  (typed) => {
    const { field, asked } = show(25_000_000);
    type(field, typed);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    fireEvent.blur(field);
    expect(asked).toEqual([]);
    expect(field.value).toBe('25');
  },
);
