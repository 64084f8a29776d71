import type { UploadId } from '../../shared/names.ts';
import type { App } from '../state/context.ts';
import type { ActionId } from './actions.ts';

/** Does what a person chose for one upload. */
export function perform(app: App, action: ActionId, id: UploadId): void {
  performAll(app, action, [id]);
}

/**
 * Does what a person chose for all uploads that they selected. Questions open a dialog first; everything else goes to
 * main at once. What can be done to one upload only is done to the first.
 */
export function performAll({ store, commands }: App, action: ActionId, ids: readonly UploadId[]): void {
  const [id] = ids;
  if (id === undefined) return;
  switch (action) {
    case 'cancel':
      store.setState({ dialog: { kind: 'confirmCancel', ids } });
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
      void commands.renew(ids);
      return;
    case 'reveal':
      void commands.reveal(id);
      return;
    case 'copyDigest':
      void commands.copyDigest(id);
      return;
    case 'dismiss':
      void commands.dismiss(ids);
      return;
    case 'setFinishBySelf': {
      const { mirror } = store.getState();
      const all = ids.every((one) => mirror?.uploads.get(one)?.finishBySelf === true);
      void commands.finishBySelf(ids, !all);
      return;
    }
    case 'moveTop':
      void commands.reorder('top', ids);
      return;
    case 'moveUp':
      void commands.reorder('up', ids);
      return;
    case 'moveDown':
      void commands.reorder('down', ids);
      return;
    default:
      void commands.batch(`uploads:${action}`, ids);
  }
}
