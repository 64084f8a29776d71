import ChevronRight from 'lucide-react/icons/chevron-right';
import { type ReactNode, useId } from 'react';
import type { HashStateFile, HashStateVerdict, UploadFile } from '../../shared/inspection.ts';
import type { UploadId } from '../../shared/names.ts';
import { en } from '../strings/en.ts';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { PlaceButtons } from './PlaceButtons.tsx';

const words = en.inspector.folder;

/** How a verdict looks: what is used, what may be, what never is. */
const TONES: { readonly [verdict in HashStateVerdict]: string } = {
  ours: 'good',
  exact: 'risk',
  foreign: 'risk',
  stale: 'bad',
  torn: 'bad',
};

export interface FileRowProps {
  id: UploadId;
  file: UploadFile | HashStateFile;
  /** When it was looked at, ms since the epoch. */
  now: number;
  verdict?: HashStateVerdict;
  /** What is in it, if that can be taken apart. */
  inside: ReactNode;
  open: boolean;
  onToggle: () => void;
}

/** One file of an upload, and below it, when it is open, what is in it. */
export function FileRow({ id, file, now, verdict, inside, open, onToggle }: FileRowProps) {
  const insideId = useId();
  const { name, size, modifiedAt } = file;
  const shown = visibleText(name);
  return (
    <>
      <tr>
        <th scope="row">
          <span className="file-name">
            {inside === null ? (
              <span className="file-indent" />
            ) : (
              <button
                type="button"
                className="btn ghost icon-only expander"
                aria-expanded={open}
                aria-controls={open ? insideId : undefined}
                aria-label={words.expand(shown)}
                onClick={onToggle}
              >
                <ChevronRight className="icon" aria-hidden="true" />
              </button>
            )}
            <Untrusted text={name} className="wraps" />
          </span>
          <span className="file-note">
            {'kind' in file && <span>{words.kinds[file.kind]}</span>}
            {verdict !== undefined && (
              <span className={`verdict ${TONES[verdict]}`} title={words.verdictHelp[verdict]}>
                {words.verdicts[verdict]}
              </span>
            )}
            {modifiedAt !== null && <span>{words.ago(now - modifiedAt)}</span>}
          </span>
        </th>
        <td>{size === null ? words.missing : words.bytes(size)}</td>
        <td>{size !== null && <PlaceButtons id={id} place={{ kind: 'file', name }} what={shown} />}</td>
      </tr>
      {open && inside !== null && (
        <tr className="inside" id={insideId}>
          <td colSpan={3}>{inside}</td>
        </tr>
      )}
    </>
  );
}
