import { type FileOps, fileOps, type OpenFile } from '../../electron/engine/storage/fileOps.ts';

/** One primitive operation of the filesystem driver. `file.*` are those of an open file. */
export interface FileCall {
  readonly op: keyof FileOps | `file.${keyof OpenFile}`;
  /** Absolute. */
  readonly path: string;
  /** Target of a rename; empty otherwise. */
  readonly to: string;
}

/** How the primitive operations are changed; without hooks they are the real ones. */
export interface OpsHooks {
  /** Sees each operation first, and may wait. What it throws is thrown instead of doing it. */
  readonly before?: (call: FileCall) => void | Promise<void>;
  /** True leaves a sync out and calls it done. */
  readonly drops?: (call: FileCall) => boolean;
  /** Bytes that one write takes at most. */
  readonly writeLimit?: number;
}

/** The real operations with hooks. */
export function hookedOps(hooks: OpsHooks, ops: FileOps = fileOps): FileOps {
  const call = async <T>(op: FileCall['op'], path: string, run: () => Promise<T>, to = ''): Promise<T> => {
    await hooks.before?.({ op, path, to });
    return await run();
  };
  const sync = (op: FileCall['op'], path: string, run: () => Promise<void>): Promise<void> =>
    call(op, path, hooks.drops?.({ op, path, to: '' }) === true ? async () => undefined : run);
  const hookFile = (file: OpenFile, path: string): OpenFile => ({
    stat: () => call('file.stat', path, () => file.stat()),
    read: (buffer, position) => call('file.read', path, () => file.read(buffer, position)),
    write: (bytes, position) =>
      call('file.write', path, () => file.write(bytes.subarray(0, hooks.writeLimit), position)),
    cloneFrom: async (source, range) =>
      (await call('file.cloneFrom', path, async () => await file.cloneFrom?.(source, range))) ?? false,
    truncate: (size) => call('file.truncate', path, () => file.truncate(size)),
    sync: () => sync('file.sync', path, () => file.sync()),
    datasync: () => sync('file.datasync', path, () => file.datasync()),
    tryLock: () => file.tryLock(),
    // A close that fails has let go of the file all the same, see close(2).
    close: async () => {
      try {
        await hooks.before?.({ op: 'file.close', path, to: '' });
      } finally {
        await file.close();
      }
    },
  });
  return {
    realpath: (path) => call('realpath', path, () => ops.realpath(path)),
    stat: (path) => call('stat', path, () => ops.stat(path)),
    lstat: (path) => call('lstat', path, () => ops.lstat(path)),
    readdir: (path) => call('readdir', path, () => ops.readdir(path)),
    open: (path, flags) => call('open', path, async () => hookFile(await ops.open(path, flags), path)),
    mkdir: (path) => call('mkdir', path, () => ops.mkdir(path)),
    rename: (from, to) => call('rename', from, () => ops.rename(from, to), to),
    unlink: (path) => call('unlink', path, () => ops.unlink(path)),
    rmdir: (path) => call('rmdir', path, () => ops.rmdir(path)),
    syncFolder: (path) => sync('syncFolder', path, () => ops.syncFolder(path)),
  };
}

/** A system error as Node throws it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected`), { code });
}
