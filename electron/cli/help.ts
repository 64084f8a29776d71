import { COMMON_OPTIONS, type Command } from './command.ts';
import { table } from './output/table.ts';

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'done'],
  ['1', 'failed, or verify found something'],
  ['2', 'the command line was not understood'],
  ['3', 'the digest does not match'],
  ['4', 'locked by another process'],
  ['5', 'the source changed or is gone'],
  ['6', 'the disk is full'],
  ['130', 'paused by a signal'],
];

/** The help for everything. */
export function generalHelp(commands: readonly Command[]): string {
  return lines([
    'Gets very large container layers into a registry store and never starts over.',
    '',
    'Usage: layerlift COMMAND [ARGUMENTS] [OPTIONS]',
    '',
    'Commands:',
    ...indent(table(commands.map((command) => [usage(command), command.summary]))),
    '',
    'Options of every command:',
    ...indent(optionTable(COMMON_OPTIONS)),
    '',
    'Examples:',
    ...indent(commands.flatMap(({ examples }) => examples.slice(0, 1))),
    '',
    'Exit codes:',
    ...indent(table(EXIT_CODES)),
    '',
    '“layerlift COMMAND --help” tells more of one command.',
  ]);
}

/** The help for one command. */
export function commandHelp(command: Command): string {
  return lines([
    `Usage: layerlift ${usage(command)} [OPTIONS]`,
    '',
    ...command.about.flatMap((paragraph) => [...wrap(paragraph), '']),
    'Options:',
    ...indent(optionTable(command.options)),
    '',
    'Examples:',
    ...indent(command.examples),
  ]);
}

function usage({ name, positionals, options }: Command): string {
  const taken = positionals.map((positional) => (positional.endsWith('…') ? `[${positional}]` : positional));
  const required = Object.entries(options).filter(([, { required }]) => required);
  return [name, ...taken, ...required.map(([option, { value }]) => `--${option} ${value}`)].join(' ');
}

const optionTable = (options: Command['options']): readonly string[] =>
  table(
    Object.entries(options).map(([name, { value, help }]) => [`--${name}${value === null ? '' : ` ${value}`}`, help]),
  );

const indent = (texts: readonly string[]): readonly string[] => texts.map((text) => `  ${text}`);

const lines = (texts: readonly string[]): string => `${texts.join('\n')}\n`;

const COLUMNS = 80;

function wrap(paragraph: string): readonly string[] {
  const wrapped: string[] = [];
  for (const word of paragraph.split(' ')) {
    const last = wrapped.at(-1);
    if (last === undefined || last.length + word.length >= COLUMNS) wrapped.push(word);
    else wrapped[wrapped.length - 1] = `${last} ${word}`;
  }
  return wrapped;
}
