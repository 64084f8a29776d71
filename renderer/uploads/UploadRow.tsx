import { memo, useCallback } from 'react';
import type { UploadId } from '../../shared/names.ts';
import { useUpload } from '../state/context.ts';
import type { MenuHandle } from '../ui/Menu.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { describe } from './describe.ts';
import { nearsPurge, PurgeDate } from './PurgeDate.tsx';
import { RetryNote } from './RetryNote.tsx';
import { StatusLine } from './StatusLine.tsx';
import { UploadActions } from './UploadActions.tsx';
import { UploadProgress } from './UploadProgress.tsx';

/** Ids of the elements that name a row. */
export const rowIds = (id: UploadId) => ({
  name: `name-${id}`,
  state: `state-${id}`,
  help: `help-${id}`,
  purge: `purge-${id}`,
  retry: `retry-${id}`,
});

export interface UploadRowProps {
  id: UploadId;
  isCurrent: boolean;
  /** ms since the epoch; the row need not follow every tick of it */
  now: number;
  /** Takes the row's menu while there is one; always the same function, or every row would render with every other. */
  onMenu: (id: UploadId, menu: MenuHandle | null) => void;
  /** Told how many pixels high the row's help is; always the same function, too. */
  onHelpHeight: (id: UploadId, height: number) => void;
}

/** The cells of one upload. Renders when its own numbers change, never for those of others. */
export const UploadRow = memo(function UploadRow({ id, isCurrent, now, onMenu, onHelpHeight }: UploadRowProps) {
  const live = useUpload(id);
  const menuRef = useCallback((menu: MenuHandle | null) => onMenu(id, menu), [id, onMenu]);
  const tellHelpHeight = useCallback((height: number) => onHelpHeight(id, height), [id, onHelpHeight]);
  if (live === null) return null;
  const { upload } = live;
  const description = describe(live);
  const ids = rowIds(id);
  const isNear = nearsPurge(upload, now);
  return (
    <div className="upload" role="presentation" data-upload={id} data-state={upload.status.kind}>
      <div role="gridcell" className="upload-main">
        <div className="name">
          <b>
            <Untrusted id={ids.name} text={upload.name} />
          </b>
          <Untrusted className="repository" text={upload.repository} />
          {upload.retry !== null && <RetryNote id={ids.retry} retry={upload.retry} />}
          {isNear && <PurgeDate id={ids.purge} upload={upload} now={now} />}
        </div>
        <UploadProgress upload={upload} tone={description.tone} />
        <StatusLine description={description} stateId={ids.state} helpId={ids.help} onHelpHeight={tellHelpHeight} />
      </div>
      <div role="gridcell" className="upload-actions">
        <UploadActions upload={upload} nearsPurge={isNear} tabIndex={isCurrent ? 0 : -1} menuRef={menuRef} />
      </div>
    </div>
  );
});
