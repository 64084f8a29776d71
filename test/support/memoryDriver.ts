import path from 'node:path';
import { checkedDriver } from '../../electron/engine/storage/checkedDriver.ts';
import type {
  ReadableFile,
  StagedFile,
  StorageAdapter,
  WritableFile,
} from '../../electron/engine/storage/storageAdapter.ts';
import type { FileInfo, SmallFile, StorageDriver } from '../../electron/engine/storage/storageDriver.ts';
import {
  PathNotAFileError,
  PathNotFoundError,
  type Place,
  WriterLockedError,
} from '../../electron/engine/storage/storageErrors.ts';

/** A store in memory, with the same checks as every other driver. */
export function openMemoryDriver(): StorageDriver {
  return checkedDriver(new MemoryAdapter());
}

/** Content in a buffer that doubles, so that appending costs what it does on a disk. */
class MemoryFile {
  #buffer = new Uint8Array(0);
  size = 0;
  locked = false;
  modifiedAt = Date.now();

  get content(): Uint8Array {
    return this.#buffer.subarray(0, this.size);
  }

  write(bytes: Uint8Array, position: number): void {
    const end = position + bytes.length;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.#buffer.length * 2));
      larger.set(this.content);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, position);
    this.size = Math.max(this.size, end);
    this.modifiedAt = Date.now();
  }

  truncate(size: number): void {
    this.size = size;
    this.modifiedAt = Date.now();
  }
}

type Folder = Map<string, Entry>;
type Entry = MemoryFile | Folder;

class MemoryAdapter implements StorageAdapter {
  readonly name = 'memory';
  readonly #root: Folder = new Map();

  async getContent(at: string): Promise<Uint8Array> {
    return this.#file(at).content.slice();
  }

  async stage({ path: at, content }: SmallFile): Promise<StagedFile> {
    // A new file, as after a rename: whoever reads the old one goes on reading it.
    const file = new MemoryFile();
    file.write(content, 0);
    const folder = this.#makeFolder(path.posix.dirname(at));
    const put = async (): Promise<void> => {
      if (folder.get(nameOf(at)) instanceof Map) throw new PathNotAFileError(this.#place(at), 'not a file');
      folder.set(nameOf(at), file);
    };
    return { put, discard: async () => undefined };
  }

  async openForReading(at: string): Promise<ReadableFile> {
    const file = this.#file(at);
    return {
      size: file.size,
      read: async (buffer, position) => {
        const part = file.content.subarray(position, position + buffer.length);
        buffer.set(part);
        return part.length;
      },
      close: async () => undefined,
    };
  }

  async openForWriting(at: string, options: { readonly append: boolean }): Promise<WritableFile> {
    const existing = this.#find(at);
    if (existing === undefined && options.append) throw new PathNotFoundError(this.#place(at));
    const file = existing === undefined ? new MemoryFile() : this.#file(at);
    if (file.locked) throw new WriterLockedError(this.#place(at));
    if (existing === undefined) this.#makeFolder(path.posix.dirname(at)).set(nameOf(at), file);
    file.locked = true;
    if (!options.append) file.truncate(0);
    return {
      size: file.size,
      write: async (bytes, position) => {
        file.write(bytes, position);
        return bytes.length;
      },
      truncate: async (size) => file.truncate(size),
      sync: async () => undefined,
      remove: async () => {
        if (this.#find(at) !== file) throw new PathNotFoundError(this.#place(at));
        await this.delete(at);
      },
      close: async () => {
        file.locked = false;
      },
    };
  }

  async stat(at: string): Promise<Omit<FileInfo, 'path'>> {
    const entry = this.#existing(at);
    if (entry instanceof Map) return { size: 0, modifiedAt: 0, isDirectory: true };
    return { size: entry.size, modifiedAt: entry.modifiedAt, isDirectory: false };
  }

  async list(at: string): Promise<readonly string[]> {
    const entry = this.#existing(at);
    if (entry instanceof Map) return [...entry.keys()];
    throw new PathNotFoundError(this.#place(at));
  }

  async move(from: string, to: string): Promise<void> {
    const entry = this.#existing(from);
    this.#makeFolder(path.posix.dirname(to)).set(nameOf(to), entry);
    await this.delete(from);
  }

  async delete(at: string): Promise<void> {
    const folder = this.#find(path.posix.dirname(at));
    if (!(folder instanceof Map) || !folder.delete(nameOf(at))) throw new PathNotFoundError(this.#place(at));
  }

  async settle(at: string): Promise<void> {
    this.#existing(at);
  }

  #find(at: string): Entry | undefined {
    let entry: Entry | undefined = this.#root;
    for (const name of at.split('/').filter((part) => part !== '')) {
      entry = entry instanceof Map ? entry.get(name) : undefined;
    }
    return entry;
  }

  #existing(at: string): Entry {
    const entry = this.#find(at);
    if (entry === undefined) throw new PathNotFoundError(this.#place(at));
    return entry;
  }

  #file(at: string): MemoryFile {
    const entry = this.#existing(at);
    if (entry instanceof Map) throw new PathNotAFileError(this.#place(at), 'not a file');
    return entry;
  }

  #makeFolder(at: string): Folder {
    if (at === '/') return this.#root;
    const parent = this.#makeFolder(path.posix.dirname(at));
    const entry = parent.get(nameOf(at)) ?? new Map<string, Entry>();
    if (!(entry instanceof Map)) {
      throw new PathNotAFileError(this.#place(at), 'a file stands where a folder is needed');
    }
    parent.set(nameOf(at), entry);
    return entry;
  }

  #place(at: string): Place {
    return { driver: this.name, path: at };
  }
}

function nameOf(at: string): string {
  return path.posix.basename(at);
}
