import { hasCode } from '../../../shared/errors.ts';
import type { JobRunner } from './jobRunner.ts';
import type { ManagedUpload } from './managedUpload.ts';

/** How long queued uploads are put to rest when their store is closed, ms: nobody waits longer for thousands of them. */
const PATIENCE_MS = 5000;

/** Records written together: most of each is waiting for the disk. */
const AT_ONCE = 16;

/**
 * Records of uploads that wait for a place that they were paused because the store is closed: without that they would
 * look as if a crash had caught them. What cannot be recorded, or not within 5 s, looks like that and loses nothing.
 */
export async function restQueued(
  uploads: readonly ManagedUpload[],
  runner: Pick<JobRunner, 'enter'>,
  patience: AbortSignal = AbortSignal.timeout(PATIENCE_MS),
): Promise<void> {
  const waiting = uploads.filter(isQueued).values();
  const lane = async (): Promise<void> => {
    for (const upload of waiting) {
      if (patience.aborted) return;
      await upload.inTurn(() => rest(upload, runner));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function rest(upload: ManagedUpload, runner: Pick<JobRunner, 'enter'>): Promise<void> {
  if (!isQueued(upload)) return;
  const paused = { reason: 'quit', error: null } as const;
  try {
    await runner.enter(upload, { type: 'paused', ...paused }, { kind: 'paused', ...paused });
  } catch (error) {
    if (!hasCode(error)) throw error;
  }
}

const isQueued = ({ view }: ManagedUpload): boolean => view.status.kind === 'queued';
