import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{
    readonly violations: readonly { readonly id: string; readonly nodes: { readonly html: string }[] }[];
  }>;
}

/** What axe-core finds on the page as it is: in light, in dark, and with more contrast in both. */
export async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  const appearances = [
    { colorScheme: 'light', contrast: 'no-preference' },
    { colorScheme: 'dark', contrast: 'no-preference' },
    { colorScheme: 'light', contrast: 'more' },
    { colorScheme: 'dark', contrast: 'more' },
  ] as const;
  for (const { colorScheme, contrast } of appearances) {
    await page.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
    await page.evaluate(axeSource);
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
    found.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${colorScheme} ${contrast} ${id}: ${html}`)),
    );
  }
  await page.emulateMedia({ colorScheme: null, contrast: null, reducedMotion: 'reduce' });
  return found;
}
