import { en } from '../strings/en.ts';

export interface GlobalShortcuts {
  readonly add: string;
  readonly search: string;
  readonly settings: string;
}

/** The window's shortcuts as the platform's keyboards name them. */
export function globalShortcuts(platform: string): GlobalShortcuts {
  const command = platform === 'darwin' ? '⌘' : `${en.uploads.keys.control}+`;
  return { add: `${command}O`, search: `${command}F`, settings: `${command},` };
}
