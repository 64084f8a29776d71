import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { errnoOf, writeFileAtomically } from '../atomicFile.ts';

/** Files that are remembered; beyond that the oldest are forgotten when the app starts. */
const KEPT = 100_000;

const LINE = /^[0-9]+:[0-9]+:[0-9]+ [0-9a-f]{32}$/;

/** What makes a file of the watched folder the same file. */
export interface FileIdentity {
  /** Where it is on its disk, with size and time: holds when it is renamed. */
  readonly onDisk: string;
  /** What it is called, with size and time: holds where a disk gives its files new numbers each time it is mounted. */
  readonly byName: string;
}

/** The identity of a file from one look at it. Without the device, whose number a reboot may change. */
export function identityOf(file: string, { ino, size, mtimeNs }: BigIntStats): FileIdentity {
  const facts = `${size}:${mtimeNs}`;
  const byName = createHash('sha256').update(`${facts}:${file}`).digest('hex').slice(0, 32);
  return { onDisk: `${ino}:${facts}`, byName };
}

/**
 * The files that the watched folder has given, for ever: none is added twice, also after a restart. A line a file in
 * `watched.log` of the profile, only appended to and durable before the next file is taken.
 */
export class WatchLedger {
  readonly #known: Set<string>;
  readonly #handle: FileHandle;

  private constructor(known: Set<string>, handle: FileHandle) {
    this.#known = known;
    this.#handle = handle;
  }

  /**
   * Reads what is remembered in `folder`; a line that was torn counts as none. Owned by the caller, who closes it.
   * @throws the system's error when the file is there and cannot be read: to watch without it would add files twice.
   */
  static async open(folder: string): Promise<WatchLedger> {
    const file = path.join(folder, 'watched.log');
    await mkdir(folder, { recursive: true });
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return '';
      throw error;
    });
    const all = text.split('\n');
    const lines = all.filter((line) => LINE.test(line)).slice(-KEPT);
    // Appending behind a torn line would tear the next one, too.
    if (lines.length !== all.length - 1) await writeFileAtomically(file, lines.map((line) => `${line}\n`).join(''));
    return new WatchLedger(new Set(lines.flatMap((line) => line.split(' '))), await open(file, 'a', 0o600));
  }

  has({ onDisk, byName }: FileIdentity): boolean {
    return this.#known.has(onDisk) || this.#known.has(byName);
  }

  /** Remembers a file. When it resolves, that survives a loss of power. */
  async add({ onDisk, byName }: FileIdentity): Promise<void> {
    this.#known.add(onDisk).add(byName);
    await this.#handle.write(`${onDisk} ${byName}\n`);
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
