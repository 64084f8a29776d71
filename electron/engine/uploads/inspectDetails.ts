import { dirname, join } from 'node:path';
import { LayerliftError, toErrorInfo } from '../../../shared/errors.ts';
import type { CheckpointDetails, SourceCheck, UploadDetails, UploadFile } from '../../../shared/inspection.ts';
import type { UploadStatus } from '../../../shared/upload.ts';
import { loadDigesterFactory } from '../digest/backend.ts';
import type { DigesterSource } from '../digest/digester.ts';
import type { Checkpoint } from '../layers/checkpointSlot.ts';
import { readCheckpoints } from '../layers/checkpoints.ts';
import { describeState } from '../layers/decodedState.ts';
import { readStateFiles, toHashStateFile } from '../layers/hashStateFiles.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { type PathSpec, pathFor } from '../layers/paths.ts';
import { readStartedAt } from '../layers/startedAtFile.ts';
import type { SourceIdentity } from '../layers/uploadRecord.ts';
import type { UploadRef } from '../layers/uploadRef.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { assertSourceHolds } from './source.ts';

/** The store that an upload is looked at in. */
export interface InspectedStore {
  readonly root: string;
  readonly driver: StorageDriver;
  readonly clock: () => number;
}

/** What is known of the upload without looking. */
export interface InspectedUpload {
  readonly ref: UploadRef;
  readonly status: UploadStatus;
  readonly source: SourceIdentity | null;
  /** Nothing of it lies in the store but its plan. */
  readonly isPlanned: boolean;
}

/**
 * Looks at everything that lies on disk of one upload. Reads only and takes no lock, so that it works while bytes
 * move; every number is that of a moment ago. Whatever is missing is told as missing.
 */
export async function inspectDetails(
  { root, driver, clock }: InspectedStore,
  { ref, status, source, isPlanned }: InspectedUpload,
): Promise<UploadDetails> {
  const absolute = (path: string): string => join(root, path);
  const fileOf = async (kind: UploadFile['kind'], name: string, spec: PathSpec): Promise<UploadFile> => {
    const path = pathFor(spec);
    const info = await orWhenMissing(driver.stat(path), null);
    return { kind, name, path: absolute(path), size: info?.size ?? null, modifiedAt: info?.modifiedAt ?? null };
  };
  if (status.kind === 'finished') {
    const { digest } = status;
    const blob = await fileOf('blob', 'data', { kind: 'blobData', digest });
    const link = await fileOf('link', 'link', { kind: 'layerLink', repository: ref.repository, digest });
    return {
      ...NOTHING,
      id: ref.id,
      at: clock(),
      folder: absolute(pathFor({ kind: 'blob', digest })),
      size: blob.size ?? 0,
      files: [blob, link],
      source: await checkSource(source),
    };
  }
  if (isPlanned) {
    const plans = await fileOf('record', 'planned.jsonl', { kind: 'plans' });
    const folder = dirname(plans.path);
    return { ...NOTHING, id: ref.id, at: clock(), folder, size: 0, files: [plans], source: await checkSource(source) };
  }
  const factory = await loadDigesterFactory();
  // States and checkpoints before the size: bytes are durable before a state that covers them, so that none of those
  // that are being written can look as if it were above the end of the data.
  const { states, leftOut } = await readStateFiles(driver, ref);
  const saved = await readCheckpoints(driver, ref, Number.MAX_SAFE_INTEGER);
  const data = await fileOf('data', 'data', { kind: 'uploadData', ...ref });
  const size = data.size ?? 0;
  const checkpoints = saved.filter(({ offset }) => offset <= size);
  const against = { size, checkpoints };
  return {
    id: ref.id,
    at: clock(),
    folder: absolute(pathFor({ kind: 'upload', ...ref })),
    size,
    startedAt: await readStartedAt(driver, ref),
    files: [
      data,
      await fileOf('startedat', 'startedat', { kind: 'uploadStartedAt', ...ref }),
      await fileOf('record', 'layerlift.json', { kind: 'uploadRecord', ...ref }),
      await fileOf('checkpoints', 'layerlift.checkpoints', { kind: 'uploadCheckpoints', ...ref }),
    ],
    checkpoints: await Promise.all(checkpoints.map((checkpoint) => toDetails(factory, checkpoint))),
    hashStates: await Promise.all(states.map((state) => toHashStateFile(factory, state, against, absolute))),
    hashStatesLeftOut: leftOut,
    source: await checkSource(source),
  };
}

const NOTHING = { startedAt: null, checkpoints: [], hashStates: [], hashStatesLeftOut: 0 } as const;

async function toDetails(factory: DigesterSource, checkpoint: Checkpoint): Promise<CheckpointDetails> {
  const { offset, sequence, at, states } = checkpoint;
  const decoded = await Promise.all([...states.values()].map((state) => describeState(factory, state)));
  return { offset, sequence, at, states: decoded };
}

async function checkSource(source: SourceIdentity | null): Promise<SourceCheck | null> {
  if (source === null) return null;
  const { path, size, inode, device } = source;
  const known = { path, size, inode, device, modifiedAt: Number(BigInt(source.mtimeNs) / 1_000_000n) };
  try {
    await assertSourceHolds(source);
    return { ...known, error: null };
  } catch (error) {
    if (!(error instanceof LayerliftError)) throw error;
    return { ...known, error: toErrorInfo(error) };
  }
}
