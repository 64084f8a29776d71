import { AboutDialog } from '../about/AboutDialog.tsx';
import { AddSheet } from '../add/AddSheet.tsx';
import { LimitsDialog } from '../limits/LimitsDialog.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { useApp } from '../state/context.ts';
import { ConfirmSwitch } from '../stores/ConfirmSwitch.tsx';
import { StoresDialog } from '../stores/StoresDialog.tsx';
import { StoryDialog } from '../story/StoryDialog.tsx';
import { ConfirmCancel } from '../uploads/ConfirmCancel.tsx';
import { DigestDialog } from '../uploads/DigestDialog.tsx';

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useApp((state) => state.dialog);
  switch (dialog?.kind) {
    case 'add':
      return <AddSheet offered={dialog} />;
    case 'confirmCancel':
      return <ConfirmCancel ids={dialog.ids} />;
    case 'digest':
      return <DigestDialog id={dialog.id} />;
    case 'limits':
      return <LimitsDialog />;
    case 'story':
      return <StoryDialog id={dialog.id} name={dialog.name} />;
    case 'settings':
      return <SettingsDialog />;
    case 'stores':
      return <StoresDialog />;
    case 'confirmSwitch':
      return <ConfirmSwitch wish={dialog.wish} />;
    case 'about':
      return <AboutDialog />;
    default:
      return null;
  }
}
