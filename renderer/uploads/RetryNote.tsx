import RotateCw from 'lucide-react/icons/rotate-cw';
import type { Retry } from '../../shared/upload.ts';
import { en } from '../strings/en.ts';
import { useNow } from './useNow.ts';

const words = en.uploads.retry;
const SECOND_MS = 1000;

/** That an upload in trouble goes on by itself, and when if that is known. */
export function RetryNote({ id, retry }: { id: string; retry: Retry }) {
  return (
    <span id={id} className="retry-note" title={retry.kind === 'at' ? words.atHelp : words.watchedHelp}>
      <RotateCw className="icon" aria-hidden="true" />
      {retry.kind === 'at' ? <Countdown at={retry.at} /> : words.watched}
    </span>
  );
}

function Countdown({ at }: { at: number }) {
  const left = at - useNow(SECOND_MS);
  return <>{left <= 0 ? words.now : words.at(Math.ceil(left / SECOND_MS) * SECOND_MS)}</>;
}
