import { type ErrorInfo, toErrorInfo } from '../../../shared/errors.ts';
import type { HistoryEntry } from '../../../shared/ipc.ts';
import { parseUploadId, type UploadId } from '../../../shared/names.ts';
import type { Story, StoryEvent, StoryNote } from '../../../shared/story.ts';
import type { UploadView } from '../../../shared/upload.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { orWhenRefused } from '../layers/orWhenRefused.ts';
import { pathFor } from '../layers/paths.ts';
import { SerialQueue } from '../storage/serialQueue.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';
import type { History } from './history.ts';
import type { ManagedUpload } from './managedUpload.ts';
import { assertStoreThere } from './openStore.ts';
import { beginningOf } from './storyEvents.ts';
import { appendToStory, readStoryLines } from './storyFile.ts';

/** Stories of ended uploads that are kept: those that ended last. */
const ENDED_KEPT = 1000;

/** Events that wait in memory for a disk that refuses them; older ones give way. */
const PENDING_MAX = 200;

/** What stories need of their surroundings. */
export interface StoryParts {
  /** Absolute path of the store. */
  readonly root: string;
  readonly driver: StorageDriver;
  readonly history: History;
  readonly clock: () => number;
}

/** Events of one upload that are not on disk yet. */
interface Pending {
  readonly beginning: StoryEvent;
  events: readonly StoryEvent[];
  error: ErrorInfo | null;
}

/**
 * What happened to the uploads of a store: a file each, only ever appended to, kept when they end. Nobody waits for a
 * story: events are written one upload after the other, beside the work, and a disk that refuses them costs nothing
 * but the events that are lost with the process.
 */
export class Stories {
  readonly #parts: StoryParts;
  readonly #pending = new Map<UploadId, Pending>();
  readonly #writes = new SerialQueue();

  constructor(parts: StoryParts) {
    this.#parts = parts;
  }

  /**
   * Tells of uploads that a process left in the middle of something; one that only waited has nothing to tell. Forgets
   * the stories of uploads that ended long ago.
   */
  begin(uploads: readonly ManagedUpload[]): void {
    void this.#writes.run(() => this.#forgetOld(new Set(uploads.map(({ ref }) => ref.id)))).catch(() => undefined);
    for (const { view, lastWritten } of uploads) {
      const { status, offset, checkpointed } = view;
      if (status.kind !== 'interrupted' || offset === 0) continue;
      this.note(view, { type: 'interrupted', offset, checkpointed, lastWritten });
    }
  }

  /** Adds what has just happened to an upload. */
  note(view: UploadView, note: StoryNote): void {
    const { id } = view;
    const pending = this.#pending.get(id) ?? { beginning: beginningOf(view), events: [], error: null };
    pending.events = [...pending.events, { ...note, at: this.#parts.clock() }].slice(-PENDING_MAX);
    this.#pending.set(id, pending);
    void this.#writes.run(() => this.#write(id));
  }

  /** The story so far; of an upload that is not among the living, what is left of it. */
  async read(id: UploadId, view: UploadView | null): Promise<Story> {
    return await this.#writes.run(async () => {
      const pending = this.#pending.get(id);
      const story = await readStory(this.#parts.driver, id, view, this.#parts.history.get(id));
      if (pending === undefined) return story;
      return { ...story, events: [...story.events, ...pending.events], error: story.error ?? pending.error };
    });
  }

  /** Resolves when everything that was told so far is on disk, or cannot be. */
  async settled(): Promise<void> {
    await this.#writes.idle();
  }

  /** What cannot be deleted now is at the next start. */
  async #forgetOld(living: ReadonlySet<UploadId>): Promise<void> {
    const { driver, history } = this.#parts;
    const kept = new Set([
      ...living,
      ...history
        .list()
        .slice(0, ENDED_KEPT)
        .map(({ id }) => id),
    ]);
    for (const path of await orWhenMissing(driver.list(pathFor({ kind: 'stories' })), [])) {
      const id = idIn(path);
      if (id !== null && !kept.has(id)) await driver.delete(path);
    }
  }

  async #write(id: UploadId): Promise<void> {
    const pending = this.#pending.get(id);
    if (pending === undefined || pending.events.length === 0) return;
    const { root, driver } = this.#parts;
    const { events } = pending;
    try {
      await assertStoreThere(driver, root);
      const { size, events: told } = await readStoryLines(driver, id);
      const fresh = repeats(told.at(-1), events[0]) ? events.slice(1) : events;
      if (fresh.length > 0)
        await appendToStory(driver, id, size === null ? [pending.beginning, ...fresh] : fresh, size);
      pending.events = pending.events.filter((event) => !events.includes(event));
      pending.error = null;
      if (pending.events.length === 0) this.#pending.delete(id);
    } catch (error) {
      // They wait for the next event, or for the end of the process; whoever reads the story is told.
      pending.error = toErrorInfo(error);
    }
  }
}

/** Each start finds an interrupted upload anew; it was interrupted once. */
function repeats(last: StoryEvent | undefined, next: StoryEvent | undefined): boolean {
  return last?.type === 'interrupted' && next?.type === 'interrupted' && last.offset === next.offset;
}

/**
 * Reads a story without writing. Where the file does not tell the beginning or the end, the upload itself (`view`) and
 * the history (`end`) do. What cannot be read is told in the story.
 */
export async function readStory(
  driver: StorageDriver,
  id: UploadId,
  view: UploadView | null,
  end: HistoryEntry | null,
): Promise<Story> {
  let lines: Pick<Story, 'events' | 'unreadable'> = { events: [], unreadable: 0 };
  let failure: ErrorInfo | null = null;
  try {
    lines = await readStoryLines(driver, id);
  } catch (error) {
    failure = toErrorInfo(error);
  }
  const { events, unreadable } = lines;
  const told = new Set(events.map(({ type }) => type));
  const begins = told.has('added') || told.has('found');
  const ended = told.has('finished') || told.has('cancelled');
  return {
    id,
    events: [...(begins ? [] : beginningFrom(view, end)), ...events, ...(ended || end === null ? [] : [endOf(end)])],
    unreadable,
    error: failure,
  };
}

function beginningFrom(view: UploadView | null, end: HistoryEntry | null): readonly StoryEvent[] {
  if (view !== null) return [beginningOf(view)];
  if (end?.oneStep === undefined) return [];
  const { name, size, oneStep } = end;
  return [{ type: 'added', at: oneStep.createdAt, name, size, source: oneStep.source }];
}

function endOf({ outcome, digest, size, at, oneStep }: HistoryEntry): StoryEvent {
  if (outcome === 'cancelled' || digest === null) return { type: 'cancelled', at, offset: size };
  if (oneStep === undefined) return { type: 'finished', at, digest, size, ms: null, rehashed: null };
  return { type: 'finished', at, digest, size, ms: oneStep.ms, rehashed: 0 };
}

/** Null for what is no story of ours. */
function idIn(path: string): UploadId | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!name.endsWith('.jsonl')) return null;
  return orWhenRefused('UPLOAD_ID_INVALID', () => parseUploadId(name.slice(0, -'.jsonl'.length)));
}
