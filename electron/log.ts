import { LayerliftError } from '../shared/errors.ts';
import type { LogFile } from './logFile.ts';

/** Writes one line for the person who reads the terminal, the journal or the log on disk. Never throws. */
export type Log = (message: string, error?: unknown) => void;

/** The log of the running app: standard error and a file, with the code and all causes of an error. */
export function logTo(file: Pick<LogFile, 'write'>): Log {
  return (message, error) => {
    const words = error === undefined ? message : `${message}: ${describe(error)}`;
    process.stderr.write(`layerlift: ${words}\n`);
    file.write(words);
  };
}

/** An error in one piece of text: code, message or stack, then its causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof LayerliftError ? `${error.code}: ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  because: ${describe(error.cause)}`;
}
