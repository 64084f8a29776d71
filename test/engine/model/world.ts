import type { DigesterFactory } from '../../../electron/engine/digest/digester.ts';
import { LayerStore } from '../../../electron/engine/layers/layerStore.ts';
import type { LayerWriter } from '../../../electron/engine/layers/layerWriter.ts';
import { pathFor } from '../../../electron/engine/layers/paths.ts';
import type { UploadRef } from '../../../electron/engine/layers/uploadRef.ts';
import type { StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';
import type { Digest } from '../../../shared/digest.ts';
import { newRecord } from '../../support/layers.ts';
import { openMemoryDriver } from '../../support/memoryDriver.ts';

/**
 * What should be: the bytes of one upload and of the blobs beside it, in plain arrays. Nothing here knows of hash
 * states, slots or folders.
 */
export interface Model {
  /** What `data` should hold. */
  data: Uint8Array;
  source: Uint8Array;
  /** Whether a writer is open. */
  open: boolean;
  /** The newest checkpoint that nothing has damaged, bytes; null when nobody can say. */
  trusted: number | null;
  /** Where `close` cuts when the source was doubted; null when it was not. */
  doubtedFrom: number | null;
  /** Where `close` would cut if the source were doubted now. */
  undoubted: number;
  /** Bytes that each blob should have, by digest. */
  readonly blobs: Map<Digest, Uint8Array>;
  /** The digest that the upload was told to have from the start, of an algorithm that is not the canonical one. */
  readonly alias: 'sha384' | 'sha512' | null;
}

/** What is: a store in memory, an upload in it, and the writer while one is open. */
export class World {
  driver: StorageDriver;
  store: LayerStore;
  upload: UploadRef;
  writer: LayerWriter | null = null;
  readonly #factory: DigesterFactory;

  private constructor(driver: StorageDriver, store: LayerStore, upload: UploadRef, factory: DigesterFactory) {
    this.driver = driver;
    this.store = store;
    this.upload = upload;
    this.#factory = factory;
  }

  static async create(factory: DigesterFactory): Promise<World> {
    const driver = openMemoryDriver();
    const store = new LayerStore(driver, factory);
    return new World(driver, store, await store.begin(newRecord()), factory);
  }

  /** The writer; a command that needs it runs only while one is open. */
  get opened(): LayerWriter {
    if (this.writer === null) throw new Error('no writer is open');
    return this.writer;
  }

  /**
   * Kills everything that runs: what is on the disk goes on in a new store, the writer and its locks are of the old
   * one.
   */
  async crash(): Promise<void> {
    this.writer = null;
    const driver = openMemoryDriver();
    await copyTree(this.driver, driver, '/');
    this.driver = driver;
    this.store = new LayerStore(driver, this.#factory);
  }

  /** Another upload in the same store, after the end of the one before. */
  async beginAnother(): Promise<void> {
    this.writer = null;
    this.upload = await this.store.begin(newRecord());
  }

  path(
    kind: 'uploadData' | 'uploadCheckpoints' | 'uploadRecord' | 'uploadStartedAt' | 'uploadHashStates' | 'upload',
  ): string {
    return pathFor({ kind, ...this.upload });
  }

  statePath(offset: number): string {
    return pathFor({ kind: 'uploadHashState', ...this.upload, algorithm: 'sha256', offset });
  }
}

async function copyTree(from: StorageDriver, to: StorageDriver, folder: string): Promise<void> {
  for (const path of await from.list(folder)) {
    if ((await from.stat(path)).isDirectory) await copyTree(from, to, path);
    else await to.putContent(path, await from.getContent(path));
  }
}
