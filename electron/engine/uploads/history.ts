import { parseDigest } from '../../../shared/digest.ts';
import { isErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { isCount, isTime } from '../../../shared/numbers.ts';
import { LineLog } from '../layers/lineLog.ts';
import { tryParse } from '../layers/orWhenRefused.ts';
import { pathFor } from '../layers/paths.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/** The most that is read of a history, bytes: some 50,000 entries, the newest. */
const READ_MAX = 16 * 1024 * 1024;

/**
 * What became of the uploads of a store: one JSON object a line, only ever appended to. A line that cannot be read
 * costs only itself, and stays in the file. Of each upload its end counts, and the failure that it had last.
 */
export class History {
  readonly #log: LineLog;
  /** In the order of their lines. */
  readonly #entries = new Map<string, HistoryEntry>();

  private constructor(log: LineLog, entries: readonly HistoryEntry[]) {
    this.#log = log;
    for (const entry of entries) this.#keep(entry);
  }

  static async load(driver: StorageDriver): Promise<History> {
    const log = new LineLog(driver, pathFor({ kind: 'history' }));
    const { values } = await log.read(READ_MAX, parseEntry);
    return new History(log, values);
  }

  /** Newest first. */
  list(): readonly HistoryEntry[] {
    return [...this.#entries.values()].reverse();
  }

  /** How an upload ended; null when nothing is known of that. */
  get(id: UploadId): HistoryEntry | null {
    return this.#entries.get(endKey(id)) ?? null;
  }

  /** Appends an entry; when it resolves, the entry survives a loss of power. */
  async add(entry: HistoryEntry): Promise<void> {
    await this.#log.add(entry);
    this.#keep(entry);
  }

  #keep(entry: HistoryEntry): void {
    const key = entry.outcome === 'failed' ? `failed ${entry.id}` : endKey(entry.id);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }
}

const endKey = (id: UploadId): string => `ended ${id}`;

/** What a line of history says of a finished layer besides its end. */
export function noteOf(replaced: boolean): string {
  return replaced ? 'A corrupt blob of the same digest was replaced.' : '';
}

function parseEntry(raw: unknown): HistoryEntry | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const { id: rawId, digest: rawDigest, repository, name, size, outcome, at, note, error, oneStep } = raw as Raw;
  const id = tryParse(rawId, parseUploadId, 'UPLOAD_ID_INVALID');
  const digest = rawDigest === null ? null : tryParse(rawDigest, parseDigest, 'DIGEST_INVALID');
  if (id === undefined || digest === undefined) return null;
  if (typeof repository !== 'string' || typeof name !== 'string' || typeof note !== 'string') return null;
  if (!isCount(size) || !isTime(at)) return null;
  if (outcome !== 'finished' && outcome !== 'cancelled' && outcome !== 'failed') return null;
  return {
    id,
    repository,
    name,
    size,
    outcome,
    digest,
    at,
    note,
    // What these say is told where it can be read; the end counts in any case.
    ...(isErrorInfo(error) && { error }),
    ...(isOneStep(oneStep) && { oneStep }),
  };
}

type Raw = Readonly<Record<string, unknown>>;

function isOneStep(raw: unknown): raw is NonNullable<HistoryEntry['oneStep']> {
  if (typeof raw !== 'object' || raw === null) return false;
  const { createdAt, source, ms } = raw as Raw;
  return isTime(createdAt) && typeof source === 'string' && typeof ms === 'number' && Number.isFinite(ms) && ms >= 0;
}
