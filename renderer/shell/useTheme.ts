import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useApp } from '../state/context.ts';
import { settingsOf } from '../state/settings.ts';

/**
 * Puts the chosen appearance on the document. A theme of the system is left to the media query; contrast and motion
 * are on the document whoever wants them, the person or the system, so that styles ask one thing only.
 */
export function useTheme(): void {
  const theme = useApp((state) => settingsOf(state).theme);
  const contrast = useApp((state) => settingsOf(state).contrast);
  const motion = useApp((state) => settingsOf(state).motion);
  const more = useMedia('(prefers-contrast: more)') || contrast === 'more';
  const reduce = useMedia('(prefers-reduced-motion: reduce)') || motion === 'reduce';
  useLayoutEffect(() => mark('data-theme', theme === 'system' ? null : theme), [theme]);
  useLayoutEffect(() => mark('data-contrast', more ? 'more' : null), [more]);
  useLayoutEffect(() => mark('data-motion', reduce ? 'reduce' : null), [reduce]);
}

function mark(name: string, value: string | null): void {
  const root = document.documentElement;
  if (value === null) root.removeAttribute(name);
  else root.setAttribute(name, value);
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => window.matchMedia(query).matches,
  );
}
