import { AT_RISK_BYTES } from '../../shared/checkpointing.ts';
import type { UploadDetails } from '../../shared/inspection.ts';
import type { UploadView } from '../../shared/upload.ts';
import type { HeardCheckpoint } from '../state/speedHistory.ts';
import type { Mark } from './mapModel.ts';

/**
 * The checkpoints that an upload keeps now, newest first. What lies on disk was looked at a moment ago; while bytes
 * move, the newest is told by every tick, and the one before it is what was heard before, unless ticks came too
 * seldom to hear of each.
 */
export function marksOf(
  { checkpointed }: Pick<UploadView, 'checkpointed'>,
  details: UploadDetails | null,
  heard: readonly HeardCheckpoint[],
): readonly Mark[] {
  const found = details?.checkpoints ?? [];
  if (found[0]?.offset === checkpointed) return found;
  const [newest, before] = heard;
  if (newest === undefined || newest.offset !== checkpointed) {
    return found.filter(({ offset }) => offset === checkpointed);
  }
  // Two neighbours are never further apart: the stream waits for the disk instead.
  const isNext = before !== undefined && newest.offset - before.offset <= AT_RISK_BYTES;
  return isNext ? [newest, before] : [newest];
}
