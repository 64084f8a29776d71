import FolderX from 'lucide-react/icons/folder-x';
import { useMirror } from '../state/context.ts';
import { en } from '../strings/en.ts';

/** Says that the disk of the open store is gone, for as long as it is. */
export function StoreAway() {
  const away = useMirror((mirror) => mirror.store.away === true, false);
  if (!away) return null;
  const words = en.stores.gone;
  return (
    <section className="banner" aria-label={words.title}>
      <FolderX className="icon" aria-hidden="true" />
      <div>
        <b>{words.title}</b>
        <p>{words.text}</p>
      </div>
    </section>
  );
}
