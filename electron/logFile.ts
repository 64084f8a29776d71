import { appendFileSync, mkdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { formatLogEntry, type LogEntry, parseLog } from '../shared/logEntry.ts';

/** A file is put aside when it has this many bytes; as many files are kept besides the newest. */
const FILE_BYTES = 1024 * 1024;
const KEPT = 3;

/** Lines that wait for the disk; more are dropped, and their number is told. */
const WAITING_MAX = 1000;

export interface LogFileOptions {
  readonly folder: string;
  /** Written as `~`: whose home it is concerns nobody who is sent a log. */
  readonly home: string;
  readonly fileBytes?: number;
}

/**
 * The log on disk, readable by its owner only. It takes turns between few files of bounded size, never holds up its
 * caller, and never fails: without a disk there is standard error.
 */
export class LogFile {
  readonly #folder: string;
  readonly #home: string;
  readonly #fileBytes: number;
  #waiting: string[] = [];
  /** Taken from those that wait, and not known to be on disk. */
  #underWay = '';
  #dropped = 0;
  #writing: Promise<void> | null = null;

  constructor({ folder, home, fileBytes = FILE_BYTES }: LogFileOptions) {
    this.#folder = folder;
    this.#home = home;
    this.#fileBytes = fileBytes;
  }

  /** Takes an entry, without its last newline. */
  write(text: string): void {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#dropped += 1;
      return;
    }
    const shown = this.#home === '' ? text : text.replaceAll(this.#home, '~');
    this.#waiting.push(formatLogEntry({ at: Date.now(), text: shown }));
    this.#writing ??= this.#drain();
  }

  /** Resolves when every line so far is written, or could not be. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Writes what waits at once, for a process that is about to end. */
  settleNow(): void {
    const text = this.#underWay + this.#take().join('');
    this.#underWay = '';
    if (text === '') return;
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      appendFileSync(this.#file(0), text, { mode: 0o600 });
    } catch {
      // Standard error has it.
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
    const newestFirst = Array.from({ length: KEPT + 1 }, (_, age) =>
      fs.readFile(this.#file(age), 'utf8').catch(() => ''),
    );
    return (await Promise.all(newestFirst)).reverse().join('');
  }

  #take(): string[] {
    const lines = this.#waiting;
    this.#waiting = [];
    if (this.#dropped > 0) {
      const text = `… ${this.#dropped} lines more, which nobody had time to write`;
      lines.push(formatLogEntry({ at: Date.now(), text }));
    }
    this.#dropped = 0;
    return lines;
  }

  async #drain(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const lines = this.#take();
        this.#underWay = lines.join('');
        await this.#append(this.#underWay);
        this.#underWay = '';
      }
    } catch {
      // Nobody is left to be told: the line is on standard error already.
      this.#waiting = [];
      this.#underWay = '';
    } finally {
      this.#writing = null;
    }
  }

  async #append(text: string): Promise<void> {
    await fs.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const newest = this.#file(0);
    const size = await fs.stat(newest).then(
      (found) => found.size,
      () => 0,
    );
    if (size > 0 && size + Buffer.byteLength(text) > this.#fileBytes) await this.#rotate();
    await fs.appendFile(newest, text, { mode: 0o600 });
  }

  async #rotate(): Promise<void> {
    for (let age = KEPT - 1; age >= 0; age -= 1) {
      await fs.rename(this.#file(age), this.#file(age + 1)).catch(() => undefined);
    }
  }

  #file(age: number): string {
    return path.join(this.#folder, age === 0 ? 'layerlift.log' : `layerlift.${age}.log`);
  }
}
