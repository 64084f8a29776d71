import type { Settings } from '../../shared/settings.ts';
import type { Handlers } from './handle.ts';

/** @param change makes a change durable and lets the app follow it. */
export function settingsHandlers(change: (change: Partial<Settings>) => Promise<Settings>) {
  return {
    'settings:change': (wanted) => change(wanted),
  } satisfies Partial<Handlers>;
}
