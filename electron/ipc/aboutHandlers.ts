import fs from 'node:fs/promises';
import path from 'node:path';
import type { AboutView } from '../../shared/about.ts';
import { errnoOf } from '../atomicFile.ts';
import type { Log } from '../log.ts';
import type { Updates } from '../updates/updates.ts';
import type { Handlers } from './handle.ts';

/** Most violations of the page's policy that are told of: a page that is full of them says nothing new. */
const VIOLATIONS_MAX = 50;

export interface AboutHandlersOptions {
  readonly versions: Omit<AboutView, 'updates'>;
  /** The folder that the package keeps beside the app. */
  readonly resources: string;
  readonly log: Log;
  readonly updates: Pick<Updates, 'view' | 'check' | 'install'>;
}

/** What the app tells of itself. */
export function aboutHandlers({ versions, resources, updates, log }: AboutHandlersOptions) {
  let violations = 0;
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
    'app:reportViolation': ({ directive, blocked }) => {
      violations += 1;
      // JSON, so that what a page names cannot look like a line of ours.
      if (violations <= VIOLATIONS_MAX) log(`policy violation: ${JSON.stringify([directive, blocked])}`);
    },
    'updates:check': () => updates.check(),
    'updates:install': () => updates.install(),
  } satisfies Partial<Handlers>;
}
