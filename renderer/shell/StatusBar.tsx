import { useShallow } from 'zustand/react/shallow';
import type { UploadId } from '../../shared/names.ts';
import { ConcurrencyChoice } from '../limits/ConcurrencyChoice.tsx';
import { LimitMenu } from '../limits/LimitMenu.tsx';
import { useApp, useAppContext, useMirror } from '../state/context.ts';
import { endedIds, totalsOf } from '../state/selectors.ts';
import { en } from '../strings/en.ts';
import { WatchStatus } from './WatchStatus.tsx';

const NOTHING = { moving: 0, waiting: 0, rate: 0 };
const NONE: readonly UploadId[] = [];

/** What moves and how fast, how much may move, and by what means digests and checkpoints are made. */
export function StatusBar() {
  const { commands } = useAppContext();
  const totals = useApp(useShallow((state) => (state.mirror === null ? NOTHING : totalsOf(state.mirror))));
  const ended = useMirror((mirror) => endedIds(mirror.uploads, mirror.order), NONE);
  const backend = useMirror((mirror) => mirror.digester.backend, '');
  const words = en.shell.foot;
  const parts = [
    totals.moving === 0 ? words.nothing : words.moving(totals.moving),
    ...(totals.waiting > 0 ? [words.waiting(totals.waiting)] : []),
    ...(totals.rate > 0 ? [words.rate(totals.rate)] : []),
  ];
  return (
    <footer className="foot">
      <span>{parts.join(' · ')}</span>
      {ended.length > 0 && (
        <button type="button" className="link" onClick={() => void commands.dismiss(ended)}>
          {en.shell.clearFinished}
        </button>
      )}
      <span className="foot-controls">
        <ConcurrencyChoice />
        <LimitMenu />
      </span>
      <WatchStatus />
      <span className="right">{backend === '' ? '' : words.digester(backend)}</span>
      <span className="foot-checkpoint" title={words.checkpointHelp}>
        {words.checkpoint}
      </span>
    </footer>
  );
}
