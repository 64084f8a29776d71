import { useEffect, useState } from 'react';
import type { AboutView } from '../../shared/about.ts';
import { useAppContext } from '../state/context.ts';
import { notifyError } from '../state/store.ts';

/** What main tells of itself, and how an update goes while the dialog is open. Null until the first answer. */
export function useAbout(): AboutView | null {
  const { bridge, store } = useAppContext();
  const [about, setAbout] = useState<AboutView | null>(null);
  useEffect(() => {
    let closed = false;
    const unsubscribe = bridge.onUpdates((updates) => setAbout((now) => (now === null ? null : { ...now, updates })));
    bridge.call('app:about').then(
      (answer) => {
        if (!closed) setAbout(answer);
      },
      (error: unknown) => notifyError(store, error),
    );
    return () => {
      closed = true;
      unsubscribe();
    };
  }, [bridge, store]);
  return about;
}
