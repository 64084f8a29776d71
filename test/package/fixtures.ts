import fs from 'node:fs';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { inProject } from '../../scripts/lib/project.ts';
import { capture } from '../../scripts/lib/run.ts';
import { tempDir } from '../support/tempDir.ts';
import { type DebianTree, debianTree } from './debianTree.ts';

export { expect };

/** The formats that are tested as packages. */
const FORMATS = ['deb', 'rpm', 'AppImage'] as const;

/** Test builds of the packages, made by `dist:test`. */
export interface Packages {
  /** The one of a format, absolute. */
  file(format: (typeof FORMATS)[number]): string;
}

/** What takes minutes to make, and all tests of packages share: made once, by the first that asks for it. */
export const test = base.extend<object, { readonly packages: Packages; readonly tree: DebianTree }>({
  packages: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      await using folder = await tempDir();
      const dist = [process.execPath, '--import', 'tsx', inProject('scripts/dist.ts'), '--test'] as const;
      const { code, stdout, stderr } = capture([...dist, folder.path, ...FORMATS]);
      expect(code, stdout + stderr).toBe(0);
      const file: Packages['file'] = (format) => {
        const name = fs.readdirSync(folder.path).find((one) => one.endsWith(`.${format}`));
        if (name === undefined) throw new Error(`there is no ${format}`);
        return path.join(folder.path, name);
      };
      await use({ file });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  tree: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      await using tree = await debianTree();
      await use(tree);
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});
