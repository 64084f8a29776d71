import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNamedTests, tableRows } from '../../support/namedTests.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PARITY = readFileSync(path.join(ROOT, 'electron/engine/README.md'), 'utf8')
  .split('\n## ')
  .find((section) => section.startsWith('Parity with the layer writer'));

/** The last cell of each row of the tables, with the first one to tell it by. */
const ROWS = tableRows(PARITY ?? '', 'test').map((cells) => [cells[0] ?? '', cells.at(-1) ?? ''] as const);

/** Where a test of this name lies; null when it does not. */
function fileOf(name: string): string | null {
  const file = name.endsWith('.ts') ? name : `${name}.test.ts`;
  return ['test/engine', 'test'].map((folder) => path.join(ROOT, folder, file)).find((at) => existsSync(at)) ?? null;
}

describe('the parity table', () => {
  it('has all rows', () => {
    const names = ROWS.map(([name]) => name);
    const bugs = [
      ...Array.from({ length: 13 }, (_, at) => `S${at + 1}`),
      ...Array.from({ length: 15 }, (_, at) => `P${at + 1}`),
    ];
    expect(names).toEqual(expect.arrayContaining(bugs));
    expect(names.length).toBeGreaterThan(60);
  });

  it.each(ROWS)('names tests that exist: %s (%s)', (_, cell) => {
    expectNamedTests(cell.replace(/^HTTP only:[^`]*/, ''), fileOf);
  });
});
