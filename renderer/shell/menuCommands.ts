import {
  type MenuCommand,
  UPLOAD_COMMANDS,
  type UploadMenuCommand,
  type WindowCommand,
} from '../../shared/menuCommands.ts';
import type { UploadId } from '../../shared/names.ts';
import { type AppState, showsUploads } from '../state/appState.ts';
import type { App } from '../state/context.ts';
import { endedIds, pausableIds, resumableIds, visibleIds } from '../state/selectors.ts';
import { actionsFor } from '../uploads/actions.ts';
import { perform } from '../uploads/perform.ts';
import { SEARCH_ID } from './SearchField.tsx';

const NONE: readonly UploadId[] = [];

/** What the application menu can ask for at this moment: nothing while a dialog waits for its answer. */
export function possibleCommands(state: AppState, platform: string): readonly MenuCommand[] {
  const { mirror, dialog, page, current } = state;
  if (mirror === null || dialog !== null) return [];
  const { uploads, order } = mirror;
  const shown = current !== null && visibleIds(state).includes(current) ? uploads.get(current) : undefined;
  const actions = shown === undefined ? [] : actionsFor(shown, platform).map(({ id }) => id);
  return [
    ...(pausableIds(uploads, order).length > 0 ? ['pauseAll' as const] : []),
    ...(resumableIds(uploads, order).length > 0 ? ['resumeAll' as const] : []),
    ...(endedIds(uploads, order).length > 0 ? ['clearFinished' as const] : []),
    ...(showsUploads(page) ? ['toggleInspector' as const] : []),
    'find',
    'showUploads',
    'showHistory',
    'showSettings',
    'showLog',
    ...UPLOAD_COMMANDS.filter((command) => actions.includes(command)),
  ];
}

/** Does what was chosen in the application menu, if it still makes sense. */
export function performCommand(app: App, command: MenuCommand): void {
  const { store, bridge } = app;
  const state = store.getState();
  if (!possibleCommands(state, bridge.platform).includes(command)) return;
  if (isOfUpload(command)) {
    if (state.current !== null) perform(app, command, state.current);
  } else windowCommands(app, state)[command]();
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
