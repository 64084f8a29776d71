import type { CliEvent } from '../events.ts';

/** Where a command says what it does. */
export interface Output {
  /** Of commands that work on an upload. */
  event(event: CliEvent): void;
  /** The one answer of all other commands, as JSON and in lines. */
  result(json: unknown, lines: readonly string[]): void;
  /** Something on the way to a result: shown to people, not to scripts. */
  note(line: string): void;
  /** Bytes done on the way to a result; `total` null while unknown. */
  progress(what: string, done: number, total: number | null): void;
  /** Takes away what is only shown while it lasts. */
  close(): void;
}

/** What an output writes to. */
export interface Terminal {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  /** What follows every command that is suggested, such as ` --store /srv/store`. */
  readonly storeHint: string;
}
