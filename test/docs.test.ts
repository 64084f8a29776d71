import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../shared/errors.ts';
import { explain } from '../shared/errorWords.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');

describe('troubles and remedies', () => {
  const entries = new Map(
    read('docs/troubles.md')
      .split('\n### ')
      .slice(1)
      .map((entry) => [entry.split('\n')[0] ?? '', entry] as const),
  );

  it('has an entry for every code, and for none that is not one', () => {
    expect([...entries.keys()]).toEqual([...ERROR_CODES]);
  });

  it.each(ERROR_CODES)('says of %s what the window says, and when it happens', (code) => {
    const { title, remedy } = explain({ code, details: {} });
    const [first = '', second] = (entries.get(code) ?? '').split('\n\n').slice(1);
    expect(first.startsWith(`**${title}.** `), first).toBe(true);
    expect(first.length).toBeGreaterThan(title.length + 20);
    expect(second?.trim()).toBe(remedy);
  });
});

describe('the pages', () => {
  const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'BENCHMARKS.md'];
  const docs = readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));

  it.each([...pages, ...docs.map((name) => `docs/${name}`), 'electron/engine/README.md'])(
    '%s leads to nothing that is not there',
    (page) => {
      const links = [...read(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
        ([, to = '']) => to,
      );
      const missing = links.filter((to) => !existsSync(path.resolve(ROOT, path.dirname(page), to)));
      expect(missing).toEqual([]);
    },
  );

  it.each(['README.md', 'CONTRIBUTING.md'])('%s names npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const named = [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});
