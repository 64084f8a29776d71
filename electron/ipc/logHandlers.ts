import { LayerliftError } from '../../shared/errors.ts';
import type { LogFile } from '../logFile.ts';
import type { Desktop } from './desktop.ts';
import type { Handlers } from './handle.ts';

/** Entries that cross to the window: more than anybody reads, few enough for one message. */
const SHOWN_MAX = 2000;

export interface LogHandlersOptions {
  readonly file: Pick<LogFile, 'read' | 'exportTo'>;
  readonly desktop: Pick<Desktop, 'chooseTarget'>;
  /** What an exported log begins with: the versions of everything that wrote it. */
  readonly head: string;
}

/** The log for the window. */
export function logHandlers({ file, desktop, head }: LogHandlersOptions) {
  return {
    'log:read': async () => (await file.read()).slice(-SHOWN_MAX),
    'log:export': async () => {
      const target = await desktop.chooseTarget('layerlift-log.txt');
      if (target === null) return false;
      try {
        await file.exportTo(target, head);
      } catch (cause) {
        throw new LayerliftError('PERMISSION_DENIED', 'the log cannot be written there', { path: target }, cause);
      }
      return true;
    },
  } satisfies Partial<Handlers>;
}
