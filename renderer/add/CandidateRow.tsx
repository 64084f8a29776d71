import X from 'lucide-react/icons/x';
import type { Candidate } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { type Draft, digestTextOf, ownRepositoryOf } from './draft.ts';
import { checkDigest } from './validation.ts';

const words = en.add;

interface Note {
  readonly text: string;
  readonly tone: 'plain' | 'good' | 'bad';
}

/** What the last column says about a file: why it cannot be added, or which digest it is checked by. */
export function noteOf(candidate: Candidate, draft: Draft): Note {
  const error = candidate.error ?? draft.outcomes.get(candidate.token)?.error ?? null;
  if (error !== null) return { text: en.explain(error).title, tone: 'bad' };
  if (candidate.duplicateOf !== null) return { text: words.duplicate, tone: 'bad' };
  const text = digestTextOf(draft, candidate);
  if (text.trim() === '') return { text: words.noDigest, tone: 'plain' };
  if (!checkDigest(text).ok) return { text: words.digestBad, tone: 'bad' };
  if (candidate.digest !== null && text === candidate.digest.value) {
    return { text: words.digestFrom(candidate.digest.from), tone: 'good' };
  }
  return { text: words.digestGiven, tone: 'good' };
}

export interface CandidateRowProps {
  candidate: Candidate;
  draft: Draft;
  /** Only the current row's button is a tab stop. */
  tabIndex: number;
  onDrop: () => void;
}

/** One file in the add sheet. */
export function CandidateRow({ candidate, draft, tabIndex, onDrop }: CandidateRowProps) {
  const note = noteOf(candidate, draft);
  const repository = ownRepositoryOf(draft, candidate);
  return (
    <>
      <div role="gridcell" className="candidate-name">
        {candidate.folder !== '' && <Untrusted className="folder" text={`${candidate.folder}/`} />}
        <Untrusted id={`candidate-${candidate.token}`} text={candidate.name} />
      </div>
      <div role="gridcell" className="candidate-repository">
        {repository !== '' && <Untrusted text={words.inRepository(repository)} />}
      </div>
      <div role="gridcell" className="candidate-size">
        {candidate.size === null ? '' : words.size(candidate.size)}
      </div>
      <div role="gridcell" className={`candidate-note ${note.tone}`} title={note.text}>
        {note.text}
      </div>
      <div role="gridcell">
        <IconButton icon={X} label={words.takeOff} shortcut={words.takeOffKey} tabIndex={tabIndex} onClick={onDrop} />
      </div>
    </>
  );
}
