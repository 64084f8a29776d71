import type { LogEntry } from '../../../shared/logEntry.ts';
import { idOf } from './fixtures.ts';

/** Forty entries of a log, some of many lines, from `start` on (ms since the epoch). */
export function logEntries(start: number): readonly LogEntry[] {
  return Array.from({ length: 40 }, (_, index) => ({
    at: start + index * 61_000,
    text:
      index % 7 === 3
        ? `cannot open the store /srv/registry/Build store: STORE_LOCKED: ${index} is held\n  because: Error: EWOULDBLOCK: resource temporarily unavailable, lock '/srv/registry/Build store/layerlift/lock'`
        : `upload ${idOf(index)} “llama-70b-instruct.q8.tar”: moving → ready`,
  }));
}
