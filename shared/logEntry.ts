/** One entry of the app's log, as people read it. */
export interface LogEntry {
  /** ms since the epoch */
  readonly at: number;
  /** What happened, with all causes of a failure; several lines where there is more to say. */
  readonly text: string;
}

const HEAD = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) /;

/** An entry as it stands in a log file: a time and the text, whose further lines are indented. Ends with a line feed. */
export function formatLogEntry({ at, text }: LogEntry): string {
  return `${new Date(at).toISOString()} ${text.replaceAll(/\r\n|\r|\n/g, '\n  ')}\n`;
}

/** The entries of a log file. What stands before the first one, a file's torn beginning, is left out. */
export function parseLog(file: string): LogEntry[] {
  const entries: { at: number; text: string }[] = [];
  for (const line of file.split('\n')) {
    const time = HEAD.exec(line)?.[1];
    const last = entries.at(-1);
    if (time !== undefined) entries.push({ at: Date.parse(time), text: line.slice(time.length + 1) });
    else if (last !== undefined && line !== '') last.text += `\n${line.replace(/^ {2}/, '')}`;
  }
  return entries.filter(({ at }) => Number.isFinite(at));
}
