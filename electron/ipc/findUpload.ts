import { LayerliftError } from '../../shared/errors.ts';
import type { UploadId } from '../../shared/names.ts';
import type { UploadView } from '../../shared/upload.ts';
import type { StoreSession } from '../storeSession.ts';

/**
 * The upload of the open store's list that a window names.
 * @throws LayerliftError `UPLOAD_UNKNOWN` when the list has none of it (any more); `STORE_CLOSED` while no store is open.
 */
export function findUpload(session: Pick<StoreSession, 'manager'>, id: UploadId): UploadView {
  const upload = session
    .manager()
    .list()
    .find((one) => one.id === id);
  if (upload === undefined) throw new LayerliftError('UPLOAD_UNKNOWN', 'no such upload', { id });
  return upload;
}
