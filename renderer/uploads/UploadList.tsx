import { type KeyboardEvent, useCallback, useRef } from 'react';
import type { UploadId } from '../../shared/names.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { visibleIds } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import type { MenuHandle } from '../ui/Menu.tsx';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { actionForKey } from './actions.ts';
import { hasHelp } from './describe.ts';
import { NothingHere } from './NothingHere.tsx';
import { nearsPurge } from './PurgeDate.tsx';
import { perform } from './perform.ts';
import { rowIds, UploadRow } from './UploadRow.tsx';
import { useNow } from './useNow.ts';
import { useRowHeights } from './useRowHeights.ts';

/** How old the time may be that dates are compared with, ms. */
const NOW_MS = 60_000;

/** All uploads of the page that is open, each with its actions on the keyboard. */
export function UploadList() {
  const app = useAppContext();
  const { store } = app;
  const ids = useApp(visibleIds);
  const uploads = useApp((state) => state.mirror?.uploads);
  const current = useApp((state) => state.current);
  const now = useNow(NOW_MS);
  const menus = useRef(new Map<UploadId, MenuHandle>());

  const { heights, onHelpHeight } = useRowHeights(ids, uploads);
  const onMenu = useCallback((id: UploadId, menu: MenuHandle | null) => {
    if (menu === null) menus.current.delete(id);
    else menus.current.set(id, menu);
  }, []);
  const onCurrent = useCallback((id: UploadId) => store.setState({ current: id }), [store]);
  const onRowOpen = () => store.setState({ inspector: true });
  const onRowMenu = (id: UploadId) => menus.current.get(id)?.open();
  const onRowKey = (id: UploadId, event: KeyboardEvent<HTMLDivElement>) => {
    const upload = store.getState().mirror?.uploads.get(id);
    if (upload === undefined) return;
    if (event.key === 'Escape' && store.getState().inspector) return store.setState({ inspector: false });
    const action = actionForKey(event, upload);
    if (action === null) return;
    event.preventDefault();
    perform(app, action, id);
  };

  if (ids.length === 0) return <NothingHere />;
  return (
    <VirtualGrid
      label={en.uploads.list}
      className="upload-list"
      keys={ids}
      heights={heights}
      current={current}
      onCurrent={onCurrent}
      onRowKey={onRowKey}
      onRowMenu={onRowMenu}
      onRowOpen={onRowOpen}
      labelledBy={(id) => `${rowIds(id).name} ${rowIds(id).state}`}
      describedBy={(id) => {
        const upload = uploads?.get(id);
        if (upload === undefined) return undefined;
        const ids = [nearsPurge(upload, now) ? rowIds(id).purge : [], hasHelp(upload) ? rowIds(id).help : []].flat();
        return ids.length === 0 ? undefined : ids.join(' ');
      }}
      renderRow={(id, isCurrent) => (
        <UploadRow id={id} isCurrent={isCurrent} now={now} onMenu={onMenu} onHelpHeight={onHelpHeight} />
      )}
    />
  );
}
