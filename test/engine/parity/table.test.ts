import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const PARITY = readFileSync(path.join(ROOT, 'electron/engine/README.md'), 'utf8')
  .split('\n## ')
  .find((section) => section.startsWith('Parity with the layer writer'));

/** The last cell of each row of the tables, with the first one to tell it by. */
const ROWS = (PARITY ?? '')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('|---') && !line.endsWith('| test |'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
  .map((cells) => [cells[0] ?? '', cells.at(-1) ?? ''] as const);

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
    const named = [...cell.matchAll(/`([^`]+)`: “([^”]+)”/g)];
    expect(named.length).toBeGreaterThan(0);
    // Nothing is named in a way that this test would not see.
    expect(cell.replace(/^HTTP only:[^`]*/, '').replace(/`([^`]+)`: “([^”]+)”/g, '')).toMatch(/^(; )*$/);
    for (const [, name = '', title = ''] of named) {
      const file = fileOf(name);
      expect(file, name).not.toBeNull();
      const lines = file === null ? [] : readFileSync(file, 'utf8').replaceAll("\\'", "'").split('\n');
      const titles = lines.filter((line) => /\b(it|describe|fuzz)\b|^\s*['"`\]}]/.test(line));
      expect(
        titles.some((line) => line.includes(title)),
        `${name} has no test “${title}”`,
      ).toBe(true);
    }
  });
});
