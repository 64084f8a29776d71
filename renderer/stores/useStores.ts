import { useCallback, useEffect, useState } from 'react';
import type { ListedStore } from '../../shared/stores.ts';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';
import { notifyError } from '../state/store.ts';

/**
 * The stores at hand with what a look at their folders says: null until the first answer. Looks again whenever the open
 * store or the list changes, and when it is asked to; only while `wanted`, because a look may wake a disk.
 */
export function useStores(wanted: boolean): {
  readonly stores: readonly ListedStore[] | null;
  readonly look: () => void;
} {
  const { store, bridge } = useAppContext();
  const [stores, setStores] = useState<readonly ListedStore[] | null>(null);
  const [asked, setAsked] = useState(0);
  const open = useMirror((mirror) => mirror.store, null);
  const kept = useApp((state) => settingsOf(state).stores);
  useEffect(() => {
    if (!wanted) return;
    let listens = open !== null || kept.length > 0 || asked >= 0;
    bridge.call('stores:list').then(
      (listed) => {
        if (listens) setStores(listed);
      },
      (error: unknown) => {
        if (listens) notifyError(store, error);
      },
    );
    return () => {
      listens = false;
    };
  }, [store, bridge, wanted, open, kept, asked]);
  return { stores, look: useCallback(() => setAsked((count) => count + 1), []) };
}
