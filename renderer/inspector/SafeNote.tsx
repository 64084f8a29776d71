import ShieldAlert from 'lucide-react/icons/shield-alert';
import ShieldCheck from 'lucide-react/icons/shield-check';
import { AT_RISK_BYTES } from '../../shared/checkpointing.ts';
import type { UploadDetails } from '../../shared/inspection.ts';
import { gapOf, isActive, type UploadView } from '../../shared/upload.ts';
import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { useNow } from '../uploads/useNow.ts';
import { marksOf } from './marks.ts';

const words = en.inspector.safe;

/** How often an age is shown anew, ms. */
const AGE_MS = 500;

export interface SafeNoteProps {
  upload: UploadView;
  details: UploadDetails | null;
}

/** What a crash at this moment would cost. */
export function SafeNote({ upload, details }: SafeNoteProps) {
  const now = useNow(AGE_MS);
  const { speeds } = useAppContext();
  const made = marksOf(upload, details, speeds.checkpointsOf(upload.id))[0]?.at ?? null;
  const { title, lines, good } = inWords(upload, made === null ? null : now - made);
  const Shield = good ? ShieldCheck : ShieldAlert;
  return (
    <div className={good ? 'safe-note good' : 'safe-note risk'}>
      <Shield className="icon" aria-hidden="true" />
      <div>
        <b>{title}</b>
        <p>{lines.join(' ')}</p>
      </div>
    </div>
  );
}

/** `age` of the newest checkpoint in ms. */
function inWords(
  upload: UploadView,
  age: number | null,
): { readonly title: string; readonly lines: readonly string[]; readonly good: boolean } {
  const { status, offset, checkpointed, size } = upload;
  const gap = gapOf(upload);
  if (status.kind === 'cancelled') return { title: words.nothing, lines: [words.gone], good: true };
  if (status.kind === 'finished') return { title: words.nothing, lines: [words.served], good: true };
  if (status.kind === 'ready' || status.kind === 'finishing') {
    return { title: words.nothing, lines: [words.proven(size ?? offset)], good: true };
  }
  if (status.kind === 'found') return { title: words.resume(gap), lines: [words.foreign], good: false };
  const title = isActive(status) ? words.killed(gap) : words.resume(gap);
  const lines = [checkpointed === 0 ? words.noCheckpoint : words.checkpoint(checkpointed, size ?? offset, age)];
  if (offset > 0 && checkpointed > 0) lines.push(words.rest(checkpointed, offset));
  // More is at risk only in what a crash or somebody else left behind.
  const good = gap <= AT_RISK_BYTES;
  return offset === 0 ? { title: words.nothing, lines: [words.noCheckpoint], good } : { title, lines, good };
}
