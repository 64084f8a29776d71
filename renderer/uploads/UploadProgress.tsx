import { memo } from 'react';
import type { UploadView } from '../../shared/upload.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { percentOf, type Tone } from './describe.ts';

const words = en.uploads.progress;

/** Layers and front of the bar, each as a fraction of its width. */
function fractions(upload: UploadView): { written: number; hashed: number; durable: number; front: number | null } {
  const { size, offset, hashed, checkpointed, status } = upload;
  if (status.kind === 'ready' || status.kind === 'finishing' || status.kind === 'finished') {
    return { written: 1, hashed: 1, durable: 1, front: null };
  }
  if (status.kind === 'cancelled') return { written: 0, hashed: 0, durable: 0, front: null };
  // Without a size there is no whole that bytes could be a part of.
  const of = (bytes: number): number => (size === null || size === 0 ? 0 : Math.min(1, bytes / size));
  let front: number | null = null;
  if (status.kind === 'verifying') front = of(status.done);
  if (status.kind === 'recovering') front = of(Math.max(0, offset - status.total) + status.done);
  return { written: of(offset), hashed: of(hashed), durable: of(checkpointed), front };
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
