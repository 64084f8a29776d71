import type { Digest } from '../../shared/digest.ts';
import type { DigesterView, HistoryEntry } from '../../shared/ipc.ts';
import type { RepositoryName, UploadId } from '../../shared/names.ts';
import type { ProgressTick, UploadView } from '../../shared/upload.ts';

export interface NewUpload {
  readonly sourcePath: string;
  readonly repository: RepositoryName;
  readonly expected: Digest | null;
  readonly finishBySelf: boolean;
}

/** One batch of what changed; the manager sends progress at most ten times a second. */
export interface UploadChange {
  readonly uploads: readonly UploadView[];
  readonly removed: readonly UploadId[];
  readonly progress: readonly ProgressTick[];
}

export interface ManagerOptions {
  readonly root: string;
  /** Makes a missing or foreign folder a store. */
  readonly create: boolean;
  readonly concurrency: number;
  readonly resumeBySelf: boolean;
  readonly workerScript: URL;
}

/** The engine's upload manager as the shell uses it. Every method but `list` and `digester` may fail with a code. */
export interface Manager {
  readonly digester: DigesterView;
  list(): readonly UploadView[];
  subscribe(listener: (change: UploadChange) => void): () => void;
  add(upload: NewUpload): Promise<UploadView>;
  pause(id: UploadId): Promise<void>;
  resume(id: UploadId): Promise<void>;
  finish(id: UploadId): Promise<void>;
  cancel(id: UploadId): Promise<void>;
  verify(id: UploadId): Promise<void>;
  setExpected(id: UploadId, expected: Digest | null): Promise<void>;
  attach(id: UploadId, sourcePath: string): Promise<void>;
  dismiss(ids: readonly UploadId[]): void;
  duplicateOf(sourcePath: string): UploadId | null;
  setConcurrency(n: number): void;
  history(): Promise<readonly HistoryEntry[]>;
  /** The absolute path of the blob when finished, else of the upload's folder. */
  locate(id: UploadId): Promise<string>;
  freeBytes(): Promise<number | null>;
  /** Pauses all (drain and checkpoint) and releases the store. */
  close(): Promise<void>;
}

/** What the shell needs of the engine, handed in so that the shell's own logic can be tried without one. */
export interface Engine {
  openManager(options: ManagerOptions): Promise<Manager>;
  /** Fails with `SOURCE_NOT_FOUND`, `SOURCE_NOT_A_FILE` or `SOURCE_UNREADABLE`. */
  inspectSource(path: string): Promise<{ readonly name: string; readonly size: number }>;
  findDigestBeside(path: string): Promise<{ readonly value: Digest; readonly from: string } | null>;
}
