import { hasCode, LayerliftError } from '../../../shared/errors.ts';
import type { FileReader, StorageDriver } from '../storage/storageDriver.ts';
import type { Bytes } from './bytes.ts';

/** Where the bytes of an upload lie, and how many of them there are. */
export interface Reach {
  /** From the driver's root: `data` of the upload, or the blob that it has become. */
  readonly path: string;
  /** Bytes that may be read. */
  readonly offset: number;
  /** Whether these are all. */
  readonly complete: boolean;
}

/** Read at once; entries are often smaller than that, so that their headers come along. */
const CHUNK = 256 * 1024;

/** What is skipped is not read when it is more than this. */
const JUMP = 2 * CHUNK;

/**
 * Reads a file that is being written, never beyond what its writer says there is. Where the next bytes are not there
 * yet, or the file has moved away, it waits for the next `follow`.
 */
export class GrowingFile implements Bytes, AsyncDisposable {
  readonly #driver: StorageDriver;
  readonly #signal: AbortSignal;
  readonly #breathe: () => Promise<void>;
  #reach: Reach;
  #reader: FileReader | null = null;
  #readerAt = 0;
  #buffer: Uint8Array = new Uint8Array();
  #wake: (() => void) | null = null;
  #position = 0;
  /** Of waiting so far, ms. */
  waitedMs = 0;

  /** @param breathe awaited before bytes are read: whatever is made of them, none of it goes on without that. */
  constructor(driver: StorageDriver, reach: Reach, signal: AbortSignal, breathe: () => Promise<void>) {
    this.#driver = driver;
    this.#reach = reach;
    this.#signal = signal;
    this.#breathe = breathe;
    signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  /** Bytes that have been taken or passed over. */
  get position(): number {
    return this.#position;
  }

  get waiting(): boolean {
    return this.#wake !== null;
  }

  /** Takes over where the bytes lie now. */
  follow(reach: Reach): void {
    const isNews = reach.path !== this.#reach.path || reach.offset !== this.#reach.offset || reach.complete;
    this.#reach = reach;
    if (isNews) this.#wake?.();
  }

  /** Goes back to the beginning. */
  rewind(): void {
    this.#position = 0;
    this.#buffer = new Uint8Array();
  }

  async take(count: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0) {
      const part = await this.some(missing);
      if (part.length === 0) break;
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  /** At least one byte and at most `most`; none only at the end of all that will ever come. */
  async some(most: number): Promise<Uint8Array> {
    while (this.#buffer.length === 0) {
      const filled = await this.#fill();
      if (!filled && this.#reach.complete && this.#position >= this.#reach.offset) return new Uint8Array();
      if (!filled) await this.#wait();
    }
    const part = this.#buffer.subarray(0, most);
    this.#buffer = this.#buffer.subarray(part.length);
    this.#position += part.length;
    return part;
  }

  async skip(count: number): Promise<void> {
    const buffered = Math.min(count, this.#buffer.length);
    this.#buffer = this.#buffer.subarray(buffered);
    this.#position += count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const reader = this.#reader;
    this.#reader = null;
    await reader?.close();
  }

  /** False when there is nothing to read at the moment. */
  async #fill(): Promise<boolean> {
    await this.#breathe();
    if (this.#signal.aborted) throw new LayerliftError('CANCELLED', 'nobody looks any more');
    const there = this.#reach.offset - this.#position;
    if (there <= 0) return false;
    const reader = await this.#readerHere();
    if (reader === null) return false;
    const buffer = Buffer.allocUnsafe(Math.min(there, CHUNK));
    const count = await reader.read(buffer);
    this.#readerAt += count;
    this.#buffer = buffer.subarray(0, count);
    return count > 0;
  }

  /** A reader at the position; null when the file is not where it was. */
  async #readerHere(): Promise<FileReader | null> {
    const ahead = this.#position - this.#readerAt;
    if (this.#reader !== null && ahead > 0 && ahead <= JUMP) {
      // What lies between comes with the next headers anyway.
      const passed = await this.#reader.read(Buffer.allocUnsafe(ahead));
      this.#readerAt += passed;
    }
    if (this.#reader !== null && this.#readerAt === this.#position) return this.#reader;
    await this[Symbol.asyncDispose]();
    try {
      this.#reader = await this.#driver.reader(this.#reach.path, this.#position);
    } catch (error) {
      // It has become a blob, or was cut off: whoever follows it says so.
      if (hasCode(error, 'PATH_NOT_FOUND', 'OFFSET_INVALID')) return null;
      throw error;
    }
    this.#readerAt = this.#position;
    return this.#reader;
  }

  async #wait(): Promise<void> {
    const started = performance.now();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = null;
    this.waitedMs += performance.now() - started;
  }
}
