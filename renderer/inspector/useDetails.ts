import type { UploadDetails } from '../../shared/inspection.ts';
import type { UploadId } from '../../shared/names.ts';
import { isActive, type UploadStatus } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { type Looked, useLooked } from '../state/useLooked.ts';

/** From one look at the disk to the next, ms: while bytes move, and while they do not. */
const ACTIVE_MS = 1000;
const RESTING_MS = 5000;

/** What lies on disk of an upload. */
export type Details = Looked<UploadDetails>;

/** What lies on disk of an upload, looked at again and again, and at once when its state changes. */
export function useDetails(id: UploadId, status: UploadStatus): Details {
  const { bridge } = useAppContext();
  const everyMs = isActive(status) ? ACTIVE_MS : RESTING_MS;
  return useLooked(() => bridge.call('uploads:inspect', id), { of: id, reason: status.kind, everyMs });
}
