import { explain } from './errorWords.ts';
import { formatBytes, formatDuration, formatPlace } from './format.ts';
import type { Story, StoryEvent, StoryEventType } from './story.ts';

const PAUSES = {
  person: 'Paused',
  quit: 'Paused because the app was closed',
  sleep: 'Paused because the computer went to sleep',
} as const;

/** An event of a story in words: what happened, and the numbers of it. */
export interface StoryWords {
  /** Short, without a full stop. */
  readonly title: string;
  /** One or two sentences; empty where the title says it all. */
  readonly text: string;
}

type EventOf<Type extends StoryEventType> = Extract<StoryEvent, { readonly type: Type }>;

/** `3 ms`, `0.4 s`, `18 s`, `4 min`. */
function took(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}

function standing({ offset, checkpointed }: { readonly offset: number; readonly checkpointed: number }): string {
  if (offset === 0) return 'Nothing of it was there yet.';
  const where = `At ${formatPlace(offset, offset)}`;
  if (checkpointed >= offset) return `${where}, all of it checkpointed.`;
  const newest = checkpointed === 0 ? 'no checkpoint yet' : `newest checkpoint at ${formatPlace(checkpointed, offset)}`;
  return `${where}, ${newest}.`;
}

function opened({ from, offset, rehashed, copiedTwice, ms }: EventOf<'opened'>): StoryWords {
  if (offset === 0) return { title: 'Bytes began to move', text: '' };
  const again = copiedTwice > 0 ? `, copied ${formatBytes(copiedTwice)} again` : '';
  const cost = `Re-hashed ${formatBytes(rehashed)}${again} in ${took(ms)}, and goes on at ${formatPlace(offset, offset)}.`;
  return {
    title: from === 0 ? 'Recovered from the start' : `Recovered from the checkpoint at ${formatPlace(from, offset)}`,
    text: cost,
  };
}

const WORDS: { readonly [Type in StoryEventType]: (event: EventOf<Type>) => StoryWords } = {
  added: ({ size, source }) => ({
    title: 'Added',
    text: `${source}${size === null ? '' : `, ${formatBytes(size)}`}.`,
  }),
  found: ({ offset }) => ({ title: 'Found in the store', text: `Begun by another program; ${formatBytes(offset)}.` }),
  attached: ({ source }) => ({ title: 'Source pointed at', text: `${source}. Every byte is compared with it.` }),
  resumed: ({ by }) => ({ title: by === 'person' ? 'Resumed' : 'Went on by itself', text: '' }),
  opened,
  paused: (event) => ({
    title: PAUSES[event.reason],
    text: standing(event),
  }),
  stopped: (event) => ({ title: `Stopped: ${explain(event.error).title}`, text: standing(event) }),
  failed: ({ error, offset }) => ({
    title: `Failed: ${explain(error).title}`,
    text: `${error.code}, at ${formatBytes(offset)}.`,
  }),
  interrupted: (event) => ({ title: 'Killed while it moved', text: `Found at the next start. ${standing(event)}` }),
  complete: ({ digest, offset }) => ({
    title: 'All bytes are there',
    text: `${formatBytes(offset)}, hashed and durable: ${digest}.`,
  }),
  verified: ({ digest, offset, ms }) => ({
    title: 'Hashed again as a whole',
    text: `${formatBytes(offset)} in ${took(ms)}: ${digest}.`,
  }),
  mismatch: ({ expected, actual }) => ({
    title: 'The digest does not match',
    text: `Expected ${expected}, the bytes have ${actual}.`,
  }),
  expected: ({ digest }) =>
    digest === null
      ? { title: 'Expected digest dropped', text: '' }
      : { title: 'Expected digest set', text: `${digest}.` },
  renewed: ({ until }) => ({
    title: 'Kept for another week',
    text: `A registry leaves it alone until ${new Date(until).toISOString()}.`,
  }),
  finished: ({ digest, size, ms, rehashed }) => ({
    title:
      ms === null
        ? 'Finished at the next start'
        : `Verified and finished in ${took(ms)}${rehashed === null ? '' : ` with ${formatBytes(rehashed)} re-read`}`,
    text: `${formatBytes(size)}: ${digest}.`,
  }),
  cancelled: ({ offset }) => ({
    title: 'Cancelled',
    text: offset === 0 ? '' : `${formatBytes(offset)} were deleted.`,
  }),
  leftOut: ({ count }) => ({ title: `${count} events are left out here`, text: '' }),
};

/** What an event is called. Names and paths in it are untrusted text. */
export function describeStoryEvent(event: StoryEvent): StoryWords {
  // The table ties each event to its own words; TypeScript cannot follow that through a union.
  return (WORDS[event.type] as (event: StoryEvent) => StoryWords)(event);
}

/** What is missing of a story, a sentence each; empty when nothing is. */
export function describeStoryGaps({ unreadable, error }: Story): readonly string[] {
  return [
    ...(error === null ? [] : [`${explain(error).title}. ${explain(error).remedy}`]),
    ...(unreadable === 0
      ? []
      : [unreadable === 1 ? 'One line of it cannot be read.' : `${unreadable} lines of it cannot be read.`]),
  ];
}

/** An event as JSON gives it: like on disk, with its times in RFC 3339. */
export function storyToJson({ events }: Pick<Story, 'events'>): readonly Readonly<Record<string, unknown>>[] {
  const time = (ms: number): string => new Date(ms).toISOString();
  return events.map((event) => ({
    ...event,
    at: time(event.at),
    ...(event.type === 'interrupted' && event.lastWritten !== null ? { lastWritten: time(event.lastWritten) } : {}),
    ...(event.type === 'renewed' ? { until: time(event.until) } : {}),
  }));
}
