import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectNamedTests, tableRows } from './support/namedTests.ts';

const SECURITY = readFileSync(path.resolve(import.meta.dirname, '../SECURITY.md'), 'utf8');
const THREATS = tableRows(SECURITY, 'test');

describe('the threat model', () => {
  it('thinks of everybody who may be hostile', () => {
    const who = new Set(THREATS.map(([first]) => first));
    const all = ['a dropped file', 'a name', 'a store on a shared disk', 'another local user'];
    expect([...who]).toEqual(expect.arrayContaining([...all, 'a page that got into the window']));
  });

  it.each(THREATS.map(([who = '', tries = '', defence = '', tests = '']) => [who, tries, defence, tests] as const))(
    'has a defence and a test against %s that %s',
    (_who, _tries, defence, tests) => {
      expect(defence.length).toBeGreaterThan(10);
      expectNamedTests(tests, (name) => path.resolve(import.meta.dirname, name));
    },
  );
});
