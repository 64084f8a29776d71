import { useEffect } from 'react';
import { useAppContext } from '../state/context.ts';

/** Goes to the upload that main asks to show. */
export function useShown(): void {
  const { bridge, commands } = useAppContext();
  useEffect(() => bridge.onShow((id) => commands.show(id)), [bridge, commands]);
}
