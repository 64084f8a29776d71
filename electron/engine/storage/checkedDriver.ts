import { hasCode } from '../../../shared/errors.ts';
import { SerialFileWriter } from './serialFileWriter.ts';
import type { ReadableFile, StorageAdapter } from './storageAdapter.ts';
import type { FileInfo, FileReader, FileWriter, SmallFile, StorageDriver } from './storageDriver.ts';
import {
  InvalidOffsetError,
  InvalidPathError,
  PathNotAFileError,
  type Place,
  toStorageError,
} from './storageErrors.ts';
import { isComponent, isStorePath } from './storePath.ts';

/**
 * Makes a StorageDriver of an adapter: owns what holds for every place, so that adapters stay naive. Paths are
 * checked before the adapter sees them, offsets before anything is read, writes are put in order, and what the
 * adapter throws becomes a typed error with the path and the adapter's name.
 */
export function checkedDriver(adapter: StorageAdapter): StorageDriver {
  return new CheckedDriver(adapter);
}

class CheckedDriver implements StorageDriver {
  readonly name: string;
  readonly #adapter: StorageAdapter;

  constructor(adapter: StorageAdapter) {
    this.name = adapter.name;
    this.#adapter = adapter;
  }

  async getContent(path: string): Promise<Uint8Array> {
    const place = this.#check(path);
    return await attempt(place, this.#adapter.getContent(path));
  }

  async putContent(path: string, content: Uint8Array): Promise<void> {
    await this.putContents([{ path, content }]);
  }

  async putContents(files: readonly SmallFile[]): Promise<void> {
    const placed = files.map((file) => ({ file, place: this.#check(file.path) }));
    for (const { by } of files) if (by !== undefined) this.#check(by);
    const staged = await Promise.allSettled(
      placed.map(async ({ file, place }) => {
        const { put, discard } = await attempt(place, this.#adapter.stage(file));
        return { put: () => attempt(place, put()), discard };
      }),
    );
    try {
      // All of them are written before the first is put: a file that is not there yet holds up those before it, too.
      for (const file of staged) if (file.status === 'rejected') throw file.reason;
      for (const file of staged) if (file.status === 'fulfilled') await file.value.put();
    } catch (error) {
      for (const file of staged) if (file.status === 'fulfilled') await file.value.discard();
      throw error;
    }
  }

  async reader(path: string, offset: number): Promise<FileReader> {
    const place = this.#check(path);
    if (!Number.isSafeInteger(offset) || offset < 0) throw new InvalidOffsetError(place, offset, null);
    const file = await attempt(place, this.#adapter.openForReading(path));
    if (offset <= file.size) return new CheckedReader(file, place, offset);
    await attempt(place, file.close());
    throw new InvalidOffsetError(place, offset, file.size);
  }

  async writer(path: string, options: { readonly append: boolean }): Promise<FileWriter> {
    const place = this.#check(path);
    return new SerialFileWriter(await attempt(place, this.#adapter.openForWriting(path, options)), place);
  }

  async stat(path: string): Promise<FileInfo> {
    const place = this.#checkOrRoot(path);
    const info = await attempt(place, this.#adapter.stat(path));
    return { path, ...info, size: info.isDirectory ? 0 : info.size };
  }

  /** Names outside the path grammar are left out: no method could be asked about them. */
  async list(path: string): Promise<readonly string[]> {
    const place = this.#checkOrRoot(path);
    const names = await attempt(place, this.#adapter.list(path));
    const folder = path === '/' ? '' : path;
    return names
      .filter(isComponent)
      .sort()
      .map((name) => `${folder}/${name}`);
  }

  async move(from: string, to: string): Promise<void> {
    const place = this.#check(from);
    const target = this.#check(to);
    if (to.startsWith(`${from}/`)) throw new InvalidPathError(target, 'nested');
    // A missing source must not cost the destination, nor leave folders behind that were made for it.
    const source = await this.stat(from);
    if (from === to) return;
    const replaced = await this.stat(to).catch((error: unknown) => {
      if (hasCode(error, 'PATH_NOT_FOUND')) return null;
      throw error;
    });
    if (replaced?.isDirectory) throw new PathNotAFileError(target, 'a folder is not replaced');
    if (replaced !== null && source.isDirectory) throw new PathNotAFileError(place, 'a folder replaces no file');
    await attempt(place, this.#adapter.move(from, to));
  }

  async delete(path: string): Promise<void> {
    const place = this.#check(path);
    await attempt(place, this.#adapter.delete(path));
  }

  async settle(path: string): Promise<void> {
    const place = this.#checkOrRoot(path);
    await attempt(place, this.#adapter.settle(path));
  }

  #check(path: string): Place {
    const place = { driver: this.name, path };
    if (!isStorePath(path)) throw new InvalidPathError(place, 'form');
    const { isReserved } = this.#adapter;
    if (isReserved !== undefined && path.split('/').some(isReserved)) throw new InvalidPathError(place, 'form');
    return place;
  }

  #checkOrRoot(path: string): Place {
    return path === '/' ? { driver: this.name, path } : this.#check(path);
  }
}

class CheckedReader implements FileReader {
  readonly #file: ReadableFile;
  readonly #place: Place;
  #position: number;
  #closing: Promise<void> | null = null;

  constructor(file: ReadableFile, place: Place, position: number) {
    this.#file = file;
    this.#place = place;
    this.#position = position;
  }

  async read(buffer: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < buffer.length) {
      const count = await attempt(this.#place, this.#file.read(buffer.subarray(filled), this.#position));
      if (count === 0) break;
      filled += count;
      this.#position += count;
    }
    return filled;
  }

  close(): Promise<void> {
    this.#closing ??= attempt(this.#place, this.#file.close());
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

async function attempt<T>(place: Place, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw toStorageError(error, place);
  }
}
