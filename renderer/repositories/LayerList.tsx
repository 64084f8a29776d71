import { type KeyboardEvent, useCallback, useMemo, useRef } from 'react';
import type { Digest } from '../../shared/digest.ts';
import { useApp, useAppContext } from '../state/context.ts';
import { matches } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import type { MenuHandle } from '../ui/Menu.tsx';
import { VirtualGrid } from '../ui/VirtualGrid.tsx';
import { LayerRow, layerIds } from './LayerRow.tsx';
import { actionForKey, actionsFor, perform } from './layerActions.ts';
import type { Layers } from './useLayers.ts';

const ROW_HEIGHT = 56;

/** The layers of a repository, newest first, each with its actions on the keyboard. */
export function LayerList({ layers }: { layers: Layers }) {
  const app = useAppContext();
  const { store } = app;
  const query = useApp((state) => state.query);
  const current = useApp((state) => state.currentLayer);
  const onCurrent = useCallback((name: Digest) => store.setState({ currentLayer: name }), [store]);
  const menus = useRef(new Map<string, MenuHandle>());
  const words = en.repositories;
  const keys = useMemo(
    () =>
      [...layers.byName.values()]
        .filter((layer) => matches(query, layer.name, layer.digest, ...layer.tags))
        .map(({ name }) => name),
    [layers, query],
  );
  const heights = useMemo(() => keys.map(() => ROW_HEIGHT), [keys]);
  const onMenu = useCallback((name: string, menu: MenuHandle | null) => {
    if (menu === null) menus.current.delete(name);
    else menus.current.set(name, menu);
  }, []);
  const onRowKey = (name: Digest, event: KeyboardEvent<HTMLDivElement>) => {
    const layer = layers.byName.get(name);
    if (layer === undefined) return;
    const verification = layer.digest === null ? undefined : store.getState().mirror?.verifications.get(layer.digest);
    const action = actionForKey(event, actionsFor(layer, verification));
    if (action === null) return;
    event.preventDefault();
    perform(app, action, layers.name, layer);
  };

  if (keys.length === 0) {
    return (
      <div className="nothing">
        <p>{query === '' ? words.empty : words.noLayerMatches(query)}</p>
        {query === '' ? (
          <p className="note">{words.emptyText}</p>
        ) : (
          <Button onClick={() => store.setState({ query: '' })}>{en.uploads.nothing.clear}</Button>
        )}
      </div>
    );
  }
  return (
    <VirtualGrid
      label={words.list}
      className="layer-list"
      place={`layers of ${layers.name}`}
      keys={keys}
      heights={heights}
      current={current}
      onCurrent={onCurrent}
      onRowKey={onRowKey}
      onRowMenu={(name) => menus.current.get(name)?.open()}
      labelledBy={(name) => layerIds(name).name}
      describedBy={(name) => `${layerIds(name).fate} ${layerIds(name).check}`}
      renderRow={(name, isCurrent) => {
        const layer = layers.byName.get(name);
        return layer === undefined ? null : (
          <LayerRow repository={layers.name} layer={layer} isCurrent={isCurrent} onMenu={onMenu} />
        );
      }}
    />
  );
}
