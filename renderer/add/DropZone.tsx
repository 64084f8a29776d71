import { en } from '../strings/en.ts';
import { LayersMark } from '../ui/LayersMark.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { useFileDrop } from './useFileDrop.ts';

/** The whole window is the target; this shows it while files hang over it, and leaves the side bar to be seen. */
export function DropZone() {
  const hovering = useFileDrop();
  if (hovering === null) return null;
  const { count, repository } = hovering;
  const words = en.add.drop;
  return (
    <section className="drop-overlay" aria-label={words.title(count)}>
      <div className="drop-target">
        <LayersMark />
        <p className="drop-title">{words.title(count)}</p>
        <p>{repository === null ? words.text : <Untrusted text={words.to(repository)} />}</p>
      </div>
    </section>
  );
}
