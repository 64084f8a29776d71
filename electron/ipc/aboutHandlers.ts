import fs from 'node:fs/promises';
import path from 'node:path';
import type { AboutView } from '../../shared/about.ts';
import { errnoOf } from '../atomicFile.ts';
import type { Updates } from '../updates/updates.ts';
import type { Handlers } from './handle.ts';

export interface AboutHandlersOptions {
  readonly versions: Omit<AboutView, 'updates'>;
  /** The folder that the package keeps beside the app. */
  readonly resources: string;
  readonly updates: Pick<Updates, 'view' | 'check' | 'install'>;
}

/** What the app tells of itself. */
export function aboutHandlers({ versions, resources, updates }: AboutHandlersOptions) {
  return {
    'app:about': () => ({ ...versions, updates: updates.view }),
    'app:licences': async () => {
      try {
        return await fs.readFile(path.join(resources, 'licences', 'third-party.txt'), 'utf8');
      } catch (error) {
        // Only a package has them.
        if (errnoOf(error) === 'ENOENT') return '';
        throw error;
      }
    },
    'updates:check': () => updates.check(),
    'updates:install': () => updates.install(),
  } satisfies Partial<Handlers>;
}
