import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DurableFolders } from '../../../electron/engine/storage/durableFolders.ts';

const at = (...parts: readonly string[]): string => path.join(path.sep, ...parts);

describe('folders that are known to be durable', () => {
  it('are those that were added, not those on their way', () => {
    const folders = new DurableFolders();
    folders.add(at('a', 'b'));
    expect([at('a', 'b'), at('a'), at('a', 'b', 'c'), at('b')].map((real) => folders.has(real))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('are forgotten with everything below, and with nothing beside', () => {
    const folders = new DurableFolders();
    for (const real of [at('a'), at('a', 'b'), at('a', 'b', 'c'), at('a', 'bc')]) folders.add(real);
    folders.forget(at('a', 'b'));
    folders.forget(at('x', 'y'));
    expect([at('a'), at('a', 'b'), at('a', 'b', 'c'), at('a', 'bc')].map((real) => folders.has(real))).toEqual([
      true,
      false,
      false,
      true,
    ]);
    folders.add(at('a', 'b'));
    expect(folders.has(at('a', 'b', 'c'))).toBe(false);
  });
});
