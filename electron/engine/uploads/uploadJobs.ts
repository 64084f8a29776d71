import { LayerliftError } from '../../../shared/errors.ts';
import type { BackendChoice } from '../../../shared/settings.ts';
import { FinishWish } from './finishWish.ts';
import type { ManagedUpload } from './managedUpload.ts';
import type { FinishJob, MoveJob, VerifyJob, WholeJob } from './transferJob.ts';

/** What all jobs of a store share. */
export interface JobSettings {
  /** Absolute path of the store. */
  readonly root: string;
  /** Hash a blob that is there already before it is kept. */
  readonly verifyExisting: boolean;
  readonly digester: BackendChoice;
}

/** Jobs are made when they start, because the expected digest may have changed while they waited. */
export function moveJob({ root, verifyExisting, digester }: JobSettings, upload: ManagedUpload): MoveJob {
  const { source, ref, view, candidate } = upload;
  if (source === null) throw new LayerliftError('INTERNAL', 'a move needs a source', { id: ref.id });
  const { expected, finishBySelf } = view;
  const wish = new FinishWish();
  if (finishBySelf) wish.wish();
  upload.finishWish = wish;
  // What a person pointed at is compared from the first byte.
  const proof = candidate === null ? 'gap' : 'whole';
  return { kind: 'move', root, upload: ref, source, expected, finish: wish.shared, verifyExisting, digester, proof };
}

/** As `moveJob`, for an upload that is planned. */
export function wholeJob(settings: JobSettings, upload: ManagedUpload): WholeJob {
  const { kind: _, proof: __, ...job } = moveJob(settings, upload);
  return { ...job, kind: 'whole' };
}

export function finishJob({ root, verifyExisting, digester }: JobSettings, { ref, view }: ManagedUpload): FinishJob {
  return { kind: 'finish', root, upload: ref, expected: view.expected, verifyExisting, digester };
}

export function verifyJob({ root, digester }: JobSettings, { ref, view }: ManagedUpload): VerifyJob {
  return { kind: 'verify', root, upload: ref, expected: view.expected, digester };
}
