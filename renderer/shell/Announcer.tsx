import { useEffect, useState } from 'react';
import type { UploadKind, UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import type { Mirror } from '../state/mirror.ts';
import { en } from '../strings/en.ts';
import { LiveRegion } from '../ui/LiveRegion.tsx';
import { visibleText } from '../ui/visibleText.ts';

/** States that a person who cannot see the list would want to hear of; those on the way to them are left out. */
const TOLD: readonly UploadKind[] = ['paused', 'interrupted', 'ready', 'finished', 'mismatch', 'cancelled', 'failed'];

/** What changed between two states of the list, in words; empty when it is not worth saying. */
export function announcement(before: Mirror['uploads'], after: Mirror['uploads']): string {
  if (before === after) return '';
  const changed: UploadView[] = [];
  for (const upload of after.values()) {
    const earlier = before.get(upload.id);
    if (earlier === undefined || earlier === upload || earlier.status.kind === upload.status.kind) continue;
    if (TOLD.includes(upload.status.kind)) changed.push(upload);
  }
  const [first] = changed;
  if (first === undefined) return '';
  if (changed.length > 3) return en.uploads.announce.many(changed.length);
  return changed
    .map(({ name, status }) => en.uploads.announce.one(visibleText(name), en.uploads.states[status.kind]))
    .join('. ');
}

/** Says changes of state to screen readers, never progress. */
export function Announcer() {
  const { store } = useAppContext();
  const [text, setText] = useState('');
  useEffect(
    () =>
      store.subscribe((state, before) => {
        if (state.mirror === null || before.mirror === null) return;
        const said = announcement(before.mirror.uploads, state.mirror.uploads);
        if (said !== '') setText(said);
      }),
    [store],
  );
  return <LiveRegion text={text} />;
}
