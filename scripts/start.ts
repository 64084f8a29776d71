/**
 * Opens the app on this machine's display.
 *
 *   npm start [-- FILE...]    files are queued at once
 */
import path from 'node:path';
import { projectRoot } from './lib/project.ts';
import { type Command, run } from './lib/run.ts';
import { findSandbox, inSandbox } from './lib/sandbox.ts';
import { realDisplay } from './lib/surroundings.ts';
import { electronBinary } from './machine/runtimeFolder.ts';

process.exitCode = await start(process.argv.slice(2));

async function start(files: readonly string[]): Promise<number> {
  const display = realDisplay();
  if (display === undefined) {
    process.stderr.write('There is no display here; `npm run demo` shows the app at work without one.\n');
    return 1;
  }
  // npm changes to the clone's folder; what a person typed is relative to where they were.
  const typedIn = process.env['INIT_CWD'] ?? process.cwd();
  const sandbox = findSandbox();
  const switches = sandbox.works ? [] : ['--no-sandbox'];
  const command: Command = [
    electronBinary,
    ...switches,
    projectRoot,
    ...files.map((file) => path.resolve(typedIn, file)),
  ];
  return run(inSandbox(sandbox, command), { env: display.env });
}
