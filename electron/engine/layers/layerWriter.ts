import { algorithmOf, type Digest } from '../../../shared/digest.ts';
import { LayerliftError } from '../../../shared/errors.ts';
import type { DigesterSource } from '../digest/digester.ts';
import type { FileReader, FileWriter, StorageDriver } from '../storage/storageDriver.ts';
import type { CheckpointFile } from './checkpoints.ts';
import { DigesterSet } from './digesterSet.ts';
import {
  emptyTrash,
  type FinishedLayer,
  type FinishOptions,
  linkLayer,
  placeBlob,
  recordFinishing,
  retireUpload,
} from './finishing.ts';
import { type HashProgress, hasDigest, hashFile } from './hashFile.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { type PumpOptions, pump } from './pump.ts';
import type { Recovery } from './recoverUpload.ts';
import type { UploadRef } from './uploadRef.ts';
import { assertUploadThere } from './uploadThere.ts';

/** What a LayerWriter is made of; `LayerStore` puts it together. */
export interface WriterParts {
  readonly driver: StorageDriver;
  readonly factory: DigesterSource;
  readonly upload: UploadRef;
  /** ms since the epoch */
  readonly startedAt: number;
  /** Open and exclusive: whoever holds it is the upload's one writer. */
  readonly file: FileWriter;
  readonly digesters: DigesterSet;
  readonly checkpoints: CheckpointFile;
  readonly recovery: Recovery;
  readonly clock: () => number;
}

/**
 * Writes one layer into an upload. The state of its digests is saved with the bytes while they move, so that a
 * resume hashes only the gap again and `finish` never reads the data back.
 *
 * One writer exists per upload. Its methods are called one after another, except that `write` may overlap.
 * After `finish`, `cancel` or `close` nothing is stored any more, whatever is called.
 */
export class LayerWriter implements AsyncDisposable {
  readonly upload: UploadRef;
  /** ms since the epoch */
  readonly startedAt: number;
  /** What opening this writer took. */
  readonly recovery: Recovery;
  readonly #parts: WriterParts;
  #digesters: DigesterSet;
  #checkpointed: number;
  /** Rejects when the newest change of the file, or one before it, has failed. */
  #written: Promise<unknown> = Promise.resolve();
  /** The same for hashing. */
  #appended: Promise<void> = Promise.resolve();
  /** True when bytes behind `#undoubted` may not be the source's: `close` cuts them off. */
  #doubted = false;
  #undoubted: number;
  /** True when the bytes are a blob: there is nothing left to go on with, whatever fails after it. */
  #placed = false;
  #closed = false;

  constructor(parts: WriterParts) {
    this.#parts = parts;
    this.#digesters = parts.digesters;
    this.upload = parts.upload;
    this.startedAt = parts.startedAt;
    this.recovery = parts.recovery;
    this.#checkpointed = parts.recovery.checkpointed;
    this.#undoubted = parts.recovery.undoubted;
  }

  /** Bytes in `data`. */
  get offset(): number {
    return this.#parts.file.size;
  }

  /** Bytes hashed; other than `offset` only while a write is under way, or after one failed. */
  get hashed(): number {
    return this.#digesters.length;
  }

  /** Offset of the newest checkpoint. */
  get checkpointed(): number {
    return this.#checkpointed;
  }

  /** The canonical digest of the bytes so far. */
  digest(): Digest {
    return this.#digesters.canonical();
  }

  /**
   * Appends `chunk` and hashes it, both at once. The promise resolves when the bytes are hashed and in the file, and
   * the chunk may be used again only then.
   */
  write(chunk: Uint8Array): Promise<void> {
    this.#assertOpen();
    this.#written = this.#parts.file.write(chunk);
    this.#appended = this.#digesters.append(chunk);
    return this.#settled();
  }

  /**
   * Appends bytes of an open source by sharing its blocks, see `FileWriter.adopt`. They are then read back by
   * `readBack` and hashed by `hash`: what is hashed is what lies in the file, whatever becomes of the source.
   */
  async adopt(source: number, length: number): Promise<boolean> {
    this.#assertOpen();
    const adopted = this.#parts.file.adopt(source, length);
    this.#written = adopted;
    return await adopted;
  }

  /** Reads `data` from what is hashed on. The caller closes it. */
  async readBack(): Promise<FileReader> {
    return await this.#parts.driver.reader(pathFor({ kind: 'uploadData', ...this.upload }), this.hashed);
  }

  /** Hashes bytes that lie in the file already, the next ones; as `write` otherwise. */
  hash(chunk: Uint8Array): Promise<void> {
    this.#assertOpen();
    this.#appended = this.#digesters.append(chunk);
    return this.#settled();
  }

  /** Rejects with the first failure, but not before both have ended: nothing may go on behind a failure. */
  async #settled(): Promise<void> {
    const under = [this.#written, this.#appended];
    await Promise.allSettled(under);
    await Promise.all(under);
  }

  /**
   * Appends everything that `source` gives, with checkpoints as it goes.
   * @throws LayerliftError `CANCELLED` when the signal fires; the writer stays usable, `close` keeps what it has.
   */
  async readFrom(source: FileReader, options: PumpOptions): Promise<void> {
    this.#assertOpen();
    await pump(this, source, options);
  }

  /**
   * Makes all bytes hashed so far durable, then a state of the digests that covers them. `confirm` runs in between,
   * and may refuse: bytes of a source that has changed get no checkpoint and do not survive `close`.
   */
  async checkpoint(confirm?: () => Promise<void>): Promise<void> {
    this.#assertOpen();
    const { file, checkpoints, clock } = this.#parts;
    const offset = this.hashed;
    const states = this.#digesters.save();
    await this.#settled();
    await file.sync();
    try {
      await confirm?.();
    } catch (error) {
      this.#doubted = true;
      throw error;
    }
    await checkpoints.save(offset, states, clock());
    this.#checkpointed = offset;
    this.#undoubted = offset;
  }

  /**
   * Compares the digest with the expected one, and resolves to the bytes hashed again for it. A digest that was not
   * computed alongside takes one more read; so does a mismatch after states were restored, because a restored state
   * is a cache and the bytes are the truth.
   * @throws LayerliftError `DIGEST_MISMATCH` (`expected`, `actual`, `canonical`), `CANCELLED`.
   */
  async verify(expected: Digest | null, progress: HashProgress = {}): Promise<number> {
    let rehashed = 0;
    const rehash = async (): Promise<void> => {
      await this.rehash(progress);
      rehashed += this.offset;
    };
    if (expected === null) return rehashed;
    const algorithm = algorithmOf(expected);
    if (this.#digesters.digest(algorithm) === null) {
      this.#digesters = await DigesterSet.create(this.#parts.factory, expected);
      await rehash();
    }
    if (this.#digesters.digest(algorithm) !== expected && rehashed === 0 && this.recovery.restored) await rehash();
    if (this.#digesters.digest(algorithm) === expected) return rehashed;
    throw new LayerliftError('DIGEST_MISMATCH', 'the bytes have another digest', {
      expected,
      actual: this.#digesters.digest(algorithm),
      canonical: this.digest(),
    });
  }

  /**
   * Verifies the digest, moves `data` to its blob's path, links it, removes the upload. Every step is durable before
   * the next one, and after a crash at any of them `LayerStore.resume` and `finish`, or recovery, carry it to the end.
   * @throws LayerliftError `DIGEST_MISMATCH` (`expected`, `actual`), `CANCELLED`; the upload stays, the writer is
   * usable. `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` when somebody has removed the upload or its data.
   */
  async finish(expected: Digest | null, options: FinishOptions = {}): Promise<FinishedLayer> {
    this.#assertOpen();
    const { driver, factory, upload } = this.#parts;
    await this.#settled();
    if (this.hashed !== this.offset) {
      throw new LayerliftError('UPLOAD_INCOMPLETE', 'a write has failed', { offset: this.offset, hashed: this.hashed });
    }
    await assertUploadThere(driver, upload);
    const rehashed = await this.verify(expected, options);
    if (this.#checkpointed !== this.offset) await this.checkpoint();
    const digest = this.digest();
    const size = this.offset;
    await assertUploadThere(driver, upload);
    await recordFinishing(driver, upload, { digest, size, expected });
    const isIntact = (path: string): Promise<boolean> => hasDigest(driver, factory, path, digest, options);
    const existing = await placeBlob(driver, upload, { digest, size }, options.verifyExisting ? isIntact : null);
    this.#placed = true;
    await linkLayer(driver, upload.repository, digest, expected);
    await this.#release();
    await retireUpload(driver, upload);
    const layer = { digest, size, blobPath: pathFor({ kind: 'blobData', digest }), existing, rehashed };
    await options.onRetired?.(layer);
    await emptyTrash(driver, upload.id);
    return layer;
  }

  /** Hashes all of `data` again, whatever the states say. The digest then is what the bytes have. */
  async rehash(progress: HashProgress = {}): Promise<void> {
    this.#assertOpen();
    await this.#settled();
    this.#digesters.reset();
    // Whatever the states said before, the next checkpoint must say what the bytes are.
    this.#checkpointed = 0;
    const path = pathFor({ kind: 'uploadData', ...this.upload });
    await hashFile(this.#parts.driver, path, this.#digesters, progress);
  }

  /** Ends the upload and leaves nothing of it. One that somebody else has removed has ended already. */
  async cancel(): Promise<void> {
    this.#assertOpen();
    await this.#release();
    await orWhenMissing(retireUpload(this.#parts.driver, this.upload), undefined);
    await emptyTrash(this.#parts.driver, this.upload.id);
  }

  /**
   * Drains, makes a checkpoint at the offset, writes the registry's hash state there, and lets go of the upload.
   * A writer whose digests ran ahead of a failed write keeps its last checkpoint instead.
   * @throws LayerliftError `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` when somebody has removed the upload or its data: then
   * nothing is written, and it is let go of all the same.
   */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#settled().catch(() => undefined);
      const offset = this.offset;
      if (this.#placed) return;
      if (this.#doubted) {
        await this.#parts.file.truncate(Math.min(offset, this.#undoubted));
      } else if (this.hashed === offset && offset > 0) {
        if (this.#checkpointed !== offset) await this.checkpoint();
        await this.#parts.checkpoints.publish(offset, this.#digesters.save());
      }
    } finally {
      await this.#release();
    }
  }

  /** Lets go of an upload that will be discarded: nothing is stored any more, and only what is under way is awaited. */
  async abandon(): Promise<void> {
    if (this.#closed) return;
    await this.#settled().catch(() => undefined);
    await this.#release();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #release(): Promise<void> {
    this.#closed = true;
    try {
      await this.#parts.checkpoints.close();
    } finally {
      await this.#parts.file.close();
    }
  }

  #assertOpen(): void {
    if (this.#closed) throw new LayerliftError('WRITER_CLOSED', 'the upload is not open', { id: this.upload.id });
  }
}
