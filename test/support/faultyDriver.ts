import type { FileReader, FileWriter, StorageDriver } from '../../electron/engine/storage/storageDriver.ts';

/** One call of a driver, or of a reader or writer that it opened. */
export interface DriverCall {
  /** Counted from 1 over all calls of one faulty driver. */
  readonly number: number;
  /** E.g. `putContent`, `writer`, `writer.write`, `reader.read`. */
  readonly method: string;
  readonly path: string;
}

/** Decides about a call before it has any effect: the error it fails with, or null to let it through. */
export type Fault = (call: DriverCall) => Error | null;

/** Fails the call with that number, once. */
export function failCall(number: number, error: Error): Fault {
  return (call) => (call.number === number ? error : null);
}

/** Fails every call that `matches`. */
export function failCalls(matches: (call: DriverCall) => boolean, error: Error): Fault {
  return (call) => (matches(call) ? error : null);
}

/** A driver that fails when it is told to, and keeps a list of its calls. Closing never fails: it frees resources. */
export interface FaultyDriver extends StorageDriver {
  readonly calls: readonly DriverCall[];
}

/** Wraps `driver`; `fault` sees each call first. */
export function faultyDriver(driver: StorageDriver, fault: Fault): FaultyDriver {
  const calls: DriverCall[] = [];
  const run = async <T>(method: string, path: string, operation: () => Promise<T>): Promise<T> => {
    const call = { number: calls.length + 1, method, path };
    calls.push(call);
    const error = fault(call);
    if (error !== null) throw error;
    return await operation();
  };
  return {
    name: driver.name,
    calls,
    getContent: (path) => run('getContent', path, () => driver.getContent(path)),
    putContent: (path, content) => run('putContent', path, () => driver.putContent(path, content)),
    putContents: (files) => run('putContents', files[0]?.path ?? '', () => driver.putContents(files)),
    reader: (path, offset) =>
      run('reader', path, async () => faultyReader(await driver.reader(path, offset), path, run)),
    writer: (path, options) =>
      run('writer', path, async () => faultyWriter(await driver.writer(path, options), path, run)),
    stat: (path) => run('stat', path, () => driver.stat(path)),
    list: (path) => run('list', path, () => driver.list(path)),
    move: (from, to) => run('move', from, () => driver.move(from, to)),
    delete: (path) => run('delete', path, () => driver.delete(path)),
    settle: (path) => run('settle', path, () => driver.settle(path)),
  };
}

type Run = <T>(method: string, path: string, operation: () => Promise<T>) => Promise<T>;

function faultyReader(reader: FileReader, path: string, run: Run): FileReader {
  return {
    read: (buffer) => run('reader.read', path, () => reader.read(buffer)),
    close: () => reader.close(),
    [Symbol.asyncDispose]: () => reader.close(),
  };
}

function faultyWriter(writer: FileWriter, path: string, run: Run): FileWriter {
  return {
    get size() {
      return writer.size;
    },
    write: (chunk) => run('writer.write', path, () => writer.write(chunk)),
    adopt: (source, length) => run('writer.adopt', path, () => writer.adopt(source, length)),
    overwrite: (position, chunk) => run('writer.overwrite', path, () => writer.overwrite(position, chunk)),
    sync: () => run('writer.sync', path, () => writer.sync()),
    truncate: (size) => run('writer.truncate', path, () => writer.truncate(size)),
    commit: () => run('writer.commit', path, () => writer.commit()),
    cancel: () => run('writer.cancel', path, () => writer.cancel()),
    close: () => writer.close(),
    [Symbol.asyncDispose]: () => writer.close(),
  };
}
