import { AddSheet } from '../add/AddSheet.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { useApp } from '../state/context.ts';
import { StoryDialog } from '../story/StoryDialog.tsx';
import { ConfirmCancel } from '../uploads/ConfirmCancel.tsx';
import { DigestDialog } from '../uploads/DigestDialog.tsx';

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  switch (dialog?.kind) {
    case 'add':
      return <AddSheet candidates={dialog.candidates} />;
    case 'confirmCancel':
      return <ConfirmCancel id={dialog.id} />;
    case 'digest':
      return <DigestDialog id={dialog.id} />;
    case 'story':
      return <StoryDialog id={dialog.id} name={dialog.name} />;
    case 'settings':
      return <SettingsDialog />;
    default:
      return null;
  }
}
