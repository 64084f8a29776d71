import { memo } from 'react';
import type { UploadView } from '../../shared/upload.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { depthsOf } from './depths.ts';
import { percentOf, type Tone } from './describe.ts';

const words = en.uploads.progress;

/** Layers and front of the bar, each as a fraction of its width. */
function fractions(upload: UploadView): { written: number; hashed: number; durable: number; front: number | null } {
  const { whole, written, hashed, durable, front } = depthsOf(upload);
  const kind = upload.status.kind;
  // An empty layer that is whole fills its bar; without a size there is no whole that bytes could be a part of.
  const empty = kind === 'ready' || kind === 'finishing' || kind === 'finished' ? 1 : 0;
  const of = (bytes: number): number => (whole === null || whole === 0 ? empty : Math.min(1, bytes / whole));
  return { written: of(written), hashed: of(hashed), durable: of(durable), front: front === null ? null : of(front) };
}

function Layer({ name, fraction }: { name: string; fraction: number }) {
  return <i className={`layer ${name}`} style={{ transform: `scaleX(${fraction})` }} />;
}

/** One bar, three depths of safety: written, hashed, checkpointed; and the front of a re-hash. */
export const UploadProgress = memo(function UploadProgress({ upload, tone }: { upload: UploadView; tone: Tone }) {
  const { written, hashed, durable, front } = fractions(upload);
  const { offset, checkpointed, size } = upload;
  const numbers = [offset, upload.hashed, checkpointed] as const;
  return (
    <div
      role="progressbar"
      className={`progress ${tone}`}
      aria-label={words.label(visibleText(upload.name))}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Number.parseInt(percentOf(upload), 10) || 0}
      aria-valuetext={words.value(percentOf(upload), ...numbers, size)}
      title={words.title(...numbers)}
    >
      <Layer name="written" fraction={written} />
      <Layer name="hashed" fraction={hashed} />
      <Layer name="durable" fraction={durable} />
      {front !== null && <i className="front" style={{ insetInlineStart: `${front * 100}%` }} />}
    </div>
  );
});
