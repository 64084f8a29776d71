import type { UploadId } from '../../shared/names.ts';
import { useCloseDialog } from '../state/useCloseDialog.ts';
import { en } from '../strings/en.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Untrusted } from '../ui/Untrusted.tsx';
import { visibleText } from '../ui/visibleText.ts';
import { StoryView } from './StoryView.tsx';
import { useStory } from './useStory.ts';

/** The story of an upload that is in the history only. */
export function StoryDialog({ id, name }: { id: UploadId; name: string }) {
  const close = useCloseDialog();
  const found = useStory(id, null);
  return (
    <Dialog title={en.story.title} onClose={close} className="story-dialog">
      <p className="subject">
        <Untrusted text={name} />
      </p>
      <StoryView name={visibleText(name)} found={found} />
      <div className="end">
        <Button data-autofocus onClick={close}>
          {en.story.close}
        </Button>
      </div>
    </Dialog>
  );
}
