import { useMirror } from '../state/context.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Licences } from './Licences.tsx';
import { UpdateRow } from './UpdateRow.tsx';
import { useAbout } from './useAbout.ts';

const words = en.about;

/** What the app is, what it is made of, and whether there is a newer one. */
export function AboutDialog() {
  const close = useCloseDialog();
  const backend = useMirror((mirror) => mirror.digester.backend, '');
  const about = useAbout();
  return (
    <Dialog title={words.title} onClose={close} className="about-sheet">
      <p>{words.purpose}</p>
      {about?.testBuild === true && <p className="refusal">{words.testBuild}</p>}
      {about !== null && (
        <dl className="versions">
          <dt>{words.parts.version}</dt>
          <dd>{about.version}</dd>
          <dt>{words.parts.digests}</dt>
          <dd>{backend === '' ? words.digestsNone : backend}</dd>
          <dt>{words.parts.electron}</dt>
          <dd>{about.electron}</dd>
          <dt>{words.parts.chromium}</dt>
          <dd>{about.chromium}</dd>
          <dt>{words.parts.node}</dt>
          <dd>{about.node}</dd>
        </dl>
      )}
      {about !== null && <UpdateRow updates={about.updates} />}
      <Licences />
      <div className="end">
        <Button variant="primary" onClick={close} data-autofocus>
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
