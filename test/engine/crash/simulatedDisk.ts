import { constants } from 'node:fs';
import path from 'node:path';
import type { FileOps, FileStat, OpenFile } from '../../../electron/engine/storage/fileOps.ts';
import { type DiskImage, type DiskNode, EMPTY_IMAGE, ROOT_INODE } from './diskImage.ts';

/** One change that a disk was asked for, or a request to make changes durable. Positions and sizes in bytes. */
export type Operation =
  | {
      readonly kind: 'create';
      readonly folder: number;
      readonly name: string;
      readonly inode: number;
      readonly node: DiskNode;
    }
  | { readonly kind: 'remove'; readonly folder: number; readonly name: string; readonly inode: number }
  | {
      readonly kind: 'rename';
      readonly inode: number;
      readonly from: number;
      readonly fromName: string;
      readonly to: number;
      readonly toName: string;
      readonly isFolder: boolean;
    }
  | { readonly kind: 'write'; readonly inode: number; readonly position: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly inode: number; readonly size: number }
  | { readonly kind: 'sync'; readonly inode: number };

/** Where the disk is mounted. */
export const MOUNT = '/store';

interface LiveFile {
  readonly kind: 'file';
  readonly inode: number;
  content: Uint8Array;
  locked: boolean;
}

interface LiveFolder {
  readonly kind: 'folder';
  readonly inode: number;
  readonly entries: Map<string, number>;
}

/** How a process sees the disk. */
export interface ProcessOptions {
  /** Waits before every operation: another order of what runs at once. */
  readonly before?: () => Promise<void>;
  /** False for a sync that is to be left out. */
  readonly honoursSync?: () => boolean;
  /** Told of every sync before it happens; may kill the process. */
  readonly beforeSync?: () => void;
}

/** The file operations of one process; `kill` ends it as SIGKILL would. */
export interface Process {
  readonly ops: FileOps;
  /** Operations that have begun so far. */
  readonly operations: () => number;
  kill(): void;
}

/**
 * A disk in memory, as running processes see it: every operation takes effect at once, in the order of `log`. What a
 * loss of power would leave of it is worked out from the log (`unsynced.ts`).
 *
 * A process that is killed loses its locks and open files and nothing else: its writes are the kernel's by then.
 */
export class SimulatedDisk {
  /** Everything that changed the disk since it was made from its image. */
  readonly log: Operation[] = [];
  readonly #nodes = new Map<number, LiveFile | LiveFolder>();
  #nextInode: number;

  constructor(image: DiskImage = EMPTY_IMAGE) {
    for (const [inode, node] of image.nodes) {
      const live: LiveFile | LiveFolder =
        node.kind === 'file'
          ? { kind: 'file', inode, content: node.content, locked: false }
          : { kind: 'folder', inode, entries: new Map(node.entries) };
      this.#nodes.set(inode, live);
    }
    this.#nextInode = Math.max(...image.nodes.keys()) + 1;
  }

  /** What is on the disk now, as if everything were durable. */
  image(): DiskImage {
    const nodes = new Map<number, DiskNode>();
    const visit = (inode: number): void => {
      const node = this.#nodes.get(inode);
      if (node === undefined || nodes.has(inode)) return;
      if (node.kind === 'file') {
        nodes.set(inode, { kind: 'file', content: node.content });
        return;
      }
      nodes.set(inode, { kind: 'folder', entries: new Map(node.entries) });
      for (const child of node.entries.values()) visit(child);
    };
    visit(ROOT_INODE);
    return { nodes };
  }

  start(options: ProcessOptions = {}): Process {
    const { before, beforeSync, honoursSync } = options;
    const locked = new Set<LiveFile>();
    let alive = true;
    let operations = 0;
    const run = async <T>(task: () => T): Promise<T> => {
      if (before !== undefined) await before();
      // Whoever waits for a dead process waits for ever.
      if (!alive) await new Promise<never>(() => undefined);
      operations += 1;
      return task();
    };
    const sync = (find: () => number): Promise<void> => {
      // Asked before any wait, because only now the stack tells who calls.
      const honoured = honoursSync === undefined || honoursSync();
      beforeSync?.();
      return run(() => {
        const inode = find();
        if (honoured) this.log.push({ kind: 'sync', inode });
      });
    };
    const openFile = (file: LiveFile): OpenFile => ({
      stat: () => run(() => toStat(file)),
      read: (buffer, position) =>
        run(() => {
          const part = file.content.subarray(position, position + buffer.length);
          buffer.set(part);
          return part.length;
        }),
      write: (bytes, position) =>
        run(() => {
          file.content = overlaid(file.content, position, bytes);
          this.log.push({ kind: 'write', inode: file.inode, position, bytes: bytes.slice() });
          return bytes.length;
        }),
      truncate: (size) =>
        run(() => {
          file.content = resized(file.content, size);
          this.log.push({ kind: 'truncate', inode: file.inode, size });
        }),
      sync: () => sync(() => file.inode),
      datasync: () => sync(() => file.inode),
      tryLock: () => {
        if (file.locked) return false;
        file.locked = true;
        locked.add(file);
        return true;
      },
      close: () =>
        run(() => {
          if (locked.delete(file)) file.locked = false;
        }),
    });
    const ops: FileOps = {
      realpath: (at) =>
        run(() => {
          this.#find(at);
          return path.resolve(at);
        }),
      stat: (at) => run(() => toStat(this.#find(at))),
      lstat: (at) => run(() => toStat(this.#find(at))),
      readdir: (at) => run(() => [...this.#folder(at).entries.keys()]),
      open: (at, flags) => run(() => openFile(this.#open(at, flags))),
      mkdir: (at) => run(() => this.#create(at, { kind: 'folder', entries: new Map() })),
      rename: (from, to) => run(() => this.#rename(from, to)),
      unlink: (at) => run(() => this.#remove(at, 'file')),
      rmdir: (at) => run(() => this.#remove(at, 'folder')),
      syncFolder: (at) => sync(() => this.#folder(at).inode),
    };
    return {
      ops,
      operations: () => operations,
      kill: () => {
        alive = false;
        for (const file of locked) file.locked = false;
      },
    };
  }

  #find(at: string): LiveFile | LiveFolder {
    let node = this.#nodes.get(ROOT_INODE);
    for (const name of at.slice(MOUNT.length).split('/')) {
      if (name === '') continue;
      if (node?.kind === 'file') throw systemError('ENOTDIR', at);
      const inode = node?.entries.get(name);
      node = inode === undefined ? undefined : this.#nodes.get(inode);
      if (node === undefined) throw systemError('ENOENT', at);
    }
    if (node === undefined || !at.startsWith(MOUNT)) throw systemError('ENOENT', at);
    return node;
  }

  #folder(at: string): LiveFolder {
    const node = this.#find(at);
    if (node.kind === 'file') throw systemError('ENOTDIR', at);
    return node;
  }

  #open(at: string, flags: number): LiveFile {
    const folder = this.#folder(path.dirname(at));
    const inode = folder.entries.get(path.basename(at));
    if (inode === undefined) {
      if ((flags & constants.O_CREAT) === 0) throw systemError('ENOENT', at);
      this.#create(at, { kind: 'file', content: new Uint8Array() });
    } else if ((flags & constants.O_EXCL) !== 0) {
      throw systemError('EEXIST', at);
    }
    const node = this.#find(at);
    if (node.kind === 'folder') throw systemError('EISDIR', at);
    return node;
  }

  #create(at: string, node: DiskNode): void {
    const folder = this.#folder(path.dirname(at));
    const name = path.basename(at);
    if (folder.entries.has(name)) throw systemError('EEXIST', at);
    const inode = this.#nextInode++;
    folder.entries.set(name, inode);
    const live: LiveFile | LiveFolder =
      node.kind === 'file'
        ? { kind: 'file', inode, content: node.content, locked: false }
        : { kind: 'folder', inode, entries: new Map() };
    this.#nodes.set(inode, live);
    this.log.push({ kind: 'create', folder: folder.inode, name, inode, node });
  }

  #remove(at: string, kind: 'file' | 'folder'): void {
    const folder = this.#folder(path.dirname(at));
    const node = this.#find(at);
    if (node.kind !== kind) throw systemError(kind === 'file' ? 'EISDIR' : 'ENOTDIR', at);
    if (node.kind === 'folder' && node.entries.size > 0) throw systemError('ENOTEMPTY', at);
    folder.entries.delete(path.basename(at));
    this.log.push({ kind: 'remove', folder: folder.inode, name: path.basename(at), inode: node.inode });
  }

  #rename(fromPath: string, toPath: string): void {
    const from = this.#folder(path.dirname(fromPath));
    const to = this.#folder(path.dirname(toPath));
    const node = this.#find(fromPath);
    const fromName = path.basename(fromPath);
    const toName = path.basename(toPath);
    const replaced = this.#nodes.get(to.entries.get(toName) ?? 0);
    if (replaced?.kind === 'folder' && node.kind === 'file') throw systemError('EISDIR', toPath);
    if (replaced?.kind === 'file' && node.kind === 'folder') throw systemError('ENOTDIR', toPath);
    if (replaced?.kind === 'folder' && replaced.entries.size > 0) throw systemError('ENOTEMPTY', toPath);
    from.entries.delete(fromName);
    to.entries.set(toName, node.inode);
    const isFolder = node.kind === 'folder';
    this.log.push({ kind: 'rename', inode: node.inode, from: from.inode, fromName, to: to.inode, toName, isFolder });
  }
}

/** `content` with `bytes` at `position`; what lies between the two is zeros. */
export function overlaid(content: Uint8Array, position: number, bytes: Uint8Array): Uint8Array {
  const changed = resized(content, Math.max(content.length, position + bytes.length));
  changed.set(bytes, position);
  return changed;
}

/** A copy of `content` that is cut to `size`, or filled up with zeros. */
export function resized(content: Uint8Array, size: number): Uint8Array {
  const changed = new Uint8Array(size);
  changed.set(content.subarray(0, size));
  return changed;
}

function toStat(node: LiveFile | LiveFolder): FileStat {
  return {
    dev: 1n,
    ino: BigInt(node.inode),
    size: node.kind === 'file' ? node.content.length : 0,
    modifiedAt: 0,
    isFile: node.kind === 'file',
    isDirectory: node.kind === 'folder',
  };
}

function systemError(code: string, at: string): Error {
  return Object.assign(new Error(`${code}: ${at}`), { code });
}
