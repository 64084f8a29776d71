/** The commands, in the order of the help. Kept apart from them, so that the app can tell one without loading them. */
export const COMMAND_NAMES = [
  'upload',
  'list',
  'layers',
  'inspect',
  'resume',
  'finish',
  'cancel',
  'renew',
  'verify',
  'purge',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

/**
 * What of the app's arguments is a command of the command line, with its own arguments; null when they ask for the
 * window. A file of that name is `./upload`. Chromium's `--no-sandbox`, which root needs, may come first.
 */
export function commandIn(args: readonly string[]): readonly string[] | null {
  const own = args[0] === '--no-sandbox' ? args.slice(1) : args;
  return COMMAND_NAMES.some((name) => name === own[0]) || own[0] === '--help' ? own : null;
}
