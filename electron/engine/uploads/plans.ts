import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import { LineLog } from '../layers/lineLog.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { tryParse } from '../layers/orWhenRefused.ts';
import { pathFor } from '../layers/paths.ts';
import { fromRecord, toRecord, type UploadRecord } from '../layers/uploadRecord.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { History } from './history.ts';

/** A layer that is stored in one step is held in memory as a whole, and many of them at once: 32 MiB. */
export const WHOLE_LAYER_BYTES = 256 * 1024;

/** The most that is read, bytes: more than a hundred thousand plans. */
const READ_MAX = 64 * 1024 * 1024;

/** An upload on record of which nothing else is in the store. */
export interface Plan {
  readonly id: UploadId;
  readonly record: UploadRecord;
}

/**
 * Small layers that will be stored in one step: a line each, in place of an upload's folder with its files. A plan
 * ends when the history tells of its end, or when a line says that its upload has been begun after all: because a person
 * wants something of it that needs one, or something is wrong with it.
 */
export class Plans {
  readonly #log: LineLog;
  readonly #open = new Set<UploadId>();
  /** False where the file holds lines that are somebody else's, or nobody's. */
  readonly #isOurs: boolean;

  private constructor(log: LineLog, open: readonly Plan[], isOurs: boolean) {
    this.#log = log;
    this.#isOurs = isOurs;
    for (const { id } of open) this.#open.add(id);
  }

  /** Reads the plans that have not ended, in the order in which they were made. */
  static async load(driver: StorageDriver, history: History): Promise<[Plans, readonly Plan[]]> {
    const path = pathFor({ kind: 'plans' });
    // What a process that was killed has left to the page cache is built on from here.
    await orWhenMissing(driver.settle(path), undefined);
    const log = new LineLog(driver, path);
    const { plans, unreadable } = await readPlans(log, history);
    return [new Plans(log, plans, unreadable === 0), plans];
  }

  /** When it resolves, the plan survives a loss of power. */
  async add({ id, record }: Plan): Promise<void> {
    this.#open.add(id);
    try {
      await this.#log.add({ id, record: fromRecord(record) });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
  }

  /** Notes that there is an upload now, so that one which somebody removes is not taken for a plan again. */
  async begun(id: UploadId): Promise<void> {
    this.#open.delete(id);
    await this.#log.add({ id, record: null });
  }

  /** Forgets a plan that has ended; the history tells so on disk. */
  end(id: UploadId): void {
    this.#open.delete(id);
  }

  /** Deletes the file if no plan is left, and nothing that could not be read. */
  async tidy(): Promise<void> {
    if (this.#open.size === 0 && this.#isOurs) await this.#log.delete();
  }
}

/** The plans of a store that have not ended, read without writing. */
export async function plansOf(driver: StorageDriver, history: History): Promise<readonly Plan[]> {
  return (await readPlans(new LineLog(driver, pathFor({ kind: 'plans' })), history)).plans;
}

async function readPlans(
  log: LineLog,
  history: History,
): Promise<{ readonly plans: readonly Plan[]; readonly unreadable: number }> {
  const { values, unreadable } = await log.read(READ_MAX, parseLine);
  const newest = new Map(values.map((line) => [line.id, line]));
  const plans = [...newest.values()].filter((line): line is Plan => line.record !== null);
  return { plans: plans.filter(({ id }) => history.get(id) === null), unreadable };
}

function parseLine(raw: unknown): { readonly id: UploadId; readonly record: UploadRecord | null } | null {
  if (typeof raw !== 'object' || raw === null || !('id' in raw) || !('record' in raw)) return null;
  const id = tryParse(raw.id, parseUploadId, 'UPLOAD_ID_INVALID');
  if (id === undefined) return null;
  if (raw.record === null) return { id, record: null };
  const record = toRecord(raw.record);
  return record === null ? null : { id, record };
}
