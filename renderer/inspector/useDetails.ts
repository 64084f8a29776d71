import { useEffect, useState } from 'react';
import { type ErrorInfo, toErrorInfo } from '../../shared/errors.ts';
import type { UploadDetails } from '../../shared/inspection.ts';
import type { UploadId } from '../../shared/names.ts';
import { isActive, type UploadStatus } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';

/** From one look at the disk to the next, ms: while bytes move, and while they do not. */
const ACTIVE_MS = 1000;
const RESTING_MS = 5000;

export interface Details {
  /** Null until the first answer. */
  readonly details: UploadDetails | null;
  /** Why there is no newer answer; null when there is. */
  readonly error: ErrorInfo | null;
}

const NONE: Details = { details: null, error: null };

/**
 * What lies on disk of an upload, looked at again and again, one look at a time: at once when its state changes, and
 * not at all while the window is hidden.
 */
export function useDetails(id: UploadId, status: UploadStatus): Details {
  const { bridge } = useAppContext();
  const [found, setFound] = useState<Details & { readonly of: UploadId }>({ ...NONE, of: id });
  const { kind } = status;
  const every = isActive(status) ? ACTIVE_MS : RESTING_MS;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new kind of state is a reason to look again at once.
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await bridge.call('uploads:inspect', id).then(
          (details) => ({ details, error: null }),
          (error: unknown) => ({ error: toErrorInfo(error) }),
        );
        if (ended) return;
        setFound((before) => ({ ...(before.of === id ? before : NONE), ...answer, of: id }));
      }
      timer = setTimeout(() => void look(), every);
    };
    void look();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [bridge, id, kind, every]);

  return found.of === id ? found : NONE;
}
