import type { StorageDriver } from '../storage/storageDriver.ts';
import { orWhenMissing } from './orWhenMissing.ts';

/**
 * A file of JSON objects, one a line, that is only ever appended to. What is added while others are written is written
 * together, with one sync for all of it.
 */
export class LineLog {
  readonly #driver: StorageDriver;
  readonly #path: string;
  #appending: Promise<void> = Promise.resolve();
  #next: Batch | null = null;

  constructor(driver: StorageDriver, path: string) {
    this.#driver = driver;
    this.#path = path;
  }

  /**
   * Reads all lines, or the newest `bytesMax` bytes of them where there are more: how long the file is may be somebody
   * else's choice, how much memory it takes is not. `parse` gets what each line holds, undefined for one that is no
   * JSON, and returns null for what it cannot read.
   */
  async read<T>(bytesMax: number, parse: (raw: unknown) => T | null): Promise<Lines<T>> {
    const bytes = await orWhenMissing(readEnd(this.#driver, this.#path, bytesMax), new Uint8Array());
    const lines = new TextDecoder().decode(bytes).split('\n');
    // What stands behind the last newline was torn off by a crash, before anybody was told that it is there.
    lines.pop();
    const values = lines.filter((line) => line !== '').map((line) => parse(parseJson(line)));
    const readable = values.filter((value) => value !== null);
    return { values: readable, unreadable: values.length - readable.length };
  }

  /** Appends a line; when it resolves, the line survives a loss of power. */
  async add(value: object): Promise<void> {
    this.#next ??= this.#collect();
    this.#next.lines.push(JSON.stringify(value));
    await this.#next.written;
  }

  /** Deletes the file, after all that was added before. */
  async delete(): Promise<void> {
    const deleted = this.#appending.then(() => orWhenMissing(this.#driver.delete(this.#path), undefined));
    this.#appending = deleted.catch(() => undefined);
    await deleted;
  }

  /** Lines that are written once those before them are. */
  #collect(): Batch {
    const lines: string[] = [];
    const written = this.#appending.then(() => {
      this.#next = null;
      return this.#append(lines);
    });
    this.#appending = written.catch(() => undefined);
    return { lines, written };
  }

  async #append(lines: readonly string[]): Promise<void> {
    const exists = (await orWhenMissing(this.#driver.stat(this.#path), null)) !== null;
    await using writer = await this.#driver.writer(this.#path, { append: exists });
    // The newline in front ends a line that a crash may have torn; empty lines mean nothing.
    await writer.write(new TextEncoder().encode(lines.map((line) => `\n${line}\n`).join('')));
    await writer.sync();
  }
}

/** What a log holds, in the order of its lines. */
export interface Lines<T> {
  readonly values: readonly T[];
  /** Lines that cannot be read; they stay in the file. */
  readonly unreadable: number;
}

interface Batch {
  readonly lines: string[];
  readonly written: Promise<void>;
}

async function readEnd(driver: StorageDriver, path: string, bytesMax: number): Promise<Uint8Array> {
  const { size } = await driver.stat(path);
  const bytes = Buffer.alloc(Math.min(size, bytesMax));
  await using reader = await driver.reader(path, size - bytes.length);
  return bytes.subarray(0, await reader.read(bytes));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
