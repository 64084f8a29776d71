import type { StoryEvent, StoryNote } from '../../../shared/story.ts';
import type { UploadView } from '../../../shared/upload.ts';
import type { RunningJob } from './managedUpload.ts';
import type { UploadEvent } from './uploadState.ts';

/** What an event of an upload is in its story; null for what only leads to the next one. */
export function noteOfEvent(event: UploadEvent, view: UploadView, job: RunningJob | null): StoryNote | null {
  const { offset, checkpointed, rehashed } = view;
  switch (event.type) {
    case 'paused':
      if (event.error !== null) return { type: 'stopped', error: event.error, offset, checkpointed };
      return event.reason === 'trouble' ? null : { type: 'paused', reason: event.reason, offset, checkpointed };
    case 'complete': {
      const { digest } = event;
      if (job?.kind !== 'verify') return { type: 'complete', digest, offset };
      return { type: 'verified', digest, offset, ms: performance.now() - job.started };
    }
    case 'mismatch':
      return { type: 'mismatch', expected: event.expected, actual: event.actual };
    case 'finished':
      return { type: 'finished', digest: event.digest, size: offset, ms: event.finishMs, rehashed };
    case 'cancelled':
      return { type: 'cancelled', offset };
    case 'failed':
      return { type: 'failed', error: event.error, offset };
    case 'enqueued':
    case 'recovering':
    case 'verifying':
    case 'moving':
    case 'pauseAsked':
    case 'finishing':
    case 'cancelAsked':
      return null;
  }
}

/** How the story of an upload begins, also where its own first line was never written. */
export function beginningOf({ createdAt, source, size, name, offset }: UploadView): StoryEvent {
  if (source === null) return { type: 'found', at: createdAt, offset };
  return { type: 'added', at: createdAt, name, size, source: source.path };
}
