import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A TypeScript file that runs as a process of its own; disposal kills it and waits for its end. */
export interface TsProcess extends AsyncDisposable {
  /** Lines of its standard output, as they come. */
  readonly lines: AsyncIterator<string>;
  /** Kills it with SIGKILL, which no process can handle, and resolves when it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts `file` (relative to `test/support`) with the Node that runs the test.
 * @param prefix a command that replaces itself by the one that follows it
 */
export function startTs(file: string, args: readonly string[], prefix: readonly string[] = []): TsProcess {
  const script = path.join(import.meta.dirname, file);
  const [command = process.execPath, ...rest] = [...prefix, process.execPath, '--import', 'tsx', script, ...args];
  const child: ChildProcess = spawn(command, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  if (child.stdout === null) throw new Error('a pipe was asked for');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { lines, kill, [Symbol.asyncDispose]: kill };
}
