import { type Digest, parseDigest } from '../../../shared/digest.ts';
import { hasCode, LayerliftError } from '../../../shared/errors.ts';
import type { RepositoryName, UploadId } from '../../../shared/names.ts';
import { purgeTimeOf } from '../../../shared/startedAt.ts';
import type { DigesterSource } from '../digest/digester.ts';
import type { FileReader, FileWriter, StorageDriver } from '../storage/storageDriver.ts';
import { buildUpload } from './beginning.ts';
import { CheckpointFile } from './checkpoints.ts';
import { DigesterSet } from './digesterSet.ts';
import { emptyTrash, type FinishedLayer, linkLayer, readRecord, retireCancelled, retireUpload } from './finishing.ts';
import type { HashProgress } from './hashFile.ts';
import { inspectUpload, type UploadState } from './inspectUpload.ts';
import { LayerWriter } from './layerWriter.ts';
import { orWhenMissing } from './orWhenMissing.ts';
import { pathFor } from './paths.ts';
import { findRestart, type GapProof, type Recovery, rehashGap, SCRATCH } from './recoverUpload.ts';
import { readStartedAt, writeStartedAt } from './startedAtFile.ts';
import type { UploadRecord } from './uploadRecord.ts';
import { newUploadId, type UploadRef } from './uploadRef.ts';
import { missingUpload, unknownUpload } from './uploadThere.ts';

/** A layer as a store serves it. */
export interface Descriptor {
  /** The canonical digest, also when it was asked for under another one. */
  readonly digest: Digest;
  /** bytes */
  readonly size: number;
  /** From the driver's root. */
  readonly blobPath: string;
}

/** How an upload is opened again. */
export interface ResumeOptions extends HashProgress {
  /** Decides which digests are computed alongside. */
  readonly expected?: Digest | null;
  /** Go on at this offset instead of the end; what lies behind it is cut off, states first. */
  readonly at?: number;
  /** Proves the gap byte by byte; without it the stored bytes are believed. */
  readonly proof?: GapProof | null;
  /** `start` believes no checkpoint and hashes everything again. */
  readonly from?: 'checkpoint' | 'start';
}

/** Layers and uploads of one store, over any driver. */
export class LayerStore {
  readonly #driver: StorageDriver;
  readonly #factory: DigesterSource;
  readonly #clock: () => number;

  constructor(driver: StorageDriver, factory: DigesterSource, clock: () => number = Date.now) {
    this.#driver = driver;
    this.#factory = factory;
    this.#clock = clock;
  }

  /**
   * Begins an upload. It is built out of sight and appears in one step, so that there is no half-made upload at any
   * moment: when this resolves it survives a loss of power.
   */
  async begin(record: UploadRecord): Promise<UploadRef> {
    return await this.beginAs(newUploadId(), record);
  }

  /** As `begin`, under an id that no upload of the store has. */
  async beginAs(id: UploadId, record: UploadRecord): Promise<UploadRef> {
    const upload: UploadRef = { repository: record.repository, id };
    await buildUpload(this.#driver, upload, record, this.#clock());
    return upload;
  }

  /** Begins an upload and opens it for writing. */
  async create(record: UploadRecord): Promise<LayerWriter> {
    return await this.resume(await this.begin(record), { expected: record.expected });
  }

  /**
   * Opens an upload again: takes the newest usable checkpoint and hashes only the gap.
   * @throws LayerliftError `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` (no data), `WRITER_LOCKED`, `OFFSET_INVALID`,
   * `SOURCE_DIFFERS`, `CANCELLED`.
   */
  async resume(upload: UploadRef, options: ResumeOptions = {}): Promise<LayerWriter> {
    const driver = this.#driver;
    const expected = options.expected ?? null;
    const file = await this.#openData(upload);
    let checkpoints: CheckpointFile | null = null;
    try {
      const size = options.at ?? file.size;
      if (size > file.size) {
        throw new LayerliftError('OFFSET_INVALID', 'past the end of the upload', { offset: size, size: file.size });
      }
      const startedAt = await this.#startedAt(upload);
      const digesters = await DigesterSet.create(this.#factory, expected);
      const restart = options.from === 'start' ? SCRATCH : await findRestart(driver, upload, size, digesters);
      checkpoints = await CheckpointFile.open(driver, upload, size);
      await file.truncate(size);
      if (restart.states !== null) digesters.restore(restart.states);
      const parts = { driver, upload, file, digesters, checkpoints, clock: this.#clock };
      const gap = await rehashGap(parts, options.proof ?? null, { ...options, save: options.from !== 'start' });
      const recovery: Recovery = {
        ...gap,
        from: restart.offset,
        undoubted: options.from === 'start' ? file.size : gap.checkpointed,
        restored: restart.states !== null,
      };
      return new LayerWriter({ ...parts, factory: this.#factory, startedAt, recovery });
    } catch (error) {
      await checkpoints?.close();
      await file.close();
      throw error;
    }
  }

  /** What is known of an upload without opening it. A missing `data` counts as empty. */
  async inspect(upload: UploadRef): Promise<UploadState> {
    return await inspectUpload(this.#driver, upload);
  }

  /**
   * Dates an upload to now, so that a registry does not remove it for another 168 hours. Only at rest: its lock is
   * held meanwhile, so that nothing is written into an upload that somebody ends. Resolves to when it is removed now,
   * ms since the epoch.
   * @throws LayerliftError `UPLOAD_UNKNOWN`, `UPLOAD_DAMAGED` (no data), `WRITER_LOCKED`.
   */
  async renew(upload: UploadRef): Promise<number> {
    await using _lock = await this.#openData(upload);
    const now = this.#clock();
    await writeStartedAt(this.#driver, upload, now);
    return purgeTimeOf(now);
  }

  /** The canonical digest of all that is in `data`, from a checkpoint at its end; null when there is none. */
  async digestOf(upload: UploadRef): Promise<Digest | null> {
    const { offset, checkpoint } = await this.inspect(upload);
    if (offset > 0 && checkpoint?.offset !== offset) return null;
    const digesters = await DigesterSet.create(this.#factory, null);
    if (checkpoint !== null) digesters.restore(checkpoint.states);
    return digesters.canonical();
  }

  /**
   * Carries an upload to its end that a crash caught between the move of its data and its removal. Null when it is
   * not such an upload: its data is still there, or nothing was recorded.
   * @throws LayerliftError `UPLOAD_DAMAGED` when neither the data nor the blob is there.
   */
  async completeMoved(
    upload: UploadRef,
    onRetired?: (layer: FinishedLayer) => Promise<void>,
  ): Promise<FinishedLayer | null> {
    const driver = this.#driver;
    const record = await readRecord(driver, upload);
    if (record?.phase.kind !== 'finishing') return null;
    const { digest, size, replaces } = record.phase;
    if ((await orWhenMissing(driver.stat(pathFor({ kind: 'uploadData', ...upload })), null)) !== null) return null;
    const blobPath = pathFor({ kind: 'blobData', digest });
    const blob = await orWhenMissing(driver.stat(blobPath), null);
    if (blob?.size !== size) {
      throw new LayerliftError('UPLOAD_DAMAGED', 'neither data nor blob', {
        reason: 'blob-missing',
        id: upload.id,
        digest,
      });
    }
    await driver.settle(blobPath);
    await linkLayer(driver, upload.repository, digest, record.expected);
    await retireUpload(driver, upload);
    const layer: FinishedLayer = {
      digest,
      size,
      blobPath,
      existing: replaces === true ? 'replaced' : 'kept',
      rehashed: 0,
    };
    await onRetired?.(layer);
    await emptyTrash(driver, upload.id);
    return layer;
  }

  /**
   * Ends an upload whatever its state, and leaves nothing of it. `onRetired` as in `LayerWriter.finish`; it
   * is called once more when the disk was full and the upload's bytes have made room.
   * @throws LayerliftError `WRITER_LOCKED` while somebody writes it; `UPLOAD_UNKNOWN`.
   */
  async cancel(upload: UploadRef, onRetired?: () => Promise<void>): Promise<void> {
    const data = pathFor({ kind: 'uploadData', ...upload });
    // Taking the lock proves that nobody writes; data that is missing has no writer.
    const file = await orWhenMissing(this.#driver.writer(data, { append: true }), null);
    await file?.close();
    try {
      await retireCancelled(this.#driver, upload);
    } catch (error) {
      if (hasCode(error, 'PATH_NOT_FOUND')) throw unknownUpload(upload, error);
      throw error;
    }
    try {
      await onRetired?.();
    } catch (error) {
      if (!hasCode(error, 'DISK_FULL')) throw error;
      // The bytes that go anyway are the room that is wanted.
      await orWhenMissing(this.#driver.delete(`${pathFor({ kind: 'trashed', id: upload.id })}/data`), undefined);
      await onRetired?.();
    }
    await emptyTrash(this.#driver, upload.id);
  }

  /**
   * Finds a layer by any digest that it is linked under.
   * @throws LayerliftError `PATH_NOT_FOUND` when the repository has no such layer, or its blob is gone;
   * `DIGEST_INVALID` when its link is not exactly a digest, as a crashed registry may leave one.
   */
  async stat(repository: RepositoryName, name: Digest): Promise<Descriptor> {
    const link = await this.#driver.getContent(pathFor({ kind: 'layerLink', repository, digest: name }));
    const digest = parseDigest(new TextDecoder('utf-8', { ignoreBOM: true }).decode(link));
    const blobPath = pathFor({ kind: 'blobData', digest });
    return { digest, size: (await this.#driver.stat(blobPath)).size, blobPath };
  }

  /** Opens a layer for reading from its beginning. */
  async open(repository: RepositoryName, name: Digest): Promise<FileReader> {
    return await this.#driver.reader((await this.stat(repository, name)).blobPath, 0);
  }

  async #openData(upload: UploadRef): Promise<FileWriter> {
    try {
      return await this.#driver.writer(pathFor({ kind: 'uploadData', ...upload }), { append: true });
    } catch (error) {
      if (!hasCode(error, 'PATH_NOT_FOUND')) throw error;
      throw await missingUpload(this.#driver, upload, error);
    }
  }

  /** Reads `startedat`. A damaged or missing one is written anew, or no registry would ever purge the upload. */
  async #startedAt(upload: UploadRef): Promise<number> {
    const known = await readStartedAt(this.#driver, upload);
    if (known !== null) return known;
    const now = this.#clock();
    await writeStartedAt(this.#driver, upload, now);
    return now;
  }
}
