import { useEffect, useState } from 'react';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';
import type { LogEntry } from '../../shared/logEntry.ts';
import { useAppContext } from '../state/context.ts';

/** How often the log is read anew while it is on screen, ms. */
const LOOK_MS = 2000;

/** The newest entries of the log, oldest first; null until the first answer. */
export function useLog(): { readonly entries: readonly LogEntry[] | null; readonly error: ErrorInfo | null } {
  const { bridge } = useAppContext();
  const [entries, setEntries] = useState<readonly LogEntry[] | null>(null);
  const [error, setError] = useState<ErrorInfo | null>(null);
  useEffect(() => {
    let wanted = true;
    const look = async (): Promise<void> => {
      try {
        const list = await bridge.call('log:read');
        if (!wanted) return;
        // The same list again would be drawn again.
        setEntries((before) =>
          before?.length === list.length && before.at(-1)?.at === list.at(-1)?.at ? before : list,
        );
        setError(null);
      } catch (failure) {
        if (wanted) setError(toErrorInfo(failure));
      }
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [bridge]);
  return { entries, error };
}
