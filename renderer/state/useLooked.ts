import { useEffect, useState } from 'react';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';

/** What was seen last, and whether looking works. */
export interface Looked<T> {
  /** Null until the first answer. */
  readonly value: T | null;
  /** Why there is no newer answer; null when there is. */
  readonly error: ErrorInfo | null;
}

const NOTHING = { value: null, error: null } as const;

/**
 * Looks at something again and again, one look at a time and not at all while the window is hidden.
 * @param look asks main; another function is another thing to look at, and the answers of the one before are forgotten
 * @param reason a new one is a reason to look again at once
 * @param everyMs from one look to the next; null looks once a reason
 */
export function useLooked<T>(look: () => Promise<T>, reason: string, everyMs: number | null): Looked<T> {
  const [found, setFound] = useState<Looked<T> & { readonly by: () => Promise<T> }>({ ...NOTHING, by: look });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the reason is not read, it is what happens.
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await look().then(
          (value) => ({ value, error: null }),
          (error: unknown) => ({ error: toErrorInfo(error) }),
        );
        if (ended) return;
        setFound((before) => ({ ...(before.by === look ? before : NOTHING), ...answer, by: look }));
      }
      if (everyMs !== null) timer = setTimeout(() => void again(), everyMs);
    };
    void again();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [look, reason, everyMs]);

  return found.by === look ? found : NOTHING;
}
