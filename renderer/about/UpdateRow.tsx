import type { UpdateView } from '../../shared/about.ts';
import type { CallName } from '../bridge.ts';
import { useAppContext } from '../state/context.ts';
import { notifyError } from '../state/store.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';

const words = en.about;

/** Where an update stands, and what a person can do about it. */
export function UpdateRow({ updates }: { updates: UpdateView }) {
  const { bridge, store } = useAppContext();
  const ask = (name: Extract<CallName, 'updates:check' | 'updates:install'>) => {
    bridge.call(name).catch((error: unknown) => notifyError(store, error));
  };
  const mayCheck = ['idle', 'current', 'failed'].includes(updates.kind);
  return (
    <section className="updates" aria-label={words.updates}>
      <p role="status">{sentence(updates)}</p>
      {mayCheck && (
        <Button small onClick={() => ask('updates:check')}>
          {words.check}
        </Button>
      )}
      {updates.kind === 'ready' && (
        <Button small onClick={() => ask('updates:install')}>
          {words.install}
        </Button>
      )}
    </section>
  );
}

function sentence(updates: UpdateView): string {
  switch (updates.kind) {
    case 'downloading':
      return words.update.downloading(updates.version, Math.round(updates.fraction * 100));
    case 'ready':
      return words.update.ready(updates.version);
    default:
      return words.update[updates.kind];
  }
}
