import { useState } from 'react';
import { explain } from '../../shared/errorWords.ts';
import type { HashStateFile, UploadDetails, UploadFile } from '../../shared/inspection.ts';
import type { LiveUpload } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { DecodedStateView } from './DecodedStateView.tsx';
import { FileRow } from './FileRow.tsx';
import type { Details } from './useDetails.ts';

const words = en.inspector.folder;

/** The upload's folder as it lies on disk, with every state that is in it taken apart. */
export function FolderTab({ live, found }: { live: LiveUpload; found: Details }) {
  const { value: details, error } = found;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (details === null) return error === null ? null : <p className="note bad">{explain(error).title}</p>;
  const files = details.files.filter(({ size, kind }) => size !== null || kind === 'data' || kind === 'startedat');
  if (files.every(({ size }) => size === null)) return <p className="quiet">{words.empty}</p>;
  const rowProps = (file: UploadFile | HashStateFile) => ({
    id: live.upload.id,
    file,
    now: details.at,
    open: open.has(file.name),
    onToggle: () =>
      setOpen((before) => {
        const after = new Set(before);
        if (!after.delete(file.name)) after.add(file.name);
        return after;
      }),
  });
  return (
    <>
      <table className="files" aria-label={words.table(visibleText(live.upload.name))}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{words.size}</th>
            <th scope="col">
              <span className="visually-hidden">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <FileRow
              key={file.name}
              {...rowProps(file)}
              inside={file.kind === 'checkpoints' && file.size !== null ? <Checkpoints details={details} /> : null}
            />
          ))}
          {details.hashStates.map((file) => (
            <FileRow key={file.name} {...rowProps(file)} verdict={file.verdict} inside={<HashState file={file} />} />
          ))}
        </tbody>
      </table>
      {details.hashStatesLeftOut > 0 && <p className="quiet">{words.leftOut(details.hashStatesLeftOut)}</p>}
    </>
  );
}

function HashState({ file: { verdict, state, reason } }: { file: HashStateFile }) {
  return (
    <>
      <p className="verdict-help">
        {words.verdictHelp[verdict]} {reason !== null && words.reasons(reason)}
      </p>
      {state !== null && <DecodedStateView state={state} />}
    </>
  );
}

function Checkpoints({ details }: { details: UploadDetails }) {
  if (details.checkpoints.length === 0) return <p className="verdict-help">{words.noCheckpoints}</p>;
  return details.checkpoints.map(({ sequence, at, states }) => (
    <div key={sequence} className="checkpoint">
      <p className="verdict-help">
        <b>{words.checkpointOf(sequence)}</b> {words.state.made(at)}
      </p>
      {states.map((state) => (
        <DecodedStateView key={state.algorithm} state={state} />
      ))}
    </div>
  ));
}
