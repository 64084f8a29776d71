import type { UploadView } from '../../shared/upload.ts';
import type { ContentsReader } from '../engine/contents/contentsReader.ts';
import type { Reach } from '../engine/contents/growingFile.ts';
import { pathFor } from '../engine/layers/paths.ts';
import type { StoreSession } from '../storeSession.ts';
import { findUpload } from './findUpload.ts';
import type { Handlers } from './handle.ts';

export interface ContentsHandlersOptions {
  readonly session: Pick<StoreSession, 'manager' | 'view'>;
  readonly reader: Pick<ContentsReader, 'look'>;
}

/** Looks inside uploads of the list. */
export function contentsHandlers({ session, reader }: ContentsHandlersOptions) {
  return {
    'uploads:contents': async (request) => {
      const reach = reachOf(findUpload(session, request.id));
      return await reader.look({ root: session.view().root, reach }, request);
    },
  } satisfies Partial<Handlers>;
}

/** Where an upload's bytes lie, and how many of them there are. */
function reachOf({ id, repository, status, offset, size }: UploadView): Reach {
  if (status.kind === 'finished') return { path: status.blobPath, offset, complete: true };
  return { path: pathFor({ kind: 'uploadData', repository, id }), offset, complete: offset === size };
}
