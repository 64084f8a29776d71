import type { Digest } from '../../../shared/digest.ts';
import type { ErrorCode } from '../../../shared/errors.ts';
import { REGISTRY_PURGE_MS } from '../../../shared/startedAt.ts';
import { gapOf } from '../../../shared/upload.ts';
import { loadDigesterFactory } from '../../engine/digest/backend.ts';
import { LayerStore } from '../../engine/layers/layerStore.ts';
import { readHeldLocks } from '../../engine/storage/heldLocks.ts';
import { openStoreToRead } from '../../engine/uploads/openStore.ts';
import type { SurveyedUpload, SurveyParts } from '../../engine/uploads/survey.ts';
import { sentenceFor } from '../output/words.ts';

/** An upload as `list --json` prints it; bytes, and times in RFC 3339. */
export interface ListedUpload {
  readonly id: string;
  readonly repository: string;
  readonly name: string;
  readonly status: string;
  /** Why it is paused: `person`, `quit` or `trouble`; null in other states. */
  readonly reason: string | null;
  /** What went wrong, where something did. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  /** Whether some process writes it now; null where the system does not tell. */
  readonly open: boolean | null;
  readonly offset: number;
  readonly size: number | null;
  readonly checkpointed: number;
  readonly gap: number;
  readonly digest: Digest | null;
  readonly expected: Digest | null;
  readonly source: string | null;
  readonly startedAt: string | null;
  /** When a registry with its default settings removes it; null when it never does. */
  readonly purgedAt: string | null;
}

/** Opens a store to look at it. Errors as `openStoreToRead`. */
export async function openSurvey(root: string): Promise<SurveyParts> {
  const driver = await openStoreToRead(root);
  const store = new LayerStore(driver, await loadDigesterFactory());
  return { driver, store, locks: await readHeldLocks(root) };
}

/** An upload for people and scripts. */
export function toListed({ view, age, open }: SurveyedUpload): ListedUpload {
  const { id, repository, name, status, offset, size, checkpointed, expected } = view;
  const startedAt = age?.by === 'startedAt' ? age.since : null;
  const error = status.kind === 'failed' || status.kind === 'paused' ? status.error : null;
  return {
    id,
    repository,
    name,
    status: status.kind,
    reason: status.kind === 'paused' ? status.reason : null,
    error: error === null ? null : { code: error.code, message: sentenceFor(error) },
    open,
    offset,
    size,
    checkpointed,
    gap: gapOf(view),
    digest: status.kind === 'ready' ? status.digest : status.kind === 'mismatch' ? status.actual : null,
    expected,
    source: view.source?.path ?? null,
    startedAt: startedAt === null ? null : new Date(startedAt).toISOString(),
    purgedAt: startedAt === null ? null : new Date(startedAt + REGISTRY_PURGE_MS).toISOString(),
  };
}
