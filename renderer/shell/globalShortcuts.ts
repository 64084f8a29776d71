import { en } from '../strings/en.ts';

export interface GlobalShortcuts {
  readonly add: string;
  readonly addFolders: string;
  readonly paste: string;
  readonly search: string;
  readonly settings: string;
}

/** The window's shortcuts as the platform's keyboards name them. */
export function globalShortcuts(platform: string): GlobalShortcuts {
  const command = platform === 'darwin' ? '⌘' : `${en.uploads.keys.control}+`;
  const shift = platform === 'darwin' ? '⇧' : `${en.uploads.keys.shift}+`;
  return {
    add: `${command}O`,
    addFolders: platform === 'darwin' ? `${shift}${command}O` : `${command}${shift}O`,
    paste: `${command}V`,
    search: `${command}F`,
    settings: `${command},`,
  };
}
