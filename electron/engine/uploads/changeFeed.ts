import type { UploadId } from '../../../shared/names.ts';
import type { QueueMove } from '../../../shared/queueOrder.ts';
import type { ProgressTick, UploadView } from '../../../shared/upload.ts';
import type { ManagedUpload } from './managedUpload.ts';

/** What changed since the last one: whole views where a state is new, numbers where only they are. */
export interface UploadChange {
  readonly uploads: readonly UploadView[];
  readonly removed: readonly UploadId[];
  readonly progress: readonly ProgressTick[];
  /** Comes alone, at once, and after all that happened before it: others have to make the same order of it. */
  readonly move?: QueueMove;
}

/** Between two changes, ms: ten a second, whatever happens. */
const FLUSH_MS = 100;

/** Collects what happens to all uploads and tells listeners in batches. Of a removed upload it tells only that. */
export class ChangeFeed {
  readonly #listeners = new Set<(change: UploadChange) => void>();
  readonly #changed = new Map<UploadId, ManagedUpload>();
  readonly #moved = new Map<UploadId, ManagedUpload>();
  readonly #removed = new Set<UploadId>();
  readonly #onDefect: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;

  /** @param onDefect takes what a listener throws; unless told otherwise it is uncaught, and keeps nothing from others */
  constructor(onDefect: (error: unknown) => void = throwUncaught) {
    this.#onDefect = onDefect;
  }

  /** Returns the disposer. */
  subscribe(listener: (change: UploadChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(upload: ManagedUpload): void {
    this.#collect(this.#changed, upload);
  }

  moved(upload: ManagedUpload): void {
    this.#collect(this.#moved, upload);
  }

  removed(id: UploadId): void {
    this.#changed.delete(id);
    this.#moved.delete(id);
    this.#removed.add(id);
    this.#schedule();
  }

  /** Tells of a move, and before it of all that was collected. */
  reordered(move: QueueMove): void {
    this.flush();
    this.#tell({ uploads: [], removed: [], progress: [], move });
  }

  /** Tells now what has been collected. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const progress = [...this.#moved.values()]
      .filter((upload) => !this.#changed.has(upload.ref.id))
      .flatMap((upload) => upload.takeTick() ?? []);
    const uploads = [...this.#changed.values()].map((upload) => upload.view);
    const removed = [...this.#removed];
    this.#changed.clear();
    this.#moved.clear();
    this.#removed.clear();
    if (uploads.length + removed.length + progress.length === 0) return;
    this.#tell({ uploads, removed, progress });
  }

  #tell(change: UploadChange): void {
    for (const listener of this.#listeners) {
      try {
        listener(change);
      } catch (error) {
        this.#onDefect(error);
      }
    }
  }

  #collect(into: Map<UploadId, ManagedUpload>, upload: ManagedUpload): void {
    if (this.#removed.has(upload.ref.id)) return;
    into.set(upload.ref.id, upload);
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }
}

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
