import { appendFileSync, mkdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { formatLogEntry, type LogEntry, parseLog } from '../shared/logEntry.ts';
import { errnoOf } from './atomicFile.ts';
import { SerialQueue } from './engine/storage/serialQueue.ts';

/** Bytes after which a new file is begun. */
const SIZE_MAX = 1_000_000;

/** Files that are kept, the one that is written among them. */
const FILES_MAX = 4;

/** Bytes that wait for the disk; what comes on top is dropped, and its number told. */
const WAITING_MAX = 200_000;

export interface LogFileOptions {
  /** Written as `~`: whose home it is concerns nobody who is sent a log. Empty where there is none. */
  readonly home?: string;
  readonly now?: () => number;
  /** bytes */
  readonly sizeMax?: number;
}

/**
 * The app's log on disk: `layerlift.log`, before it `layerlift.1.log` and so on, never more than four files of a
 * megabyte, for its owner only. What cannot be written is dropped: a log must not be what stops the app.
 */
export class LogFile {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #sizeMax: number;
  readonly #home: string;
  readonly #queue = new SerialQueue();
  #waiting = '';
  #dropped = 0;

  constructor(folder: string, { now = Date.now, sizeMax = SIZE_MAX, home = '' }: LogFileOptions = {}) {
    this.#home = home;
    this.#folder = folder;
    this.#now = now;
    this.#sizeMax = sizeMax;
  }

  /** Takes an entry in, to be written soon. Never throws. */
  add(text: string): void {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#dropped += 1;
      return;
    }
    const scheduled = this.#waiting !== '';
    const nameless = this.#home === '' ? text : text.replaceAll(this.#home, '~');
    this.#waiting += formatLogEntry({ at: this.#now(), text: nameless });
    if (!scheduled) void this.#queue.run(() => this.#write());
  }

  /** Resolves when everything that was added is written, or could not be. */
  async settled(): Promise<void> {
    await this.#queue.idle();
  }

  /** Writes what waits at once, for a process that is about to end. */
  settleNow(): void {
    const text = this.#take();
    if (text === '') return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      appendFileSync(this.#path(0), text, { mode: 0o600 });
    } catch {
      // There is nobody left to tell.
    }
  }

  /** Everything that is kept, oldest first. */
  async read(): Promise<readonly LogEntry[]> {
    await this.settled();
    return parseLog(await this.#text());
  }

  /** Writes everything that is kept into one file, after a head that says what wrote it. Errors are the system's. */
  async exportTo(file: string, head: string): Promise<void> {
    await this.settled();
    await fs.writeFile(file, `${head}\n\n${await this.#text()}`);
  }

  async #text(): Promise<string> {
    const newestFirst = Array.from({ length: FILES_MAX }, (_, age) => readOrEmpty(this.#path(age)));
    return (await Promise.all(newestFirst)).reverse().join('');
  }

  async #write(): Promise<void> {
    const text = this.#take();
    if (text === '') return;
    try {
      await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await this.#makeRoom();
      await fs.appendFile(this.#path(0), text, { mode: 0o600 });
    } catch {
      // Standard error has it all the same.
    }
  }

  async #makeRoom(): Promise<void> {
    const size = await fs.stat(this.#path(0)).then(
      (stat) => stat.size,
      () => 0,
    );
    if (size < this.#sizeMax) return;
    for (let age = FILES_MAX - 1; age > 0; age -= 1) {
      await fs.rename(this.#path(age - 1), this.#path(age)).catch((error: unknown) => {
        if (errnoOf(error) !== 'ENOENT') throw error;
      });
    }
  }

  #take(): string {
    const dropped = this.#dropped;
    const note = { at: this.#now(), text: `… ${dropped} more, which nobody had time to write` };
    const text = this.#waiting + (dropped === 0 ? '' : formatLogEntry(note));
    this.#waiting = '';
    this.#dropped = 0;
    return text;
  }

  #path(age: number): string {
    return path.join(this.#folder, age === 0 ? 'layerlift.log' : `layerlift.${age}.log`);
  }
}

async function readOrEmpty(file: string): Promise<string> {
  return await fs.readFile(file, 'utf8').catch(() => '');
}
