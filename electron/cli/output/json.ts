import { type CliEvent, JSON_VERSION } from '../events.ts';
import type { Output, Terminal } from './output.ts';

/** `--json`: events as one object a line, a result as one value. */
export class JsonOutput implements Output {
  readonly #terminal: Terminal;
  readonly #command: string;
  #begun = false;

  constructor(terminal: Terminal, command: string) {
    this.#terminal = terminal;
    this.#command = command;
  }

  event(event: CliEvent): void {
    if (!this.#begun) this.#print({ type: 'begin', version: JSON_VERSION, command: this.#command });
    this.#begun = true;
    this.#print(event);
  }

  result(json: unknown): void {
    this.#print(json);
  }

  note(): void {}

  progress(): void {}

  close(): void {}

  #print(value: unknown): void {
    this.#terminal.out.write(`${JSON.stringify(value)}\n`);
  }
}
