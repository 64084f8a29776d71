import type { Totals } from './uploadBook.ts';

/** What the taskbar or dock shows on the app's button. */
export interface TaskbarProgress {
  /** 0 to 1, in steps of half a percent; -1 for none; above 1 for work of unknown length. */
  readonly value: number;
  readonly mode: 'normal' | 'paused';
}

const NONE: TaskbarProgress = { value: -1, mode: 'normal' };

/** Above 1 means: under way, nobody knows how far. */
const UNKNOWN = 2;

/** What to show for these totals: the work under way; yellow where something of it waits for a person. */
export function taskbarProgress({ moving, waiting, troubled, fraction }: Totals): TaskbarProgress {
  if (moving + waiting === 0) return NONE;
  const value = fraction === null ? UNKNOWN : Math.round(fraction * 200) / 200;
  return { value, mode: troubled > 0 ? 'paused' : 'normal' };
}
