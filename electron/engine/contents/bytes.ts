import type { ContentsStop } from '../../../shared/contents.ts';

/** Bytes that come one after the other, some of them later. */
export interface Bytes {
  /** The next `count` bytes; fewer only at the end of all that will ever come. Waits for what is not there yet. */
  take(count: number): Promise<Uint8Array>;
  /** Passes over `count` bytes, also beyond the end. */
  skip(count: number): Promise<void>;
}

/** A look inside that cannot go on. */
export class ContentsStopped extends Error {
  override readonly name = 'ContentsStopped';
  readonly reason: ContentsStop;

  constructor(reason: ContentsStop, cause?: unknown) {
    super(reason, { cause });
    this.reason = reason;
  }
}

/** Bytes over chunks, e.g. of what is being unpacked. */
export class ChunkedBytes implements Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();
  #ended = false;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async take(count: number): Promise<Uint8Array> {
    if (this.#chunk.length === 0) await this.#next();
    if (this.#chunk.length >= count) return this.#cut(count);
    const parts: Uint8Array[] = [];
    let missing = count;
    while (missing > 0 && !this.#ended) {
      const part = this.#cut(Math.min(missing, this.#chunk.length));
      parts.push(part);
      missing -= part.length;
      if (missing > 0) await this.#next();
    }
    return Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    let left = count;
    while (left > 0 && !this.#ended) {
      left -= this.#cut(Math.min(left, this.#chunk.length)).length;
      if (left > 0) await this.#next();
    }
  }

  #cut(count: number): Uint8Array {
    const part = this.#chunk.subarray(0, count);
    this.#chunk = this.#chunk.subarray(count);
    return part;
  }

  async #next(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    this.#ended = done === true;
    this.#chunk = done === true ? new Uint8Array() : value;
  }
}
