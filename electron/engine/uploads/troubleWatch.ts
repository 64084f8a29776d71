import { access, constants } from 'node:fs/promises';
import type { ErrorCode, ErrorInfo } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import type { Retry } from '../../../shared/upload.ts';
import { pathFor } from '../layers/paths.ts';
import { readHeldLocks } from '../storage/heldLocks.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import { freeBytesAt, roomFor } from './diskSpace.ts';
import type { ManagedUpload } from './managedUpload.ts';
import { assertStoreThere } from './openStore.ts';
import { Source } from './source.ts';

/** What the watch looks at, and what it may do. */
export interface WatchedUploads {
  /** Absolute path of the store. */
  readonly root: string;
  readonly driver: StorageDriver;
  readonly uploads: () => Iterable<ManagedUpload>;
  /** Puts an upload back to work. A rejection means that the trouble is not over. */
  readonly resume: (id: UploadId) => Promise<void>;
  /** Tells that an upload goes on by itself in another way now. */
  readonly changed: (upload: ManagedUpload) => void;
  /** ms since the epoch */
  readonly clock: () => number;
}

/** Troubles whose cause can be looked at, and goes away without anybody's doing in this window. */
const PASSING: readonly ErrorCode[] = [
  'DISK_FULL',
  'SOURCE_NOT_FOUND',
  'SOURCE_UNREADABLE',
  'SOURCE_IO',
  'STORE_MISSING',
  'STORAGE_IO',
  'READ_ONLY',
  'PERMISSION_DENIED',
  'WRITER_LOCKED',
];

/** Looks that are left out at most after attempts in vain: with 5 s between looks, 5 minutes. */
const MOST_LOOKS_LEFT_OUT = 60;

/** What is known of attempts to go on with an upload. */
interface Attempts {
  /** In a row, each ended by trouble without a byte gained. */
  readonly count: number;
  /** bytes, when the last one began */
  readonly offset: number;
  looksToLeaveOut: number;
}

/**
 * Goes on with uploads that trouble has paused as soon as its cause is gone: a disk that has room again, a source or
 * a store that is back. A pause that a person asked for is never undone, and an upload that they gave up is left alone.
 * After each attempt in vain it waits twice as long for the next one, because a cause can look gone and not be.
 */
export class TroubleWatch {
  readonly #around: WatchedUploads;
  readonly #attempts = new Map<UploadId, Attempts>();
  readonly #givenUp = new Set<UploadId>();
  readonly #intervalMs: number;
  /** ms since the epoch */
  #nextLook: number;
  readonly #timer: NodeJS.Timeout;
  #looking: Promise<void> | null = null;
  #closed = false;

  /** @param intervalMs between two looks */
  constructor(around: WatchedUploads, intervalMs: number) {
    this.#around = around;
    this.#intervalMs = intervalMs;
    this.#nextLook = around.clock() + intervalMs;
    this.#timer = setInterval(() => {
      this.#nextLook = around.clock() + intervalMs;
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null;
      });
    }, intervalMs);
    // What waits for a disk keeps no process alive.
    this.#timer.unref();
  }

  /** How an upload in the state that it has now will be gone on with; null when it will not. */
  retryOf({ ref, view }: ManagedUpload): Retry | null {
    const { status, offset } = view;
    if (status.kind !== 'paused' || status.error === null || this.#givenUp.has(ref.id)) return null;
    if (!PASSING.includes(status.error.code)) return null;
    const attempts = this.#attempts.get(ref.id);
    if (attempts === undefined || offset > attempts.offset) return { kind: 'watched' };
    return { kind: 'at', at: this.#nextLook + attempts.looksToLeaveOut * this.#intervalMs };
  }

  /** Leaves an upload alone until `tryFor` or until it has come to rest in another state. */
  giveUp(id: UploadId): void {
    this.#givenUp.add(id);
  }

  /** Undoes `giveUp`. */
  tryFor(id: UploadId): void {
    this.#givenUp.delete(id);
  }

  /** Resolves when no look is under way and none will follow. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const waiting = [...this.#around.uploads()].filter((upload) => troubleOf(upload) !== null);
    const ids = new Set(waiting.map(({ ref }) => ref.id));
    for (const known of [this.#attempts, this.#givenUp]) {
      for (const id of known.keys()) if (!ids.has(id) && this.#isSettled(id)) known.delete(id);
    }
    for (const upload of waiting) {
      const error = troubleOf(upload);
      if (this.#closed || error === null || this.#givenUp.has(upload.ref.id) || !this.#isDue(upload)) continue;
      const over = await isOver(this.#around, upload, error);
      if (this.#closed || this.#givenUp.has(upload.ref.id)) continue;
      if (!over) {
        // Its time has come and the cause is still there: from now on that alone is waited for.
        if (upload.view.retry?.kind === 'at' && upload.retryBy({ kind: 'watched' })) this.#around.changed(upload);
        continue;
      }
      this.#begin(upload);
      // Refused: still in trouble, or a person was faster. Either way the next look sees how it stands.
      await this.#around.resume(upload.ref.id).catch(() => undefined);
    }
  }

  /** An upload that works again may yet meet its trouble once more; only one that has come to rest is forgotten. */
  #isSettled(id: UploadId): boolean {
    for (const { ref, view, job } of this.#around.uploads()) {
      if (ref.id === id) return job === null && view.status.kind !== 'queued';
    }
    return true;
  }

  #isDue(upload: ManagedUpload): boolean {
    const attempts = this.#attempts.get(upload.ref.id);
    if (attempts === undefined || upload.view.offset > attempts.offset) return true;
    attempts.looksToLeaveOut -= 1;
    return attempts.looksToLeaveOut < 0;
  }

  #begin({ ref, view }: ManagedUpload): void {
    const before = this.#attempts.get(ref.id);
    const count = before === undefined || view.offset > before.offset ? 1 : before.count + 1;
    const looksToLeaveOut = Math.min(2 ** count - 1, MOST_LOOKS_LEFT_OUT);
    this.#attempts.set(ref.id, { count, offset: view.offset, looksToLeaveOut });
  }
}

function troubleOf({ view, job }: ManagedUpload): ErrorInfo | null {
  const { status } = view;
  return job === null && status.kind === 'paused' && status.reason === 'trouble' ? status.error : null;
}

/** Whether the cause of an error looks gone. Nothing is changed to find out. */
async function isOver(around: WatchedUploads, upload: ManagedUpload, error: ErrorInfo): Promise<boolean> {
  const { root, driver } = around;
  switch (error.code) {
    case 'DISK_FULL': {
      const free = await freeBytesAt(root);
      return free === null || free >= roomFor(upload.view);
    }
    case 'SOURCE_NOT_FOUND':
    case 'SOURCE_UNREADABLE':
    case 'SOURCE_IO':
      return await isReadable(upload);
    case 'STORE_MISSING':
    case 'STORAGE_IO':
    case 'READ_ONLY':
    case 'PERMISSION_DENIED':
      return await succeeds(async () => {
        await assertStoreThere(driver, root);
        await access(root, constants.W_OK);
      });
    case 'WRITER_LOCKED': {
      const locks = await readHeldLocks(root);
      return (await locks.isHeld(pathFor({ kind: 'uploadData', ...upload.ref }))) === false;
    }
    default:
      // A person has to look at it.
      return false;
  }
}

/** The same file as before, and it gives a byte. */
async function isReadable({ source: identity }: ManagedUpload): Promise<boolean> {
  if (identity === null) return false;
  return await succeeds(async () => {
    await using source = await Source.open(identity, 0);
    await source.read(new Uint8Array(1));
  });
}

async function succeeds(attempt: () => Promise<void>): Promise<boolean> {
  try {
    await attempt();
    return true;
  } catch {
    return false;
  }
}
