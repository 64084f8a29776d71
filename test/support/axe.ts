import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}

/** What axe-core finds on the page as it is: the rule, the element, and what is wrong with it. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `axe ${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`),
  );
}

const APPEARANCES = [
  { colorScheme: 'light', contrast: 'no-preference' },
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

/** What axe-core finds in light, in dark, and with more contrast in both. */
export async function findings(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { colorScheme, contrast } of APPEARANCES) {
    await page.emulateMedia({ colorScheme, contrast, reducedMotion: 'reduce' });
    found.push(...(await violationsOf(page)).map((violation) => `${colorScheme} ${contrast} ${violation}`));
  }
  await page.emulateMedia({ colorScheme: null, contrast: null, reducedMotion: 'reduce' });
  return found;
}
