import { parseDigest } from '../../../shared/digest.ts';
import { hasCode, isErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { isCount, isTime } from '../../../shared/numbers.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { pathFor } from '../layers/paths.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/**
 * What became of the uploads of a store: one JSON object a line, only ever appended to. A line that cannot be read
 * costs only itself, and stays in the file. Of each upload its end counts, and the failure that it had last.
 */
export class History {
  readonly #driver: StorageDriver;
  /** In the order of their lines. */
  readonly #entries = new Map<string, HistoryEntry>();
  #appending: Promise<void> = Promise.resolve();
  #next: Batch | null = null;

  private constructor(driver: StorageDriver) {
    this.#driver = driver;
  }

  static async load(driver: StorageDriver): Promise<History> {
    const history = new History(driver);
    const bytes = await orWhenMissing(readEnd(driver, pathFor({ kind: 'history' })), new Uint8Array());
    for (const line of new TextDecoder().decode(bytes).split('\n')) {
      const entry = parseEntry(line);
      if (entry !== null) history.#keep(entry);
    }
    return history;
  }

  /** Newest first. */
  list(): readonly HistoryEntry[] {
    return [...this.#entries.values()].reverse();
  }

  /** How an upload ended; null when nothing is known of that. */
  get(id: UploadId): HistoryEntry | null {
    return this.#entries.get(endKey(id)) ?? null;
  }

  /**
   * Appends an entry; when it resolves, the entry survives a loss of power. What is added while others are written is
   * written together.
   */
  async add(entry: HistoryEntry): Promise<void> {
    this.#next ??= this.#collect();
    this.#next.entries.push(entry);
    await this.#next.written;
    this.#keep(entry);
  }

  #keep(entry: HistoryEntry): void {
    const key = entry.outcome === 'failed' ? `failed ${entry.id}` : endKey(entry.id);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  /** Entries that are written once those before them are. */
  #collect(): Batch {
    const entries: HistoryEntry[] = [];
    const written = this.#appending.then(() => {
      this.#next = null;
      return this.#append(entries);
    });
    this.#appending = written.catch(() => undefined);
    return { entries, written };
  }

  async #append(entries: readonly HistoryEntry[]): Promise<void> {
    const path = pathFor({ kind: 'history' });
    const exists = (await orWhenMissing(this.#driver.stat(path), null)) !== null;
    await using writer = await this.#driver.writer(path, { append: exists });
    // The newline in front ends a line that a crash may have torn; empty lines mean nothing.
    const lines = entries.map((entry) => `\n${JSON.stringify(entry)}\n`).join('');
    await writer.write(new TextEncoder().encode(lines));
    await writer.sync();
  }
}

const endKey = (id: UploadId): string => `ended ${id}`;

/**
 * The most that is read of a history, bytes: some 50,000 entries, the newest. How long the file is may be somebody
 * else's choice, how much memory it takes is not.
 */
const READ_MAX = 16 * 1024 * 1024;

async function readEnd(driver: StorageDriver, path: string): Promise<Uint8Array> {
  const { size } = await driver.stat(path);
  const bytes = Buffer.alloc(Math.min(size, READ_MAX));
  await using reader = await driver.reader(path, size - bytes.length);
  return bytes.subarray(0, await reader.read(bytes));
}

interface Batch {
  readonly entries: HistoryEntry[];
  readonly written: Promise<void>;
}

/** What a line of history says of a finished layer besides its end. */
export function noteOf(replaced: boolean): string {
  return replaced ? 'A corrupt blob of the same digest was replaced.' : '';
}

function parseEntry(line: string): HistoryEntry | null {
  try {
    const raw: unknown = JSON.parse(line);
    if (typeof raw !== 'object' || raw === null) return null;
    const { id, repository, name, size, outcome, digest, at, note, error } = raw as Readonly<Record<string, unknown>>;
    if (typeof id !== 'string' || typeof repository !== 'string' || typeof name !== 'string') return null;
    if (!isCount(size) || !isTime(at) || typeof note !== 'string') return null;
    if (outcome !== 'finished' && outcome !== 'cancelled' && outcome !== 'failed') return null;
    if (digest !== null && typeof digest !== 'string') return null;
    return {
      id: parseUploadId(id),
      repository,
      name,
      size,
      outcome,
      digest: digest === null ? null : parseDigest(digest),
      at,
      note,
      // One of a later version explains itself there, and is still a failure here.
      ...(isErrorInfo(error) && { error }),
    };
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'UPLOAD_ID_INVALID', 'DIGEST_INVALID')) return null;
    throw error;
  }
}
