/** What the application menu can ask of the window about all uploads or the window itself. */
export const WINDOW_COMMANDS = [
  'pauseAll',
  'resumeAll',
  'clearFinished',
  'find',
  'showUploads',
  'showHistory',
  'showSettings',
  'showLog',
  'toggleInspector',
] as const;

/** What it can ask about the uploads that are selected. */
export const UPLOAD_COMMANDS = [
  'finish',
  'pause',
  'resume',
  'startNow',
  'stopRetrying',
  'moveTop',
  'moveUp',
  'moveDown',
  'setFinishBySelf',
  'attach',
  'setExpected',
  'verify',
  'renew',
  'reveal',
  'copyDigest',
  'dismiss',
  'cancel',
] as const;

export type WindowCommand = (typeof WINDOW_COMMANDS)[number];
export type UploadMenuCommand = (typeof UPLOAD_COMMANDS)[number];
export type MenuCommand = WindowCommand | UploadMenuCommand;

/** All of them, in the order of the menu. */
export const MENU_COMMANDS: readonly MenuCommand[] = [...WINDOW_COMMANDS, ...UPLOAD_COMMANDS];
