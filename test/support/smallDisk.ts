import { type FileHandle, mkdir, open, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, capture } from '../../scripts/lib/run.ts';

const PAGE_BYTES = 4096;

/** Root of a user namespace with mounts of its own: they vanish with the process, and nobody else sees them. */
const OWN_MOUNTS = ['unshare', '--user', '--map-root-user', '--mount'] as const;

/** Whether this system lets an ordinary user mount a disk of its own. */
export function canMountSmallDisks(): boolean {
  return process.platform === 'linux' && capture([...OWN_MOUNTS, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).code === 0;
}

/** What to put before a command, so that it finds an empty disk of `bytes`, for `files` files, at the folder `at`. */
export function onSmallDisk(at: string, bytes: number, files: number): Command {
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
  return [...OWN_MOUNTS, 'sh', '-c', script, 'sh', `size=${bytes},nr_inodes=${files}`, at];
}

/** What of a small disk is used up: its bytes (in pages of 4096), or its room for files and folders. */
export type Scarce = 'pages' | 'files';

/** Fills a small disk, so that exactly as much is free as a test wants. */
export class Filler {
  readonly #disk: string;
  readonly #folder: string;

  constructor(disk: string) {
    this.#disk = disk;
    this.#folder = path.join(disk, 'filler');
  }

  async leave(scarce: Scarce, count: number): Promise<void> {
    await this.clear();
    await mkdir(this.#folder);
    await (scarce === 'pages' ? this.#leavePages(count) : this.#leaveFiles(count));
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #leavePages(count: number): Promise<void> {
    const file = await open(path.join(this.#folder, 'bytes'), 'w');
    try {
      await file.truncate(Math.max(0, (await fill(file)) - count * PAGE_BYTES));
    } finally {
      await file.close();
    }
  }

  async #leaveFiles(count: number): Promise<void> {
    const { ffree } = await statfs(this.#disk);
    for (let file = count; file < ffree; file += 1) await writeFile(path.join(this.#folder, String(file)), '');
  }
}

/** Writes until the disk is full; resolves to the bytes that it took. */
async function fill(file: FileHandle): Promise<number> {
  let size = 0;
  for (const step of [new Uint8Array(64 * PAGE_BYTES), new Uint8Array(PAGE_BYTES)]) {
    for (let room = true; room; ) {
      room = await file.write(step, 0, step.length, size).then(
        ({ bytesWritten }) => {
          size += bytesWritten;
          return bytesWritten === step.length;
        },
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOSPC') throw error;
          return false;
        },
      );
    }
  }
  return size;
}
