import { useEffect, useState } from 'react';
import type { LayerPage, LayerView, ManifestProblem } from '../../shared/catalog.ts';
import type { Digest } from '../../shared/digest.ts';
import type { RepositoryName } from '../../shared/names.ts';
import type { Bridge } from '../bridge.ts';
import { useAppContext, useMirror } from '../state/context.ts';
import { notifyError } from '../state/store.ts';

/** The layers of a repository as far as they have come. */
export interface Layers {
  readonly name: string;
  readonly byName: ReadonlyMap<Digest, LayerView>;
  readonly problems: readonly ManifestProblem[];
  /** Whether all of them are there. */
  readonly whole: boolean;
}

/** Page by page, so that thousands of layers cross to the window without holding it up. */
async function* pagesOf(bridge: Bridge, name: string): AsyncGenerator<LayerPage> {
  let from = 0;
  for (;;) {
    const page = await bridge.call('catalog:layers', name, from);
    yield page;
    from += page.layers.length;
    if (page.layers.length === 0 || from >= page.total) return;
  }
}

/**
 * What main knows of a repository's layers, asked again whenever the repository has changed or the store has been read;
 * null until the first answer. Also lets main look at the folder itself, when the page is opened and when a person comes
 * back to the window: a registry tells nobody what was pushed to it.
 */
export function useLayers(name: string): Layers | null {
  const { store, bridge, commands } = useAppContext();
  const [layers, setLayers] = useState<Layers | null>(null);
  const revision = useMirror((mirror) => mirror.repositories.get(name as RepositoryName)?.revision ?? 0, 0);
  const state = useMirror((mirror) => mirror.catalog.state, 'off');
  const open = useMirror((mirror) => mirror.store.state.kind === 'open', false);

  useEffect(() => {
    if (!open) return;
    const look = () => void commands.refreshRepository(name);
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [commands, name, open]);

  useEffect(() => {
    if (!open) return;
    let wanted = state !== 'off' || revision >= 0;
    const read = async (): Promise<void> => {
      const byName = new Map<Digest, LayerView>();
      for await (const { from, layers: some, problems, total } of pagesOf(bridge, name)) {
        if (!wanted) return;
        for (const layer of some) byName.set(layer.name, layer);
        const whole = from + some.length >= total;
        // The first page at once, then all: sorting a list out for every page would take longer than the pages do.
        if (from > 0 && !whole) continue;
        const now = { name, byName: new Map(byName), problems, whole };
        // What is shown stays until the new list is whole: it must not shrink and grow again under a reader.
        setLayers((before) => (whole || before?.name !== name || !before.whole ? now : before));
      }
    };
    read().catch((error: unknown) => {
      if (wanted) notifyError(store, error);
    });
    return () => {
      wanted = false;
    };
  }, [store, bridge, name, revision, state, open]);

  return layers?.name === name ? layers : null;
}
