import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a person asked for when starting the app. */
export interface CommandLine {
  /** `--store DIR`: absolute; for this run only, settings keep their own. */
  readonly store: string | null;
  /** `--repository NAME`, as written. */
  readonly repository: string | null;
  /** `--handover NAME`: the hand-over that this start brings for another; only the app itself says this. */
  readonly handover: string | null;
  /** Everything else: absolute paths of files to add, in order, each once. */
  readonly files: readonly string[];
  /** Sentences about what could not be understood. */
  readonly problems: readonly string[];
}

/** Our own switches, and those of the runtime that take their value from the next argument. */
const WITH_VALUE = ['--store', '--repository', '--handover', '-r', '--require'];

/**
 * Reads the arguments after the program. Switches of Chromium, Node and test drivers are passed over; what follows
 * `--` is a file even if it begins with a dash.
 * @param hasAppPath true when the first argument names the app itself (`electron .`).
 */
export function parseCommandLine(args: readonly string[], cwd: string, hasAppPath: boolean): CommandLine {
  const values = new Map<string, string>();
  const positional: string[] = [];
  const problems: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      positional.push(...args.slice(at + 1));
      break;
    }
    if (!arg.startsWith('-') || arg === '-') {
      positional.push(arg);
      continue;
    }
    const equals = arg.indexOf('=');
    const name = equals === -1 ? arg : arg.slice(0, equals);
    if (!WITH_VALUE.includes(name)) continue;
    const next = args[at + 1];
    const value = equals === -1 ? (next?.startsWith('-') ? undefined : next) : arg.slice(equals + 1);
    if (equals === -1 && value !== undefined) at += 1;
    if (value === undefined || value === '') problems.push(`${name} needs a value`);
    else values.set(name, value);
  }
  if (hasAppPath) positional.shift();
  const files: string[] = [];
  for (const text of positional) {
    const file = toPath(text, cwd);
    if (file === null) problems.push(`not a file: ${text}`);
    else if (!files.includes(file)) files.push(file);
  }
  const store = values.get('--store');
  return {
    store: store === undefined ? null : path.resolve(cwd, store),
    repository: values.get('--repository') ?? null,
    handover: values.get('--handover') ?? null,
    files,
    problems,
  };
}

/** Desktops hand over paths or `file:` URLs. Null for what can be neither. */
function toPath(text: string, cwd: string): string | null {
  try {
    const file = text.startsWith('file:') ? fileURLToPath(text) : text;
    return file === '' || file.includes('\0') ? null : path.resolve(cwd, file);
  } catch {
    return null;
  }
}
