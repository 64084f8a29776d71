import { parseDigest } from '../../../shared/digest.ts';
import { isErrorInfo, LayerliftError } from '../../../shared/errors.ts';
import type { UploadId } from '../../../shared/names.ts';
import { isCount, isTime } from '../../../shared/numbers.ts';
import type { StoryEvent, StoryEventType } from '../../../shared/story.ts';
import { orWhenMissing } from '../layers/orWhenMissing.ts';
import { orWhenRefused } from '../layers/orWhenRefused.ts';
import { pathFor } from '../layers/paths.ts';
import { readSmallFile } from '../layers/readSmallFile.ts';
import type { StorageDriver } from '../storage/storageDriver.ts';

/** A story that is longer is shortened before a line is added: about a thousand events. */
export const STORY_BYTES_MAX = 256 * 1024;

/** Nothing of ours is longer than a story and the longest lines that one write adds to it. */
const READ_BYTES_MAX = 4 * STORY_BYTES_MAX;

/** Lines at the beginning that a shortened story keeps, so that it still tells how it began. */
const FIRST_KEPT = 10;

/** The lines of a story as they lie on disk. */
export interface StoryLines {
  readonly events: readonly StoryEvent[];
  /** Lines that cannot be read; one that a crash tore at the end is none of them. */
  readonly unreadable: number;
  /** Bytes of the file; null when there is none. */
  readonly size: number | null;
}

/**
 * Reads a story. A line that cannot be read costs only itself.
 * @throws LayerliftError `STORY_DAMAGED` for what is no story at all: a folder, a file of strange size, a file without
 * a line that can be read. Others as `StorageDriver.stat` and `reader`.
 */
export async function readStoryLines(driver: StorageDriver, id: UploadId): Promise<StoryLines> {
  const path = pathFor({ kind: 'story', id });
  const info = await orWhenMissing(driver.stat(path), null);
  if (info === null) return { events: [], unreadable: 0, size: null };
  const bytes = await readSmallFile(driver, path, READ_BYTES_MAX);
  if (bytes === null) throw new LayerliftError('STORY_DAMAGED', 'no story', { id, path });
  const text = new TextDecoder().decode(bytes);
  const lines = text.split('\n');
  const events: StoryEvent[] = [];
  let unreadable = 0;
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const event = parseEvent(line);
    if (event !== null) events.push(event);
    else if (index < lines.length - 1) unreadable += 1;
  }
  if (events.length === 0 && unreadable > 0) throw new LayerliftError('STORY_DAMAGED', 'no story', { id, path });
  return { events, unreadable, size: bytes.length };
}

/**
 * Adds lines to a story, and shortens one that has become too long before. What cannot be read is never replaced.
 * Errors as `readStoryLines`, `StorageDriver.writer` and `putContent`.
 */
export async function appendToStory(
  driver: StorageDriver,
  id: UploadId,
  events: readonly StoryEvent[],
  size: number | null,
): Promise<void> {
  const path = pathFor({ kind: 'story', id });
  if (size !== null && size > STORY_BYTES_MAX) await shorten(driver, id);
  await using writer = await driver.writer(path, { append: size !== null });
  // The newline in front ends a line that a crash may have torn; empty lines mean nothing.
  await writer.write(new TextEncoder().encode(`\n${textOf(events)}`));
}

async function shorten(driver: StorageDriver, id: UploadId): Promise<void> {
  const { events } = await readStoryLines(driver, id);
  const first = events.slice(0, FIRST_KEPT).filter(({ type }) => type !== 'leftOut');
  const last = events.slice(FIRST_KEPT).slice(-Math.floor(events.length / 2));
  const dropped = events.slice(first.length, events.length - last.length);
  const count = dropped.reduce((sum, event) => sum + (event.type === 'leftOut' ? event.count : 1), 0);
  const gap: StoryEvent = { type: 'leftOut', at: dropped.at(-1)?.at ?? 0, count };
  await driver.putContent(pathFor({ kind: 'story', id }), new TextEncoder().encode(textOf([...first, gap, ...last])));
}

function textOf(events: readonly StoryEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

type Check = (value: unknown) => boolean;
type EventOf<Type extends StoryEventType> = Extract<StoryEvent, { readonly type: Type }>;
type Checks = {
  readonly [Type in StoryEventType]: { readonly [Field in Exclude<keyof EventOf<Type>, 'type' | 'at'>]: Check };
};

const isText: Check = (value) => typeof value === 'string';
const isDigest: Check = (value) =>
  typeof value === 'string' && orWhenRefused('DIGEST_INVALID', () => parseDigest(value)) === value;
const isMs: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    values.some((known) => known === value);

/** What each field of each event must be: complete by type. */
const CHECKS: Checks = {
  added: { name: isText, size: orNull(isCount), source: isText },
  found: { offset: isCount },
  attached: { source: isText },
  resumed: { by: oneOf('person', 'self') },
  opened: { from: isCount, offset: isCount, rehashed: isCount, copiedTwice: isCount, ms: isMs },
  paused: { reason: oneOf('person', 'quit', 'sleep'), offset: isCount, checkpointed: isCount },
  stopped: { error: isErrorInfo, offset: isCount, checkpointed: isCount },
  failed: { error: isErrorInfo, offset: isCount },
  interrupted: { offset: isCount, checkpointed: isCount, lastWritten: orNull(isTime) },
  complete: { digest: isDigest, offset: isCount },
  verified: { digest: isDigest, offset: isCount, ms: isMs },
  mismatch: { expected: isDigest, actual: isDigest },
  expected: { digest: orNull(isDigest) },
  renewed: { until: isTime },
  finished: { digest: isDigest, size: isCount, ms: orNull(isMs), rehashed: orNull(isCount) },
  cancelled: { offset: isCount },
  leftOut: { count: isCount },
};

/** Null for anything but an event that we could have written. */
function parseEvent(line: string): StoryEvent | null {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof raw !== 'object' || raw === null) return null;
  const fields = raw as Readonly<Record<string, unknown>>;
  const { type, at } = fields;
  if (typeof type !== 'string' || !Object.hasOwn(CHECKS, type) || !isTime(at)) return null;
  const checks: Readonly<Record<string, Check>> = CHECKS[type as StoryEventType];
  if (!Object.entries(checks).every(([field, check]) => check(fields[field]))) return null;
  const known = Object.fromEntries(Object.keys(checks).map((field) => [field, fields[field]]));
  return { type, at, ...known } as unknown as StoryEvent;
}
