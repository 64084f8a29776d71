import { en } from '../strings/en.ts';
import { LayersMark } from '../ui/LayersMark.tsx';
import { useFileDrop } from './useFileDrop.ts';

/** The whole window is the target; this shows it while files hang over it. */
export function DropZone() {
  const count = useFileDrop();
  if (count === null) return null;
  return (
    <section className="drop-overlay" aria-label={en.add.drop.title(count)}>
      <div className="drop-target">
        <LayersMark />
        <p className="drop-title">{en.add.drop.title(count)}</p>
        <p>{en.add.drop.text}</p>
      </div>
    </section>
  );
}
