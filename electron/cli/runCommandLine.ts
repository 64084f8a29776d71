import { type ErrorInfo, hasCode, toErrorInfo } from '../../shared/errors.ts';
import { parseUploadId, type UploadId } from '../../shared/names.ts';
import { parseCommand, UsageError } from './arguments.ts';
import { type Command, storeOf } from './command.ts';
import { COMMAND_NAMES, type CommandName } from './commandNames.ts';
import { cancel } from './commands/cancel.ts';
import { finish } from './commands/finish.ts';
import { inspect } from './commands/inspect.ts';
import { layers } from './commands/layers.ts';
import { list } from './commands/list.ts';
import { purge } from './commands/purge.ts';
import { renew } from './commands/renew.ts';
import { resume } from './commands/resume.ts';
import { upload } from './commands/upload.ts';
import { verify } from './commands/verify.ts';
import type { CliEnd } from './events.ts';
import { EXIT, type ExitCode, exitCodeOf } from './exitCodes.ts';
import { commandHelp, generalHelp } from './help.ts';
import { Interruption, type StopSignal } from './interruption.ts';
import { JsonOutput } from './output/json.ts';
import type { Terminal } from './output/output.ts';
import { TextOutput } from './output/text.ts';
import { sentenceFor, visible } from './output/words.ts';

const BY_NAME: { readonly [name in CommandName]: Command } = {
  upload,
  list,
  layers,
  inspect,
  resume,
  finish,
  cancel,
  renew,
  verify,
  purge,
};

const COMMANDS = COMMAND_NAMES.map((name) => BY_NAME[name]);

/** What the command line needs of the process that it runs in. */
export interface Surroundings {
  readonly stdout: Terminal['out'];
  readonly stderr: Terminal['err'];
  readonly env: NodeJS.ProcessEnv;
  /** The transfer thread's script. */
  readonly workerScript: URL;
}

/** Runs one command. Never rejects: whatever happens is told and becomes an exit code. */
export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined) {
    around.stderr.write(generalHelp(COMMANDS));
    return EXIT.usage;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (asksForHelp(args)) {
    around.stdout.write(command === undefined ? generalHelp(COMMANDS) : commandHelp(command));
    return EXIT.done;
  }
  if (command === undefined) return refuse(around, `there is no command “${name}”`, 'layerlift --help');
  try {
    return await runCommand(command, rest, around);
  } catch (error) {
    if (error instanceof UsageError) return refuse(around, error.message, `layerlift ${command.name} --help`);
    throw error;
  }
}

/** Anywhere, so that it need not fit the rest of a command line that somebody is just writing. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

async function runCommand(command: Command, rest: readonly string[], around: Surroundings): Promise<ExitCode> {
  const { stdout, stderr, env, workerScript } = around;
  const args = parseCommand(command, rest);
  const store = storeOf(args, env);
  const named = args.optional('store', (text) => text);
  const terminal: Terminal = { out: stdout, err: stderr, storeHint: named === null ? '' : ` --store ${quoted(named)}` };
  const json = args.has('json') ? new JsonOutput(terminal, command.name) : null;
  const output = json ?? new TextOutput(terminal);
  using interruption = new Interruption();
  try {
    return await command.run(args, { output, interruption, store, workerScript });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const end = endOfFailure(toErrorInfo(error), interruption.received);
    // On stdout a result is one value or nothing: a script finds the failure on stderr then.
    if (json === null || command.tellsEvents) output.event(end);
    else stderr.write(`${JSON.stringify(end)}\n`);
    return exitCodeOf(end.type === 'paused' ? 'CANCELLED' : end.code);
  } finally {
    output.close();
  }
}

/** The end of a command that failed before an upload could tell its own. */
function endOfFailure(error: ErrorInfo, received: StopSignal | null): CliEnd & { readonly type: 'paused' | 'failed' } {
  const id = uploadIn(error);
  if (error.code === 'CANCELLED' && received !== null) {
    return { type: 'paused', id, code: received, message: 'Stopped by a signal.' };
  }
  // What nobody foresaw has no words of its own; its message is all that there is.
  const more = error.code === 'INTERNAL' ? ` (${[error.message, ...error.causes].join(': ')})` : '';
  return { type: 'failed', id, code: error.code, message: `${sentenceFor(error)}${more}` };
}

function uploadIn({ details }: ErrorInfo): UploadId | null {
  try {
    return parseUploadId(String(details['id']));
  } catch (error) {
    if (hasCode(error, 'UPLOAD_ID_INVALID')) return null;
    throw error;
  }
}

/** As a shell takes it for one word. */
const quoted = (text: string): string => (/^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function refuse({ stderr }: Surroundings, problem: string, hint: string): ExitCode {
  stderr.write(`layerlift: ${visible(problem)}. Try: ${hint}\n`);
  return EXIT.usage;
}
