import type { UploadId } from '../../shared/names.ts';
import type { Story } from '../../shared/story.ts';
import { useAppContext } from '../state/context.ts';
import { type Looked, useLooked } from '../state/useLooked.ts';

/** Things may happen that change no state, as when a date is renewed. */
const EVERY_MS = 5000;

/** What happened to an upload; `state` is what it is in, null for one that has ended for good. */
export function useStory(id: UploadId, state: string | null): Looked<Story> {
  const { bridge } = useAppContext();
  const everyMs = state === null ? null : EVERY_MS;
  return useLooked(() => bridge.call('uploads:story', id), { of: id, reason: state ?? '', everyMs });
}
