import type { Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { Language } from './language.ts';
import type { UploadId } from './names.ts';

/**
 * One thing that happened to an upload. All numbers are bytes, `ms` and times ms; `at` and `until` count since the
 * epoch. What a story on disk may hold, so that a field may be added to and never renamed.
 */
export type StoryEvent = { readonly at: number } /** `size` null: not known. */ & (
  | { readonly type: 'added'; readonly name: string; readonly size: number | null; readonly source: string }
  /** Somebody else had begun it. */
  | { readonly type: 'found'; readonly offset: number }
  /** A person pointed at a file to read from. */
  | { readonly type: 'attached'; readonly source: string }
  /** `self`: its cause of trouble was gone, or the app goes on by itself at its start. */
  | { readonly type: 'resumed'; readonly by: 'person' | 'self' }
  /**
   * Opened to move bytes: from the checkpoint at `from` (0 without one) to the end at `offset`, of which `rehashed`
   * were hashed again and `copiedTwice` taken from the source again, in `ms`.
   */
  | {
      readonly type: 'opened';
      readonly from: number;
      readonly offset: number;
      readonly rehashed: number;
      readonly copiedTwice: number;
      readonly ms: number;
    }
  | {
      readonly type: 'paused';
      readonly reason: 'person' | 'quit' | 'sleep';
      readonly offset: number;
      readonly checkpointed: number;
    }
  /** Stopped by something outside, e.g. a full disk or a source that changed. */
  | { readonly type: 'stopped'; readonly error: ErrorInfo; readonly offset: number; readonly checkpointed: number }
  | { readonly type: 'failed'; readonly error: ErrorInfo; readonly offset: number }
  /**
   * The process had ended while it moved; noticed at the next start. `lastWritten`: when `data` was written last; null
   * when that cannot be told.
   */
  | {
      readonly type: 'interrupted';
      readonly offset: number;
      readonly checkpointed: number;
      readonly lastWritten: number | null;
    }
  | { readonly type: 'complete'; readonly digest: Digest; readonly offset: number }
  /** All of the data was hashed again, as a person wanted. */
  | { readonly type: 'verified'; readonly digest: Digest; readonly offset: number; readonly ms: number }
  | { readonly type: 'mismatch'; readonly expected: Digest; readonly actual: Digest }
  /** A person set (or, null, dropped) the expected digest. */
  | { readonly type: 'expected'; readonly digest: Digest | null }
  /** Dated to now: a registry keeps it until then. */
  | { readonly type: 'renewed'; readonly until: number }
  /** Verified, placed and linked in `ms`; null when a later start carried it to its end. */
  | {
      readonly type: 'finished';
      readonly digest: Digest;
      readonly size: number;
      readonly ms: number | null;
      readonly rehashed: number | null;
    }
  | { readonly type: 'cancelled'; readonly offset: number }
  /** So many events before this one were left out, to bound the size of the story. */
  | { readonly type: 'leftOut'; readonly count: number }
);

export type StoryEventType = StoryEvent['type'];

/** A `StoryEvent` before it has a time. */
export type StoryNote = StoryEvent extends infer Event ? (Event extends StoryEvent ? Omit<Event, 'at'> : never) : never;

/** What happened to one upload, oldest first. */
export interface Story {
  readonly id: UploadId;
  readonly events: readonly StoryEvent[];
  /** Lines of the file that cannot be read; they stay in it. */
  readonly unreadable: number;
  /** Why it could not be read or written as a whole; null when it could. Events may be missing then. */
  readonly error: ErrorInfo | null;
}

/** How a story is copied: as JSON, which speaks no language, or in words. */
export type StoryForm = { readonly kind: 'json' } | { readonly kind: 'text'; readonly language: Language };
