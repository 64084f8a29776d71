import type { LogEntry } from '../../../shared/logEntry.ts';
import { DAY, idOf } from './fixtures.ts';

/** A log of quiet work, with a failure of two lines here and there. */
export const LOG_ENTRIES: readonly LogEntry[] = Array.from({ length: 40 }, (_, index) => ({
  at: DAY + index * 61_000,
  text:
    index % 7 === 3
      ? `cannot open the store /srv/registry/Build store: STORE_LOCKED: ${index} is held\n  because: Error: EWOULDBLOCK: resource temporarily unavailable, lock '/srv/registry/Build store/layerlift/lock'`
      : `upload ${idOf(index)} “llama-70b-instruct.q8.tar”: moving → ready`,
}));
