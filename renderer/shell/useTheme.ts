import { useLayoutEffect } from 'react';
import { useApp } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';

/** Puts the chosen theme on the document; `system` leaves the choice to the media query. */
export function useTheme(): void {
  const theme = useApp((state) => settingsOf(state).theme);
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
  }, [theme]);
}
