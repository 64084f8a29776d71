import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExitCode } from './exitCodes.ts';
import { runCommandLine } from './runCommandLine.ts';

/** Runs one command in this process; the transfer thread's script lies beside the bundle that holds this. */
export async function runHere(args: readonly string[]): Promise<ExitCode> {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) {
    // Whoever read us has gone, as `head` does: what we do goes on, only nobody listens.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const workerScript = pathToFileURL(path.join(import.meta.dirname, 'transferWorker.js'));
  return await runCommandLine(args, { stdout, stderr, env, workerScript });
}
