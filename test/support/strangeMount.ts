import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { capture } from '../../scripts/lib/run.ts';
import { hasProgram } from '../../scripts/lib/surroundings.ts';

/** A folder seen through a server of its own (FUSE), as a network mount is. `await using` takes it away. */
export interface StrangeMount extends AsyncDisposable {
  readonly path: string;
  /** Lets whoever asks wait, for as long as it takes: the server is there but does not answer. */
  stopAnswering(): void;
  answerAgain(): void;
}

/** Whether the tools for such folders are here; whether this user may mount, only trying tells. */
export const canMountStrangely = (): boolean =>
  process.platform === 'linux' && hasProgram('bindfs') && hasProgram('fusermount');

/**
 * Shows `folder` at `at`; null where this user may not.
 * @param readRate bytes a second that can be read; 0 is no limit
 */
export async function strangeMount(folder: string, at: string, readRate = 0): Promise<StrangeMount | null> {
  await mkdir(at);
  const rate = readRate === 0 ? [] : [`--read-rate=${readRate}`];
  const server: ChildProcess = spawn('bindfs', ['-f', '--no-allow-other', ...rate, folder, at], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  while (server.exitCode === null && !(await isMounted(at))) await delay(10);
  if (server.exitCode !== null) return null;
  return {
    path: at,
    stopAnswering: () => void server.kill('SIGSTOP'),
    answerAgain: () => void server.kill('SIGCONT'),
    [Symbol.asyncDispose]: async () => {
      server.kill('SIGCONT');
      // Lazily: somebody may hold a file there still.
      capture(['fusermount', '-u', '-z', at]);
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function isMounted(at: string): Promise<boolean> {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8');
  return mounts.includes(` ${path.resolve(at)} `);
}
