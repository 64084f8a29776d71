import { useCallback } from 'react';
import { useAppContext } from './context.ts';

/** Closes whatever dialog is open. */
export function useCloseDialog(): () => void {
  const { store } = useAppContext();
  return useCallback(() => store.setState({ dialog: null }), [store]);
}
