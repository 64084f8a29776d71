import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';

/** What was seen last, and whether looking works. */
export interface Looked<T> {
  /** Null until the first answer. */
  readonly value: T | null;
  /** Why there is no newer answer; null when there is. */
  readonly error: ErrorInfo | null;
}

/** What is looked at, and when. */
export interface LookedAt {
  /** Another one, and the answers of the one before are forgotten. */
  readonly of: string;
  /** Another one is a reason to look again at once. */
  readonly reason: string;
  /** From one look to the next; null looks once a reason. */
  readonly everyMs: number | null;
}

const NOTHING = { value: null, error: null } as const;

/** Looks at something again and again, one look at a time and not at all while the window is hidden. */
export function useLooked<T>(look: () => Promise<T>, { of, reason, everyMs }: LookedAt): Looked<T> {
  const [found, setFound] = useState<Looked<T> & { readonly of: string }>({ ...NOTHING, of });
  const latest = useRef(look);
  useLayoutEffect(() => {
    latest.current = look;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the reason is not read, it is what happens.
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await latest.current().then(
          (value) => ({ value, error: null }),
          (error: unknown) => ({ error: toErrorInfo(error) }),
        );
        if (ended) return;
        setFound((before) => ({ ...(before.of === of ? before : NOTHING), ...answer, of }));
      }
      if (everyMs !== null) timer = setTimeout(() => void again(), everyMs);
    };
    void again();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [of, reason, everyMs]);

  return found.of === of ? found : NOTHING;
}
