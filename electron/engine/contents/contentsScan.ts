import {
  CONTENTS_LIMITS,
  type Contents,
  type ContentsRequest,
  type ContentsStop,
  type Packing,
} from '../../../shared/contents.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { Budget } from './budget.ts';
import { type Bytes, ChunkedBytes, ContentsStopped } from './bytes.ts';
import { ContentsTree } from './contentsTree.ts';
import { GrowingFile, type Reach } from './growingFile.ts';
import { gunzip } from './gzip.ts';
import { isTarStart, TAR_BLOCK, walkTar } from './tarWalk.ts';
import { unzstd } from './zstd.ts';

/** What is known of what is being looked at; all null or empty while there are too few bytes to tell. */
interface Found {
  format: Contents['format'];
  packing: Packing | null;
  state: 'reading' | 'done' | 'stopped';
  stop: ContentsStop | null;
}

/**
 * One look inside an upload, from its first byte to its last, however long that takes to come. Reads only, and never
 * beyond what `follow` says there is.
 */
export class ContentsScan implements AsyncDisposable {
  readonly #file: GrowingFile;
  readonly #budget: Budget;
  readonly #look: number;
  readonly #tree = new ContentsTree();
  readonly #found: Found = { format: null, packing: null, state: 'reading', stop: null };
  readonly #ending = new AbortController();
  readonly #ended: Promise<void>;
  #reach: Reach;
  #failure: unknown = null;

  /**
   * @param look numbers this look among others
   * @param workMs of work that it may take, ms
   */
  constructor(driver: StorageDriver, reach: Reach, look: number, workMs: number = CONTENTS_LIMITS.workMs) {
    this.#look = look;
    this.#reach = reach;
    const file = new GrowingFile(driver, reach, this.#ending.signal, () => this.#budget.breathe());
    this.#file = file;
    this.#budget = new Budget(
      () => file.waitedMs,
      () => file.position,
      workMs,
    );
    this.#ended = this.#run();
  }

  /** Takes over where the bytes lie now. False when some of what was read is gone: then this look is worth nothing. */
  follow(reach: Reach): boolean {
    if (reach.offset < this.#reach.offset) return false;
    this.#reach = reach;
    this.#file.follow(reach);
    return true;
  }

  /** What there is so far. @throws whatever kept it from reading, e.g. LayerliftError `PERMISSION_DENIED`. */
  view({ query, open }: Pick<ContentsRequest, 'query' | 'open'>): Contents {
    if (this.#failure !== null) throw this.#failure;
    const { state } = this.#found;
    return {
      ...this.#found,
      ...this.#tree.view(query, new Set(open)),
      look: this.#look,
      state: state === 'reading' && this.#file.waiting ? 'waiting' : state,
      readTo: Math.min(this.#file.position, this.#reach.offset),
      offset: this.#reach.offset,
    };
  }

  /** Resolves when it has come to its end, one way or another. */
  async ended(): Promise<void> {
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await this.#ended;
    await this.#file[Symbol.asyncDispose]();
  }

  async #run(): Promise<void> {
    const found = this.#found;
    try {
      await this.#scan();
      found.state = 'done';
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      if (error instanceof ContentsStopped) Object.assign(found, { state: 'stopped', stop: error.reason });
      else this.#failure = error;
    }
  }

  async #scan(): Promise<void> {
    const file = this.#file;
    const found = this.#found;
    const head = await file.take(TAR_BLOCK);
    const packing = packingOf(head);
    file.rewind();
    let bytes: Bytes = file;
    if (packing !== 'none') {
      bytes = new ChunkedBytes(paid(packing === 'gzip' ? gunzip(file) : unzstd(file), this.#budget));
    }
    found.packing = packing;
    const first = await bytes.take(TAR_BLOCK);
    found.format = isTarStart(first, this.#wholeOf(packing, head)) ? 'tar' : 'other';
    if (found.format === 'other') return;
    for await (const entry of walkTar(bytes, first)) {
      this.#tree.add(entry);
      await this.#budget.breathe();
    }
  }

  /** Bytes of all that is not packed; null where that is not known. */
  #wholeOf(packing: Packing, head: Uint8Array): number | null {
    if (head.length < TAR_BLOCK || packing !== 'none') return null;
    return this.#reach.complete ? this.#reach.offset : null;
  }
}

/** By the magic numbers of RFC 1952 and RFC 8878. */
function packingOf([a, b, c, d]: Uint8Array): Packing {
  if (a === 0x1f && b === 0x8b) return 'gzip';
  const isZstd = b === 0xb5 && c === 0x2f && d === 0xfd && a === 0x28;
  const isSkippable = a !== undefined && a >> 4 === 5 && b === 0x2a && c === 0x4d && d === 0x18;
  return isZstd || isSkippable ? 'zstd' : 'none';
}

async function* paid(chunks: AsyncIterable<Uint8Array>, budget: Budget): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    budget.spendUnpacked(chunk.length);
    await budget.breathe();
    yield chunk;
  }
}
