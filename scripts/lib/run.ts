import { spawn, spawnSync } from 'node:child_process';
import os from 'node:os';
import { projectRoot } from './project.ts';

/** A command and its arguments; never a line for a shell. */
export type Command = readonly [string, ...string[]];

export interface RunOptions {
  /** Working folder; the clone's root when absent. */
  readonly cwd?: string;
  /** Laid over this process's environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

const PASSED_ON: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command on this process's own terminal streams and passes signals on to it.
 * @returns its exit code; 128 + signal number when a signal ended it, as shells do.
 * @throws the spawn error when the command cannot be started at all.
 */
export function run(command: Command, options: RunOptions = {}): Promise<number> {
  const [file, ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...settings(options), stdio: 'inherit' });
    const passOn = (signal: NodeJS.Signals): void => {
      child.kill(signal);
    };
    const stopListening = (): void => {
      for (const signal of PASSED_ON) process.off(signal, passOn);
    };
    for (const signal of PASSED_ON) process.on(signal, passOn);
    child.once('error', (error) => {
      stopListening();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopListening();
      resolve(exitCode(code, signal));
    });
  });
}

export interface Captured {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a short command to its end and returns what it printed; a command that is not there has the code 127. */
export function capture(command: Command, options: RunOptions = {}): Captured {
  const [file, ...args] = command;
  const { status, signal, stdout, stderr, error } = spawnSync(file, args, {
    ...settings(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) return { code: 127, stdout: '', stderr: error.message };
  return { code: exitCode(status, signal), stdout, stderr };
}

function settings(options: RunOptions): { cwd: string; env: NodeJS.ProcessEnv; shell: boolean } {
  return {
    cwd: options.cwd ?? projectRoot,
    env: { ...process.env, ...options.env },
    shell: false,
  };
}

function exitCode(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  return 128 + (signal === null ? 0 : os.constants.signals[signal]);
}
