import { useLayoutEffect } from 'react';
import { useMirror } from '../state/context.ts';

/** Puts the chosen theme on the document; `system` leaves the choice to the media query. */
export function useTheme(): void {
  const theme = useMirror((mirror) => mirror.settings.theme, 'system');
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
  }, [theme]);
}
