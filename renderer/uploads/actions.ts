import type { ErrorCode } from '../../shared/errors.ts';
import { allowedCommands, type UploadCommand, type UploadKind, type UploadView } from '../../shared/upload.ts';
import { en } from '../strings/en.ts';

/** What a person can do to an upload: main's commands, and some that change nothing in the store. */
export type ActionId =
  | UploadCommand
  | 'inspect'
  | 'reveal'
  | 'copyDigest'
  | 'dismiss'
  | 'moveTop'
  | 'moveUp'
  | 'moveDown';

export interface Action {
  readonly id: ActionId;
  readonly label: string;
  /** The key that does it while the row has the focus, as shown to people. */
  readonly shortcut: string;
}

const words = en.uploads.actions;

/** In the order in which menus show them. */
const ORDER: readonly ActionId[] = [
  'finish',
  'pause',
  'resume',
  'stopRetrying',
  'startNow',
  'moveTop',
  'moveUp',
  'moveDown',
  'attach',
  'setFinishBySelf',
  'setExpected',
  'verify',
  'renew',
  'inspect',
  'reveal',
  'copyDigest',
  'dismiss',
  'cancel',
];

const LOST_SOURCE: readonly ErrorCode[] = ['SOURCE_CHANGED', 'SOURCE_DIFFERS', 'SOURCE_NOT_FOUND', 'SOURCE_NOT_A_FILE'];

function lostSource({ status }: UploadView): boolean {
  return (
    (status.kind === 'paused' || status.kind === 'failed') && LOST_SOURCE.includes(status.error?.code ?? 'INTERNAL')
  );
}

/** States in which an upload has a turn ahead of it. Others can be moved too, which only their place in the list shows. */
const HAS_TURN: readonly UploadKind[] = ['queued', 'paused', 'interrupted', 'failed'];

/** Whether an action makes sense for an upload in its state. */
export function applies(id: ActionId, upload: UploadView): boolean {
  const { kind } = upload.status;
  switch (id) {
    case 'inspect':
      return true;
    case 'moveTop':
    case 'moveUp':
    case 'moveDown':
      return HAS_TURN.includes(kind);
    case 'reveal':
      return kind !== 'cancelled' && kind !== 'cancelling';
    case 'copyDigest':
      return kind === 'ready' || kind === 'finished' || kind === 'mismatch';
    case 'dismiss':
      return kind === 'finished' || kind === 'cancelled';
    case 'setFinishBySelf':
      // One that is ready has its finish at hand.
      return kind !== 'ready' && allowedCommands(upload.status).includes(id);
    case 'stopRetrying':
      return upload.retry !== null;
    case 'renew':
      // Without a date no registry removes it; giving it one would change that.
      return upload.purgeAt !== null && allowedCommands(upload.status).includes(id);
    default:
      return allowedCommands(upload.status).includes(id);
  }
}

function labelOf(id: ActionId, upload: UploadView): string {
  if (id === 'resume' && upload.status.kind === 'failed') return words.retry;
  if (id === 'setFinishBySelf' && upload.finishBySelf) return words.waitForMe;
  if (id === 'attach' && lostSource(upload)) return words.locate;
  return words[id];
}

/** The key of an action, as the platform's keyboards name it. */
export function keyOf(id: ActionId, platform: string): string {
  const { space, delete: remove, control } = en.uploads.keys;
  const keys: { readonly [action in ActionId]: string } = {
    pause: space,
    resume: space,
    finish: 'F',
    startNow: 'N',
    stopRetrying: 'X',
    moveTop: platform === 'darwin' ? '⌥Home' : `Alt+${en.uploads.keys.home}`,
    moveUp: platform === 'darwin' ? '⌥↑' : 'Alt+↑',
    moveDown: platform === 'darwin' ? '⌥↓' : 'Alt+↓',
    cancel: remove,
    dismiss: remove,
    setFinishBySelf: 'A',
    setExpected: 'D',
    verify: 'V',
    attach: 'O',
    renew: 'K',
    inspect: 'I',
    reveal: 'R',
    copyDigest: platform === 'darwin' ? '⌘C' : `${control}+C`,
  };
  return keys[id];
}

/** The actions that make sense for an upload in its state, in menu order. */
export function actionsFor(upload: UploadView, platform: string): readonly Action[] {
  const primary = primaryAction(upload);
  return ORDER.filter((id) => applies(id, upload)).map((id) => ({
    id,
    label: labelOf(id, upload),
    shortcut: id === primary ? en.uploads.keys.enter : keyOf(id, platform),
  }));
}

/** The action that leads on from here, shown as a button with words; null when nothing needs a decision. */
export function primaryAction(upload: UploadView): ActionId | null {
  switch (upload.status.kind) {
    case 'ready':
      return 'finish';
    case 'interrupted':
      return 'resume';
    case 'mismatch':
      return 'setExpected';
    case 'found':
      return 'attach';
    case 'paused':
      return upload.status.reason !== 'trouble' ? null : lostSource(upload) ? 'attach' : 'resume';
    case 'failed':
      return lostSource(upload) ? 'attach' : 'resume';
    default:
      return null;
  }
}

/** The words on the button of the primary action. */
export function primaryLabel(id: ActionId, upload: UploadView): string {
  return upload.status.kind === 'mismatch' ? words.decide : labelOf(id, upload);
}

/** The action of a key pressed on a row; null when the key means nothing for this upload. */
export function actionForKey(
  event: { readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean },
  upload: UploadView,
): ActionId | null {
  const allowed = (...ids: readonly ActionId[]): ActionId | null => ids.find((id) => applies(id, upload)) ?? null;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) return key === 'c' && !event.altKey ? allowed('copyDigest') : null;
  if (event.altKey) return null;
  if (key === ' ') return allowed('pause', 'resume');
  if (key === 'enter') return primaryAction(upload) ?? 'inspect';
  if (key === 'delete' || key === 'backspace') return allowed('dismiss', 'cancel');
  const letters: Readonly<Record<string, ActionId>> = {
    f: 'finish',
    n: 'startNow',
    x: 'stopRetrying',
    i: 'inspect',
    r: 'reveal',
    v: 'verify',
    o: 'attach',
    k: 'renew',
    a: 'setFinishBySelf',
    d: 'setExpected',
  };
  const letter = letters[key];
  return letter === undefined ? null : allowed(letter);
}
