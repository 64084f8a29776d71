import { parseArgs } from 'node:util';
import { hasCode } from '../../shared/errors.ts';
import { explain } from '../../shared/errorWords.ts';

/** The command line was not understood: exit code 2. `message` is a sentence without a full stop. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** One option of a command. */
export interface OptionSpec {
  /** Name of its value in the help; null for a switch. */
  readonly value: string | null;
  readonly help: string;
  readonly required?: true;
}

/** What a command takes. */
export interface CommandSpec {
  readonly name: string;
  /** Names of the positional arguments; the last may be `NAME…` for any number. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
}

/** Arguments that fit their command. */
export class ParsedArguments {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | undefined>>;
  readonly #command: string;

  constructor(
    command: string,
    positionals: readonly string[],
    values: Readonly<Record<string, string | boolean | undefined>>,
  ) {
    this.#command = command;
    this.positionals = positionals;
    this.#values = values;
  }

  has(option: string): boolean {
    return this.#values[option] === true;
  }

  /** The option's value, parsed; null when it was not given. */
  optional<T>(option: string, parse: (text: string) => T): T | null {
    const text = this.#values[option];
    return typeof text === 'string' ? parsed(`--${option}`, text, parse) : null;
  }

  /** @throws UsageError when it was not given. */
  required<T>(option: string, parse: (text: string) => T): T {
    const value = this.optional(option, parse);
    if (value === null) throw new UsageError(`${this.#command} needs --${option}`);
    return value;
  }

  /** The first positional argument, parsed. */
  first<T>(name: string, parse: (text: string) => T): T {
    return parsed(name, this.positionals[0] ?? '', parse);
  }

  all<T>(name: string, parse: (text: string) => T): readonly T[] {
    return this.positionals.map((text) => parsed(name, text, parse));
  }
}

/** @throws UsageError for anything that the command does not take. */
export function parseCommand(spec: CommandSpec, args: readonly string[]): ParsedArguments {
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([name, { value }]) => [
      name,
      { type: value === null ? ('boolean' as const) : ('string' as const) },
    ]),
  );
  const { values, positionals } = tryParseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  const many = spec.positionals.at(-1)?.endsWith('…') === true;
  const wanted = spec.positionals.filter((name) => !name.endsWith('…'));
  const missing = wanted[positionals.length];
  if (missing !== undefined) throw new UsageError(`${spec.name} needs ${missing}`);
  const extra = positionals[wanted.length];
  if (extra !== undefined && !many) throw new UsageError(`${spec.name} does not know what to do with “${extra}”`);
  return new ParsedArguments(spec.name, positionals, values);
}

function tryParseArgs(config: Parameters<typeof parseArgs>[0]) {
  try {
    return parseArgs(config) as { values: Record<string, string | boolean | undefined>; positionals: string[] };
  } catch (error) {
    const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
    if (!isUsage) throw error;
    // Node's own words end with advice on `--`; the first sentence says it.
    throw new UsageError(error.message.split('. ')[0]?.replace(/\.$/, '') ?? error.message);
  }
}

function parsed<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (!hasCode(error)) throw error;
    const { title, remedy } = explain(error);
    throw new UsageError(`${name} “${text}”: ${title}. ${remedy.replace(/\.$/, '')}`);
  }
}
