import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import type { UploadId } from '../../shared/names.ts';
import type { Page } from '../state/appState.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { collapse, extend, pick, selectAll, toggle } from '../state/selection.ts';
import { chosenIds, visibleIds } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import type { MenuHandle } from '../ui/Menu.tsx';
import type { HeldKeys } from '../ui/useRovingFocus.ts';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { actionForKey } from './actions.ts';
import { batchForKey, batchOf } from './batch.ts';
import { hasHelp } from './describe.ts';
import { ListBar } from './ListBar.tsx';
import { NothingHere } from './NothingHere.tsx';
import { nearsPurge } from './PurgeDate.tsx';
import { perform, performAll } from './perform.ts';
import { directionForKey } from './reorder.ts';
import { rowIds, UploadRow } from './UploadRow.tsx';
import { useNow } from './useNow.ts';
import { useReordering } from './useReordering.ts';
import { useRowHeights } from './useRowHeights.ts';

/** How old the time may be that dates are compared with, ms. */
const NOW_MS = 60_000;

/** What the list shows, for the memory of how far it is scrolled. */
function placeOf(page: Page): string {
  if (page.kind === 'repository') return `uploads of ${page.name}`;
  return page.kind === 'uploads' ? `uploads: ${page.filter}` : 'uploads';
}

/** All uploads of the page that is open, each with its actions on the keyboard, and what they have in common above. */
export function UploadList() {
  const app = useAppContext();
  const { store } = app;
  const ids = useApp(visibleIds);
  const chosen = useApp(chosenIds);
  const uploads = useApp((state) => state.mirror?.uploads);
  const current = useApp((state) => state.current);
  const called = useApp((state) => state.called);
  const place = useApp(({ page }) => placeOf(page));
  const now = useNow(NOW_MS);
  const menus = useRef(new Map<UploadId, MenuHandle>());
  const selected = useMemo(() => new Set(chosen), [chosen]);
  const { drag, reorder, said } = useReordering();

  const { heights, onHelpHeight } = useRowHeights(ids, uploads);
  const onMenu = useCallback((id: UploadId, menu: MenuHandle | null) => {
    if (menu === null) menus.current.delete(id);
    else menus.current.set(id, menu);
  }, []);
  const onCurrent = useCallback((id: UploadId) => store.setState({ current: id }), [store]);
  const onSelect = useCallback(
    (id: UploadId, { extend: range, keep }: HeldKeys) =>
      store.setState((state) => {
        if (range) return extend(state, id, visibleIds(state), keep);
        return keep ? toggle(state, id) : pick(id);
      }),
    [store],
  );
  const onRowOpen = () => store.setState({ inspector: true });
  const onRowMenu = (id: UploadId) => {
    if (!selected.has(id)) store.setState(pick(id));
    menus.current.get(id)?.open();
  };
  const onRowKey = (id: UploadId, event: KeyboardEvent<HTMLDivElement>) => {
    const state = store.getState();
    const upload = state.mirror?.uploads.get(id);
    if (state.mirror === null || upload === undefined) return;
    const targets = selected.has(id) ? chosen : [id];
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && event.key.toLowerCase() === 'a') {
      event.preventDefault();
      return store.setState(selectAll(state, ids));
    }
    if (command && !event.altKey && event.key === ' ') {
      event.preventDefault();
      return store.setState(toggle(state, id));
    }
    if (event.key === 'Escape') {
      if (state.selected.size > 0) return store.setState(collapse(state));
      if (state.inspector) store.setState({ inspector: false });
      return;
    }
    const direction = directionForKey(event);
    if (direction !== null) {
      event.preventDefault();
      return reorder(direction, targets);
    }
    if (targets.length > 1) {
      const batch = batchForKey(event, batchOf(targets, state.mirror.uploads));
      if (batch === null) return;
      event.preventDefault();
      return performAll(app, batch.action, batch.ids);
    }
    const action = actionForKey(event, upload);
    if (action === null) return;
    event.preventDefault();
    perform(app, action, id);
  };

  if (ids.length === 0) return <NothingHere />;
  return (
    <>
      <ListBar />
      <VirtualGrid
        label={en.uploads.list}
        className="upload-list"
        place={place}
        keys={ids}
        heights={heights}
        current={current}
        called={called}
        onCalled={() => store.setState({ called: null })}
        selected={selected}
        onCurrent={onCurrent}
        onSelect={onSelect}
        onRowKey={onRowKey}
        onRowMenu={onRowMenu}
        onRowOpen={onRowOpen}
        {...(drag !== null && { drag })}
        labelledBy={(id) => `${rowIds(id).name} ${rowIds(id).state}`}
        describedBy={(id) => {
          const upload = uploads?.get(id);
          if (upload === undefined) return undefined;
          const retry = upload.retry === null ? [] : rowIds(id).retry;
          const parts = [
            retry,
            nearsPurge(upload, now) ? rowIds(id).purge : [],
            hasHelp(upload) ? rowIds(id).help : [],
          ].flat();
          return parts.length === 0 ? undefined : parts.join(' ');
        }}
        renderRow={(id, isCurrent) => (
          <UploadRow id={id} isCurrent={isCurrent} now={now} onMenu={onMenu} onHelpHeight={onHelpHeight} />
        )}
      />
      <LiveRegion text={said} />
    </>
  );
}
