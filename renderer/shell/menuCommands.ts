import {
  type MenuCommand,
  UPLOAD_COMMANDS,
  type UploadMenuCommand,
  type WindowCommand,
} from '../../shared/menuCommands.ts';
import type { UploadId } from '../../shared/names.ts';
import type { AppState } from '../state/appState.ts';
import type { App } from '../state/context.ts';
import { chosenIds, endedIds, inspects, pausableIds, resumableIds } from '../state/selectors.ts';
import { applies } from '../uploads/actions.ts';
import { performAll } from '../uploads/perform.ts';
import { SEARCH_ID } from './SearchField.tsx';

const NONE: readonly UploadId[] = [];

/** What the application menu can ask for at this moment: nothing while a dialog waits for its answer. */
export function possibleCommands(state: AppState): readonly MenuCommand[] {
  const { mirror, dialog, page } = state;
  if (mirror === null || dialog !== null) return [];
  const { uploads, order } = mirror;
  return [
    ...(pausableIds(uploads, order).length > 0 ? ['pauseAll' as const] : []),
    ...(resumableIds(uploads, order).length > 0 ? ['resumeAll' as const] : []),
    ...(endedIds(uploads, order).length > 0 ? ['clearFinished' as const] : []),
    ...(inspects(page) ? ['toggleInspector' as const] : []),
    'find',
    'showUploads',
    'showHistory',
    'showSettings',
    'showLog',
    ...UPLOAD_COMMANDS.filter((command) => idsFor(state, command).length > 0),
  ];
}

/** Does what was chosen in the application menu, if it still makes sense. */
export function performCommand(app: App, command: MenuCommand): void {
  const { store } = app;
  const state = store.getState();
  if (!possibleCommands(state).includes(command)) return;
  if (isOfUpload(command)) {
    performAll(app, command, idsFor(state, command));
  } else windowCommands(app, state)[command]();
}

/** Those of the selected uploads to which a command applies. */
function idsFor(state: AppState, command: UploadMenuCommand): readonly UploadId[] {
  return chosenIds(state).filter((id) => {
    const upload = state.mirror?.uploads.get(id);
    return upload !== undefined && applies(command, upload);
  });
}

function isOfUpload(command: MenuCommand): command is UploadMenuCommand {
  return UPLOAD_COMMANDS.some((one) => one === command);
}

function windowCommands(
  { store, commands }: App,
  { mirror, page }: AppState,
): { readonly [command in WindowCommand]: () => void } {
  const all = (idsOf: typeof pausableIds): readonly UploadId[] =>
    mirror === null ? NONE : idsOf(mirror.uploads, mirror.order);
  const open = (kind: 'settings' | 'log'): void => {
    if (page.kind !== kind) commands.togglePage(kind);
  };
  return {
    pauseAll: () => void commands.batch('uploads:pause', all(pausableIds)),
    resumeAll: () => void commands.batch('uploads:resume', all(resumableIds)),
    clearFinished: () => void commands.dismiss(all(endedIds)),
    find: () => document.getElementById(SEARCH_ID)?.focus(),
    showUploads: () => store.setState({ page: { kind: 'uploads', filter: 'all' }, query: '' }),
    showHistory: () => store.setState({ page: { kind: 'history' }, query: '' }),
    showSettings: () => open('settings'),
    showLog: () => open('log'),
    toggleInspector: commands.toggleInspector,
  };
}
