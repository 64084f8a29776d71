import type { FileOps, OpenFile } from './fileOps.ts';

/** Fewer than this are synced one by one: what others write to the same disk is none of their business. */
const WORTH_A_GROUP = 4;

/**
 * Operations whose syncs, when many are asked for at about the same time, share one sync of the whole file system
 * (group commit). What a caller is promised stays the same: when its sync resolves, everything that it had written
 * before it asked is durable, because a group takes only those who wait when it begins.
 */
export function groupedSyncs(ops: FileOps, syncAll: () => Promise<void>): FileOps {
  const group = new SyncGroup(syncAll);
  const grouped = (file: OpenFile): OpenFile => ({
    ...file,
    sync: () => group.sync(() => file.sync()),
    datasync: () => group.sync(() => file.datasync()),
  });
  return {
    ...ops,
    open: async (path, flags) => grouped(await ops.open(path, flags)),
    syncFolder: (path) => group.sync(() => ops.syncFolder(path)),
  };
}

interface Waiting {
  readonly alone: () => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class SyncGroup {
  readonly #syncAll: () => Promise<void>;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(syncAll: () => Promise<void>) {
    this.#syncAll = syncAll;
  }

  sync(alone: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ alone, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      if (group.length < WORTH_A_GROUP) await syncEach(group);
      else await this.#syncTogether(group);
    }
    this.#running = false;
  }

  /** A failure is everybody's: nobody can tell whose bytes were lost. */
  async #syncTogether(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#syncAll();
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}

async function syncEach(group: readonly Waiting[]): Promise<void> {
  await Promise.all(group.map(({ alone, resolve, reject }) => alone().then(resolve, reject)));
}
