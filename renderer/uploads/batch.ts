import { UPLOAD_COMMANDS, type UploadMenuCommand } from '../../shared/menuCommands.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Mirror } from '../state/mirror.ts';
import { type ActionId, applies } from './actions.ts';

/** What is about one upload alone. */
const ALONE = ['attach', 'setExpected', 'reveal', 'copyDigest'] as const satisfies readonly ActionId[];
export type BatchAction = Exclude<UploadMenuCommand, (typeof ALONE)[number]>;

const isOfMany = (action: UploadMenuCommand): action is BatchAction => !ALONE.some((one) => one === action);

/** What makes sense for many uploads at once, in the order in which it is offered: that of the menu. */
export const BATCH_ACTIONS: readonly BatchAction[] = UPLOAD_COMMANDS.filter(isOfMany);

/** Of the chosen uploads, those to which each action applies. */
export type Batch = { readonly [action in BatchAction]: readonly UploadId[] };

/** Sorts the chosen uploads by what can be done to them. */
export function batchOf(chosen: readonly UploadId[], uploads: Mirror['uploads']): Batch {
  const batch = Object.fromEntries(BATCH_ACTIONS.map((action) => [action, [] as UploadId[]])) as {
    [action in BatchAction]: UploadId[];
  };
  for (const id of chosen) {
    const upload = uploads.get(id);
    if (upload === undefined) continue;
    for (const action of BATCH_ACTIONS) if (applies(action, upload)) batch[action].push(id);
  }
  return batch;
}

/** What a key does with several uploads, and to which of them; null when it means nothing for any. */
export function batchForKey(
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  batch: Batch,
): { readonly action: BatchAction; readonly ids: readonly UploadId[] } | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const actions: Readonly<Record<string, readonly BatchAction[]>> = {
    ' ': ['pause', 'resume'],
    enter: ['finish'],
    f: ['finish'],
    n: ['startNow'],
    x: ['stopRetrying'],
    a: ['setFinishBySelf'],
    v: ['verify'],
    k: ['renew'],
    // What has ended goes first: nobody is asked for that.
    delete: ['dismiss', 'cancel'],
    backspace: ['dismiss', 'cancel'],
  };
  const action = actions[event.key.toLowerCase()]?.find((one) => batch[one].length > 0);
  return action === undefined ? null : { action, ids: batch[action] };
}
