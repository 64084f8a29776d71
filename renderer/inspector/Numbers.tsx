import Check from 'lucide-react/icons/check';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import { algorithmOf, type Digest } from '../../shared/digest.ts';
import { explain } from '../../shared/errorWords.ts';
import type { UploadDetails } from '../../shared/inspection.ts';
import { isEnded, type UploadView } from '../../shared/upload.ts';
import { useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { Untrusted } from '../ui/Untrusted.tsx';
import { depthsOf } from '../uploads/depths.ts';
import { PlaceButtons } from './PlaceButtons.tsx';

const words = en.inspector.numbers;

function Row({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="number">
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A fact that is right or wrong, told by sign and word, not by colour alone. */
function Mark({ good, text }: { good: boolean; text: string }) {
  const Sign = good ? Check : TriangleAlert;
  return (
    <span className={good ? 'mark good' : 'mark bad'}>
      <Sign className="icon" aria-hidden="true" />
      {text}
    </span>
  );
}

/** The digest that all bytes have; null while it is not known. */
function finalDigest({ status }: UploadView): Digest | null {
  if (status.kind === 'ready' || status.kind === 'finished') return status.digest;
  return status.kind === 'mismatch' ? status.actual : null;
}

function Digests({ upload, details }: NumbersProps) {
  const { expected, status } = upload;
  const final = finalDigest(upload);
  const states = details?.checkpoints[0]?.states ?? [];
  return (
    <>
      {final !== null ? (
        <Row term={words.final}>
          <code>{final}</code>
        </Row>
      ) : (
        !isEnded(status) && (
          <Row term={words.soFar}>
            {states.length === 0 && <span className="quiet">{words.noDigest}</span>}
            {states.map(({ digest, length }) => (
              <span key={digest} className="digest">
                <code>{digest}</code> <span className="quiet">{words.soFarOf(length)}</span>
              </span>
            ))}
          </Row>
        )
      )}
      <Row term={words.expected}>
        {expected === null ? (
          <span className="quiet">{words.none}</span>
        ) : (
          <>
            <code>{expected}</code>{' '}
            {final === null ? (
              <span className="quiet">{words.checkedAtEnd}</span>
            ) : (
              <Mark
                good={status.kind !== 'mismatch'}
                text={status.kind === 'mismatch' ? words.differs : words.matches}
              />
            )}
          </>
        )}
      </Row>
    </>
  );
}

function SourceRow({ upload, details }: NumbersProps) {
  const check = details?.source ?? null;
  const path = check?.path ?? upload.source?.path ?? null;
  return (
    <Row term={words.source}>
      {path === null ? (
        <span className="quiet">{words.sourceUnknown}</span>
      ) : (
        <>
          <span className="path">
            <Untrusted text={path} className="wraps" />
            <PlaceButtons id={upload.id} place={{ kind: 'source' }} what={words.source} />
          </span>
          {check !== null && <span className="identity quiet">{words.sourceIdentity(check)}</span>}
          {check !== null && (
            <Mark
              good={check.error === null}
              text={check.error === null ? words.sourceHolds : explain(check.error).title}
            />
          )}
        </>
      )}
    </Row>
  );
}

export interface NumbersProps {
  upload: UploadView;
  details: UploadDetails | null;
}

/** Everything about an upload that has a number, a digest or a place. */
export function Numbers({ upload, details }: NumbersProps) {
  const backend = useMirror((mirror) => mirror.digester.backend, '');
  const { whole, written, hashed, durable } = depthsOf(upload);
  const { status, expected, rehashed, copiedTwice, purgeAt } = upload;
  const algorithms = ['sha256', ...(expected === null ? [] : [algorithmOf(expected)])];
  const folder = status.kind === 'finished' ? words.blob : words.folder;
  const depth = (bytes: number) => (
    <>
      {words.of(bytes, whole)} {bytes >= 1000 && <span className="quiet exact">{words.bytes(bytes)}</span>}
    </>
  );
  return (
    <section className="insp-numbers">
      <h3 className="visually-hidden">{words.label}</h3>
      <dl className="numbers">
        <Row term={words.written}>{depth(written)}</Row>
        <Row term={words.hashed}>{depth(hashed)}</Row>
        <Row term={words.checkpointed}>{depth(durable)}</Row>
        <Digests upload={upload} details={details} />
        <Row term={words.hashedBy}>{words.hashedByOf(backend, [...new Set(algorithms)])}</Row>
        {rehashed !== null && rehashed + (copiedTwice ?? 0) > 0 && (
          <Row term={words.rehashed}>{words.rehashedOf(rehashed, copiedTwice ?? 0)}</Row>
        )}
        <SourceRow upload={upload} details={details} />
        {details !== null && status.kind !== 'cancelled' && (
          <Row term={folder}>
            <span className="path">
              <Untrusted text={details.folder} className="wraps" />
              <PlaceButtons id={upload.id} place={{ kind: 'folder' }} what={folder} />
            </span>
          </Row>
        )}
        {details !== null && !isEnded(status) && (
          <>
            <Row term={words.started}>
              {details.startedAt === null ? words.startedMissing : words.moment(details.startedAt)}
            </Row>
            <Row term={words.purge}>
              <span title={words.purgeHelp}>{purgeAt === null ? words.purgeNever : words.moment(purgeAt)}</span>
            </Row>
          </>
        )}
      </dl>
    </section>
  );
}
