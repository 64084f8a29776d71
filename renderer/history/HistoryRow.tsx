import ScrollText from 'lucide-react/icons/scroll-text';
import type { HistoryEntry } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';

const words = en.shell.history;

const TONES = { finished: 'state good', cancelled: 'state', failed: 'state bad' } as const;

/** What there is to say of an end besides its name. */
function noteOf({ note, error, digest }: HistoryEntry): string {
  if (error !== undefined) return en.explain(error).title;
  return note === '' ? (digest ?? '') : note;
}

/** One past upload: what it was, how it ended, when. */
export function HistoryRow({ entry, nameId, onOpen }: { entry: HistoryEntry; nameId: string; onOpen: () => void }) {
  return (
    <>
      <div role="gridcell" className="history-name">
        <div className="name">
          <b>
            <Untrusted id={nameId} text={entry.name} />
          </b>
          <Untrusted className="repository" text={entry.repository} />
        </div>
        <p className="note">{noteOf(entry)}</p>
      </div>
      <div role="gridcell" className="history-size">
        {words.size(entry.size)}
      </div>
      <div role="gridcell" className="history-end">
        <span className={TONES[entry.outcome]}>{words.outcomes[entry.outcome]}</span>
        <span className="note">{words.moment(entry.at)}</span>
      </div>
      <div role="gridcell" className="history-story">
        <IconButton
          icon={ScrollText}
          label={en.story.open(visibleText(entry.name))}
          shortcut="Enter"
          tabIndex={-1}
          onClick={onOpen}
        />
      </div>
    </>
  );
}
