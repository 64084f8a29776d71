import { useEffect } from 'react';
import { useAppContext } from '../state/context.ts';
import { SEARCH_ID } from './SearchField.tsx';

/** Shortcuts that work wherever the focus is, unless a dialog is open. */
export function useGlobalKeys(): void {
  const { store, commands } = useAppContext();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const { dialog, intake, mirror } = store.getState();
      if (dialog !== null || intake?.phase === 'asking' || mirror === null) return;
      const isOpen = mirror.store.state.kind === 'open';
      const actions: Readonly<Record<string, () => void>> = {
        o: () => {
          if (isOpen) void commands.chooseFiles();
        },
        'shift+o': () => {
          if (isOpen) void commands.chooseFolders();
        },
        f: () => document.getElementById(SEARCH_ID)?.focus(),
        ',': () => commands.togglePage('settings'),
      };
      const action = actions[`${event.shiftKey ? 'shift+' : ''}${event.key.toLowerCase()}`];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [store, commands]);
}
