import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { capture } from './run.ts';
import { realDisplay } from './surroundings.ts';

/** A display that windows can open on. Whoever opened it closes it. */
export interface Display {
  /** Environment variables that lead a program to this display. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether nobody can see it. */
  readonly virtual: boolean;
  /** Ends a virtual display; can be called again. */
  close(): Promise<void>;
}

const SCREEN = '1280x800x24';

/** Opens the display and closes it when `work` has ended, in whatever way. */
export async function withDisplay<T>(work: (display: Display) => Promise<T>): Promise<T> {
  const display = await openDisplay();
  try {
    return await work(display);
  } finally {
    await display.close();
  }
}

/** The real display if there is one, otherwise an Xvfb of our own on a free number, behind a cookie of its own. */
export async function openDisplay(): Promise<Display> {
  const real = realDisplay();
  if (real !== undefined) return { env: real.env, virtual: false, close: async () => {} };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerlift-display-'));
  const authority = path.join(folder, 'Xauthority');
  const cookie = randomBytes(16).toString('hex');
  let close = async (): Promise<void> => fs.rmSync(folder, { recursive: true, force: true });
  try {
    fs.writeFileSync(authority, '');
    // The server takes every cookie in its file, whatever number it is for, and says its own number only later.
    addCookie(authority, ':0', cookie);
    const server = startServer(authority);
    close = closer(server, folder);
    const name = `:${await displayNumber(server)}`;
    addCookie(authority, name, cookie);
    return { env: { DISPLAY: name, XAUTHORITY: authority }, virtual: true, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startServer(authority: string): ChildProcess {
  const options = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', authority];
  // A process group of its own keeps it alive while an interrupted app still closes its windows; the death signal
  // ends it even when this process is killed.
  return spawn('setpriv', ['--pdeathsig', 'TERM', 'Xvfb', ...options], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Ends the server by its process id, also when this process exits without having closed the display. */
function closer(server: ChildProcess, folder: string): () => Promise<void> {
  const gone = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  const kill = (): void => {
    server.kill('SIGTERM');
    fs.rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', kill);
  return async () => {
    process.off('exit', kill);
    kill();
    await gone;
  };
}

/** Waits for the number that the server writes to its descriptor 3 once it accepts connections. */
async function displayNumber(server: ChildProcess): Promise<string> {
  const complaint = server.stderr === null ? Promise.resolve('') : text(server.stderr);
  return new Promise<string>((resolve, reject) => {
    let written = '';
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
      if (written.endsWith('\n')) resolve(written.trim());
    });
    server.once('error', reject);
    server.once('exit', (code) => {
      void complaint.then((words) =>
        reject(new Error(`Xvfb ended with ${code} before it had a display: ${words.trim()}`)),
      );
    });
  });
}

function addCookie(authority: string, display: string, cookie: string): void {
  const { code, stderr } = capture(['xauth', '-q', '-f', authority, 'add', display, '.', cookie]);
  if (code !== 0) throw new Error(`xauth could not write ${authority}: ${stderr.trim()}`);
}
