import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** How a page names tests: a file, and words of a title in it, several parted by semicolons. */
const NAMED = /`([^`]+)`: “([^”]+)”/g;

/** The rows of all tables in a piece of Markdown, as their cells; without the lines that head and rule them. */
export function tableRows(markdown: string, lastHead: string): readonly (readonly string[])[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|---') && !line.endsWith(`| ${lastHead} |`))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
}

/**
 * Holds that a cell names tests and nothing else, and that each is there.
 * @param find where a file of this name lies; null when it does not.
 */
export function expectNamedTests(cell: string, find: (name: string) => string | null): void {
  const named = [...cell.matchAll(NAMED)];
  expect(named.length).toBeGreaterThan(0);
  // Nothing is named in a way that this would not see.
  expect(cell.replace(NAMED, '')).toMatch(/^(; )*$/);
  for (const [, name = '', title = ''] of named) {
    const file = find(name);
    expect(file !== null && existsSync(file), name).toBe(true);
    const lines = readFileSync(file ?? '', 'utf8')
      .replaceAll("\\'", "'")
      .split('\n');
    const titles = lines.filter((line) => /\b(it|test|describe|fuzz)\b|^\s*['"`\]}]/.test(line));
    expect(
      titles.some((line) => line.includes(title)),
      `${name} has no test “${title}”`,
    ).toBe(true);
  }
}
