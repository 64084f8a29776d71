import path from 'node:path';
import { LayerliftError } from '../../../shared/errors.ts';
import { DurableFolders } from './durableFolders.ts';
import type { FileOps } from './fileOps.ts';
import { errnoOf, hasErrno, InvalidPathError, PathNotAFileError } from './storageErrors.ts';

/**
 * The folder tree of a filesystem store: turns paths of the store into real ones and makes folders.
 *
 * A path that a symbolic link leads out of the root is refused. This protects from links that lie in a store, not
 * from somebody who exchanges folders while we work: whoever can do that can write the store anyway.
 */
export class StoreTree {
  readonly #driver: string;
  readonly #root: string;
  readonly #ops: FileOps;
  /** Where the root was when it was last asked for; empty before. */
  #realRoot = '';
  readonly #durable = new DurableFolders();

  constructor(driver: string, root: string, ops: FileOps) {
    this.#driver = driver;
    this.#root = path.resolve(root);
    this.#ops = ops;
  }

  /**
   * Where `storePath` really is, all links followed. Fails like realpath when nothing is there.
   * @throws LayerliftError `STORE_MISSING` when the root itself is gone: of what is in it nothing can be told then,
   * and least of all that it does not exist.
   */
  async locate(storePath: string): Promise<string> {
    if (storePath === '/') return await this.#locateRoot();
    let real: string;
    try {
      real = await this.#ops.realpath(path.join(this.#root, storePath));
    } catch (error) {
      await this.#locateRoot();
      throw error;
    }
    if (isInside(real, this.#realRoot)) return real;
    // The root itself may be a link that leads elsewhere by now.
    if (isInside(real, await this.#locateRoot())) return real;
    throw new InvalidPathError({ driver: this.#driver, path: storePath }, 'link');
  }

  async #locateRoot(): Promise<string> {
    this.#realRoot = await this.#ops.realpath(this.#root).catch((error: unknown) => this.#refuseRoot(error));
    return this.#realRoot;
  }

  /** The entry itself, in its real folder; it may be a link, or missing. */
  async locateEntry(storePath: string): Promise<string> {
    return path.join(await this.locate(path.posix.dirname(storePath)), path.posix.basename(storePath));
  }

  /**
   * Makes a folder with its parents where they are missing, and resolves to its real path when every entry on the
   * way is durable. A folder that is met for the first time is synced into its parent as well: whoever made it may
   * have died before doing so. The root is never made: it may be a disk that is not plugged in.
   */
  async makeFolder(storePath: string): Promise<string> {
    if (storePath === '/') return await this.locate('/');
    const known = await this.#find(storePath);
    if (known !== null && this.#durable.has(known)) return known;
    const parent = await this.makeFolder(path.posix.dirname(storePath));
    const folder = known ?? (await this.#mkdir(storePath, path.join(parent, path.posix.basename(storePath))));
    if (!(await this.#ops.stat(folder)).isDirectory) {
      throw new PathNotAFileError({ driver: this.#driver, path: storePath }, 'a file stands where a folder is needed');
    }
    await this.#ops.syncFolder(parent);
    this.#durable.add(folder);
    return folder;
  }

  /** Call before a real path is moved or deleted: what comes to be there later has to be synced anew. */
  forget(real: string): void {
    this.#durable.forget(real);
  }

  #refuseRoot(error: unknown): never {
    if (!hasErrno(error, 'ENOENT', 'ENOTDIR', 'ENODEV')) throw error;
    const details = { driver: this.#driver, path: this.#root, errno: errnoOf(error) };
    throw new LayerliftError('STORE_MISSING', 'the folder of the store is gone', details, error);
  }

  async #find(storePath: string): Promise<string | null> {
    try {
      return await this.locate(storePath);
    } catch (error) {
      if (hasErrno(error, 'ENOENT', 'ENOTDIR')) return null;
      throw error;
    }
  }

  async #mkdir(storePath: string, folder: string): Promise<string> {
    try {
      await this.#ops.mkdir(folder);
      return folder;
    } catch (error) {
      if (!hasErrno(error, 'EEXIST')) throw error;
    }
    // Somebody was faster; what they made may be anything.
    return await this.locate(storePath);
  }
}

function isInside(real: string, root: string): boolean {
  return root !== '' && real.startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}
