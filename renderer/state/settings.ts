import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import type { Bridge } from '../bridge.ts';
import type { AppState } from './appState.ts';
import { memo } from './memo.ts';
import type { AppStore } from './store.ts';

const withChoices = memo(
  (settings: Settings, choices: AppState['choices']): Settings => Object.assign({}, settings, ...choices),
);

/** The settings as a person has just chosen them: main's, and over them what main has yet to confirm. */
export function settingsOf({ mirror, choices }: AppState): Settings {
  const settings = mirror?.settings ?? DEFAULT_SETTINGS;
  return choices.length === 0 ? settings : withChoices(settings, choices);
}

/**
 * Shows a change at once and asks main for it. Resolves when main's own settings have it.
 * @throws LayerliftError when main could not; then the settings are shown as they were.
 */
export async function changeSettings(store: AppStore, bridge: Bridge, change: Partial<Settings>): Promise<void> {
  store.setState(({ choices }) => ({ choices: [...choices, change] }));
  try {
    await untilMirrored(store, await bridge.call('settings:change', change));
  } finally {
    store.setState(({ choices }) => ({ choices: choices.filter((choice) => choice !== change) }));
  }
}

/** Main answers before it tells the window of the change: without this, the old value would show in between. */
function untilMirrored(store: AppStore, saved: Settings): Promise<void> {
  const before = store.getState().mirror?.settings;
  const fields = Object.keys(saved) as readonly (keyof Settings)[];
  if (before === undefined || fields.every((field) => isSame(before[field], saved[field]))) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe(({ mirror }) => {
      if (mirror?.settings === before) return;
      stop();
      resolve();
    });
  });
}

/** What crossed from main twice is never identical, only equal. */
function isSame(one: Settings[keyof Settings], other: Settings[keyof Settings]): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
