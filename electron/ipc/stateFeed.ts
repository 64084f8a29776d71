import type { RepositoryView } from '../../shared/catalog.ts';
import type { ErrorInfo } from '../../shared/errors.ts';
import type { CatalogState, DigesterView, Snapshot, StatePatch, StoreView } from '../../shared/ipc.ts';
import type { RepositoryName, UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ProgressTick, UploadView } from '../../shared/upload.ts';
import type { WatchView } from '../../shared/watch.ts';
import type { UploadChange } from '../engine/uploads/changeFeed.ts';
import type { CatalogChange } from '../storeCatalog.ts';

/** Where the feed reads the state of the moment. */
export interface StateSources {
  uploads(): readonly UploadView[];
  store(): StoreView;
  settings(): Settings;
  digester(): DigesterView;
  watch(): WatchView;
  notices(): readonly ErrorInfo[];
  catalog(): CatalogState;
  readonly version: string;
}

/** How long changes are gathered before they cross to the window: one frame, in ms. */
const GATHER_MS = 16;

/**
 * Uploads or repositories in one patch. The bridge to the page copies value by value: some 60 µs an upload, in one go
 * for a patch, while the page can do nothing else.
 */
const PATCH_MAX = 100;

/**
 * Tells the window what changed. Changes of one frame become one numbered patch, in which the newest word on each
 * upload counts, or several when they are many; a snapshot is everything up to its number, so that a window applies only patches above it.
 */
export class StateFeed {
  readonly #sources: StateSources;
  readonly #send: (patch: StatePatch) => void;
  readonly #uploads = new Map<UploadId, UploadView>();
  readonly #removed = new Set<UploadId>();
  readonly #progress = new Map<UploadId, ProgressTick>();
  readonly #repositories = new Map<RepositoryName, RepositoryView>();
  readonly #gone = new Set<RepositoryName>();
  #catalog: Pick<CatalogChange, 'view' | 'verifications'> = {};
  #storeChanged = false;
  #settingsChanged = false;
  #watchChanged = false;
  #seq = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(sources: StateSources, send: (patch: StatePatch) => void) {
    this.#sources = sources;
    this.#send = send;
  }

  uploadsChanged(change: UploadChange): void {
    if (change.move !== undefined) {
      this.flush();
      this.#push({ move: change.move });
      return;
    }
    for (const id of change.removed) {
      this.#uploads.delete(id);
      this.#progress.delete(id);
      this.#removed.add(id);
    }
    for (const upload of change.uploads) {
      // The view is newer than a tick that still waits.
      this.#progress.delete(upload.id);
      this.#removed.delete(upload.id);
      this.#uploads.set(upload.id, upload);
    }
    for (const tick of change.progress) {
      if (!this.#removed.has(tick.id)) this.#progress.set(tick.id, tick);
    }
    this.#gather();
  }

  catalogChanged({ repositories = [], gone = [], ...rest }: CatalogChange): void {
    for (const name of gone) {
      this.#repositories.delete(name);
      this.#gone.add(name);
    }
    for (const repository of repositories) {
      this.#gone.delete(repository.name);
      this.#repositories.set(repository.name, repository);
    }
    this.#catalog = { ...this.#catalog, ...rest };
    this.#gather();
  }

  storeChanged(): void {
    this.#storeChanged = true;
    this.#gather();
  }

  settingsChanged(): void {
    this.#settingsChanged = true;
    this.#gather();
  }

  watchChanged(): void {
    this.#watchChanged = true;
    this.#gather();
  }

  /** The whole state. What waits is sent first: the snapshot has it already, and its number says so. */
  snapshot(): Snapshot {
    this.flush();
    return {
      seq: this.#seq,
      uploads: this.#sources.uploads(),
      store: this.#sources.store(),
      settings: this.#sources.settings(),
      digester: this.#sources.digester(),
      watch: this.#sources.watch(),
      notices: this.#sources.notices(),
      version: this.#sources.version,
      ...this.#sources.catalog(),
    };
  }

  /** Sends what waits, if anything does. */
  flush(): void {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const uploads = inPieces([...this.#uploads.values()], PATCH_MAX);
    const last = uploads.pop();
    const patches: Omit<StatePatch, 'seq'>[] = uploads.map((piece) => ({ uploads: piece }));
    patches.push(...inPieces([...this.#repositories.values()], PATCH_MAX).map((repositories) => ({ repositories })));
    const { view: catalog, verifications } = this.#catalog;
    // Numbers come last: they count only for uploads that the window knows.
    patches.push({
      ...(last !== undefined && { uploads: last }),
      ...(this.#removed.size > 0 && { removed: [...this.#removed] }),
      ...(this.#progress.size > 0 && { progress: [...this.#progress.values()] }),
      ...(this.#storeChanged && { store: this.#sources.store(), digester: this.#sources.digester() }),
      ...(this.#settingsChanged && { settings: this.#sources.settings() }),
      ...(this.#gone.size > 0 && { repositoriesGone: [...this.#gone] }),
      ...(catalog !== undefined && { catalog }),
      ...(verifications !== undefined && { verifications }),
      ...(this.#watchChanged && { watch: this.#sources.watch() }),
    });
    this.#uploads.clear();
    this.#removed.clear();
    this.#progress.clear();
    this.#repositories.clear();
    this.#gone.clear();
    this.#catalog = {};
    this.#storeChanged = false;
    this.#settingsChanged = false;
    this.#watchChanged = false;
    for (const patch of patches) this.#push(patch);
  }

  #push(patch: Omit<StatePatch, 'seq'>): void {
    this.#seq += 1;
    this.#send({ seq: this.#seq, ...patch });
  }

  #gather(): void {
    this.#timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }
}

function inPieces<T>(all: readonly T[], most: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / most) }, (_, index) =>
    all.slice(index * most, (index + 1) * most),
  );
}
