import Copy from 'lucide-react/icons/copy';
import FolderOpen from 'lucide-react/icons/folder-open';
import type { Place } from '../../shared/inspection.ts';
import type { UploadId } from '../../shared/names.ts';
import { useAppContext } from '../state/context.ts';
import { en } from '../strings/en.ts';
import { IconButton } from '../ui/IconButton.tsx';

const words = en.inspector.places;

/** What can be done with something that lies on disk. `what` names it. */
export function PlaceButtons({ id, place, what }: { id: UploadId; place: Place; what: string }) {
  const { commands } = useAppContext();
  return (
    <span className="place-buttons">
      <IconButton icon={Copy} label={words.copy(what)} onClick={() => void commands.copyPath(id, place)} />
      <IconButton icon={FolderOpen} label={words.reveal(what)} onClick={() => void commands.revealPlace(id, place)} />
    </span>
  );
}
