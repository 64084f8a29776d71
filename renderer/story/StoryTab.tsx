import type { LiveUpload } from '../state/context.ts';
import { visibleText } from '../ui/visibleText.ts';
import { StoryView } from './StoryView.tsx';
import { useStory } from './useStory.ts';

/** The inspector's timeline of an upload. */
export function StoryTab({ live: { upload } }: { live: LiveUpload }) {
  return <StoryView name={visibleText(upload.name)} found={useStory(upload.id, upload.status.kind)} />;
}
