import { LayerliftError } from '../shared/errors.ts';

/** Writes one line for the person who reads the terminal, the journal or the log on disk. Never throws. */
export type Log = (message: string, error?: unknown) => void;

/** A log to standard error, with the code and all causes of an error; `also` takes the same words. */
export function createLog(also: (words: string) => void): Log {
  return (message, error) => {
    const words = error === undefined ? message : `${message}: ${describe(error)}`;
    process.stderr.write(`layerlift: ${words}\n`);
    also(words);
  };
}

/** An error in one piece of text: code, message or stack, then its causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error instanceof LayerliftError ? `${error.code}: ${error.message}` : (error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\n  because: ${describe(error.cause)}`;
}
