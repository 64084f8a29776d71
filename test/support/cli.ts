import { type ChildProcess, spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { seededBytes } from './seededBytes.ts';

/** The command line as it ships. */
export const CLI_SCRIPT = path.resolve('out/main/cli.js');

const MIB = 1024 * 1024;

/** The slower back end, so that a signal comes in the middle of hashing. */
export const SLOWLY = { LAYERLIFT_DIGESTER: 'hash-wasm' } as const;

/** One line of `--json`, or a result. */
export type Json = Readonly<Record<string, unknown>>;

/** How a command ended. */
export interface CliEnd {
  readonly code: number | null;
  /** The signal that ended it without its consent. */
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every line of stdout that is JSON. */
  readonly json: readonly Json[];
}

/** A command that runs. */
export interface RunningCli extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly ended: Promise<CliEnd>;
  /** Resolves with the first event that fits; rejects when the command ends before. */
  event(accept: (event: Json) => boolean): Promise<Json>;
}

/** What runs the command line: Node and its script, or the program of an installed app. */
export type CliProgram = readonly [string, ...string[]];

/** Starts `layerlift ARGS` as a process of its own. */
export function startCli(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  [file, ...before]: CliProgram = [process.execPath, CLI_SCRIPT],
): RunningCli {
  const child = spawn(file, [...before, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LAYERLIFT_STORE: undefined, ...env },
  });
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<CliEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code, killedBy, stdout, stderr, json: parseLines(stdout) }));
  });
  const event = (accept: (event: Json) => boolean): Promise<Json> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = parseLines(stdout).find(accept);
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
      ended.then((end) => reject(new Error(`it ended before: ${JSON.stringify(end)}`)), reject);
    });
  const dispose = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  return { child, ended, event, [Symbol.asyncDispose]: dispose };
}

/** Runs `layerlift ARGS` to its end. */
export function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliEnd> {
  return startCli(args, env).ended;
}

/** The last event, which says how it ended. */
export function lastOf({ json, stdout, stderr }: CliEnd): Json {
  const last = json.at(-1);
  if (last === undefined) throw new Error(`nothing was said: ${stdout}${stderr}`);
  return last;
}

/** MiB a second: slow enough for a signal to come in the middle, however fast the machine. */
const PACE = 160;

/** Begins an upload of `mib` MiB and resolves once more than `after` MiB of it have moved. */
export async function startedUpload(
  folder: string,
  store: string,
  { mib = 1024, after = 80, args = [] }: { readonly mib?: number; readonly after?: number; readonly args?: string[] },
): Promise<{ readonly cli: RunningCli; readonly id: string; readonly file: string }> {
  const file = await sparseFile(folder, `layer-${mib}.tar`, mib * MIB);
  const upload = ['upload', file, '--store', store, '--repository', 'library/test', '--json', ...args];
  const cli = startCli([...upload, '--limit-rate', `${PACE}Mi`]);
  const { id } = await cli.event(({ type, done }) => type === 'progress' && Number(done) > after * MIB);
  return { cli, id: String(id), file };
}

/** A file that costs no space but its beginning and its end: what lies between reads as zeros. */
async function sparseFile(folder: string, name: string, size: number): Promise<string> {
  const file = path.join(folder, name);
  await using handle = await open(file, 'w');
  await handle.truncate(size);
  await handle.write(seededBytes(70, MIB), 0, MIB, 0);
  await handle.write(seededBytes(71, MIB), 0, MIB, size - MIB);
  return file;
}

function parseLines(text: string): Json[] {
  return text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Json);
}
