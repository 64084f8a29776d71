import path from 'node:path';
import type { Page } from '@playwright/test';
import { build, type Rolldown } from 'vite';

const SCRIPT = path.resolve(import.meta.dirname, '../../renderer/harness/deeds.ts');

/** What `test/renderer/harness/deeds.ts` measures, by its names there; ms. */
export type Measured = Readonly<Record<'filter' | 'search' | 'sort' | 'select' | 'jump' | 'scrollP99', number>>;

/** Makes what uses a window by its page alone, also the real one, whose policy takes no script from elsewhere. */
export async function deedsOfPage(): Promise<(page: Page) => Promise<Measured>> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    build: { lib: { entry: SCRIPT, formats: ['iife'], name: 'deeds' }, write: false, target: 'chrome130' },
  })) as readonly Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code ?? '';
  return (page) => page.evaluate(`(() => { ${code}; return deeds.doDeeds(); })()`);
}
