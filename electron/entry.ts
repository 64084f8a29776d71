import { commandIn } from './cli/commandNames.ts';

/**
 * Entry of the app: its window, or with a command first (`layerlift upload …`) that command, because the installed app
 * brings no Node of its own to run one with. The runtime starts its window system only when this has been loaded: a
 * command, which ends before, needs no display and runs beside an app that is open.
 */
const command = commandIn(process.argv.slice(process.defaultApp === true ? 2 : 1));
if (command === null) await import('./main.ts');
else {
  const { runHere } = await import('./cli/runHere.ts');
  process.exit(await runHere(command));
}
