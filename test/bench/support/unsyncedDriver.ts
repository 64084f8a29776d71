import type { FileWriter, StorageDriver } from '../../../electron/engine/storage/storageDriver.ts';

/**
 * A driver whose writers sync nothing until they are closed or committed: what moving bytes would cost without
 * checkpoints that hold. For measuring only.
 */
export function unsyncedDriver(driver: StorageDriver): StorageDriver {
  return {
    name: driver.name,
    getContent: (path) => driver.getContent(path),
    putContent: (path, content) => driver.putContent(path, content),
    putContents: (files) => driver.putContents(files),
    reader: (path, offset) => driver.reader(path, offset),
    writer: async (path, options) => unsyncedWriter(await driver.writer(path, options)),
    stat: (path) => driver.stat(path),
    list: (path) => driver.list(path),
    move: (from, to) => driver.move(from, to),
    delete: (path) => driver.delete(path),
    settle: async () => undefined,
  };
}

function unsyncedWriter(writer: FileWriter): FileWriter {
  return {
    get size() {
      return writer.size;
    },
    write: (chunk) => writer.write(chunk),
    adopt: (source, length) => writer.adopt(source, length),
    overwrite: async () => undefined,
    truncate: (size) => writer.truncate(size),
    sync: async () => undefined,
    cancel: () => writer.cancel(),
    commit: () => writer.commit(),
    close: () => writer.close(),
    [Symbol.asyncDispose]: () => writer[Symbol.asyncDispose](),
  };
}
