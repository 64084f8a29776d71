import path from 'node:path';
import type { CommandSpec, OptionSpec, ParsedArguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import type { ExitCode } from './exitCodes.ts';
import type { Interruption } from './interruption.ts';
import type { Output } from './output/output.ts';

/** What a command runs in. */
export interface CommandContext {
  readonly output: Output;
  readonly interruption: Interruption;
  /** Absolute path of the store. */
  readonly store: string;
  /** The transfer thread's script. */
  readonly workerScript: URL;
}

/** One command of the command line. */
export interface Command extends CommandSpec {
  /** One line without a full stop, for the list of commands. */
  readonly summary: string;
  /** Paragraphs of its own help. */
  readonly about: readonly string[];
  readonly examples: readonly string[];
  /** Whether it tells events; all others print one result. */
  readonly tellsEvents: boolean;
  /** Rejects with a LayerliftError for what went wrong, with a UsageError for what was not understood. */
  run(args: ParsedArguments, context: CommandContext): Promise<ExitCode>;
}

/** Options of every command. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  store: { value: 'DIR', help: 'the store; otherwise the environment variable LAYERLIFT_STORE names it' },
  json: { value: null, help: 'print JSON for scripts' },
  help: { value: null, help: 'show this help' },
};

/** The option of commands that may finish an upload. */
export const VERIFY_EXISTING: Readonly<Record<string, OptionSpec>> = {
  'verify-existing': {
    value: null,
    help: 'hash a blob that the store has already before it is kept, and replace it when it is corrupt',
  },
};

/** The store that a command is to work on, absolute. */
export function storeOf(args: ParsedArguments, env: NodeJS.ProcessEnv): string {
  const named = args.optional('store', (text) => text) ?? env['LAYERLIFT_STORE'] ?? '';
  if (named === '') throw new UsageError('no store is named: give --store DIR or set LAYERLIFT_STORE');
  return path.resolve(named);
}
