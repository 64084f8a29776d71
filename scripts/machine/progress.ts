/**
 * Tells a person what takes time right now, in one line. Goes to standard error, so that standard output stays free for
 * the result of the command that needed the machine prepared.
 */
export function say(line: string): void {
  process.stderr.write(`setup: ${line}\n`);
}
