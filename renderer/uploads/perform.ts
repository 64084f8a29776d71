import type { UploadId } from '../../shared/names.ts';
import type { App } from '../state/context.ts';
import type { ActionId } from './actions.ts';

/** Does what a person chose. Questions open a dialog first; everything else goes to main at once. */
export function perform({ store, commands }: App, action: ActionId, id: UploadId): void {
  switch (action) {
    case 'cancel':
      store.setState({ dialog: { kind: 'confirmCancel', id } });
      return;
    case 'setExpected':
      store.setState({ dialog: { kind: 'digest', id } });
      return;
    case 'attach':
      void commands.attach(id);
      return;
    case 'inspect':
      commands.toggleInspector();
      return;
    case 'renew':
      void commands.renew(id);
      return;
    case 'reveal':
      void commands.reveal(id);
      return;
    case 'copyDigest':
      void commands.copyDigest(id);
      return;
    case 'dismiss':
      void commands.dismiss([id]);
      return;
    default:
      void commands.batch(`uploads:${action}`, [id]);
  }
}
