#!/usr/bin/env node
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCommandLine } from './runCommandLine.ts';

/** Entry of the command line under plain Node; the transfer thread's script lies beside it. */
for (const stream of [process.stdout, process.stderr]) {
  // Whoever read us has gone, as `head` does: what we do goes on, only nobody listens.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  workerScript: pathToFileURL(path.join(import.meta.dirname, 'transferWorker.js')),
});
