import { explainInGerman } from './errorWords.de.ts';
import { formatsOf } from './format.ts';
import type { Story, StoryEvent, StoryEventType } from './story.ts';
import type { StoryWords } from './storyWords.ts';

const { formatBytes, formatDuration, formatFixed, formatPlace } = formatsOf('de');

type EventOf<Type extends StoryEventType> = Extract<StoryEvent, { readonly type: Type }>;

function took(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`;
  return ms < 10_000 ? `${formatFixed(ms / 1000, 1)} s` : formatDuration(ms);
}

function standing({ offset, checkpointed }: { readonly offset: number; readonly checkpointed: number }): string {
  if (offset === 0) return 'Noch nichts davon war da.';
  const where = `Bei ${formatPlace(offset, offset)}`;
  if (checkpointed >= offset) return `${where}, alles gesichert.`;
  const newest =
    checkpointed === 0 ? 'noch kein Checkpoint' : `neuester Checkpoint bei ${formatPlace(checkpointed, offset)}`;
  return `${where}, ${newest}.`;
}

function opened({ from, offset, rehashed, copiedTwice, ms }: EventOf<'opened'>): StoryWords {
  if (offset === 0) return { title: 'Die Übertragung begann', text: '' };
  const again = copiedTwice > 0 ? `, ${formatBytes(copiedTwice)} neu kopiert` : '';
  const cost = `${formatBytes(rehashed)} neu gehasht${again} in ${took(ms)}; weiter bei ${formatPlace(offset, offset)}.`;
  return {
    title:
      from === 0
        ? 'Von Anfang an wiederhergestellt'
        : `Ab dem Checkpoint bei ${formatPlace(from, offset)} wiederhergestellt`,
    text: cost,
  };
}

const WORDS: { readonly [Type in StoryEventType]: (event: EventOf<Type>) => StoryWords } = {
  added: ({ size, source }) => ({
    title: 'Hinzugefügt',
    text: `${source}${size === null ? '' : `, ${formatBytes(size)}`}.`,
  }),
  found: ({ offset }) => ({
    title: 'Im Store gefunden',
    text: `Von einem anderen Programm begonnen; ${formatBytes(offset)}.`,
  }),
  attached: ({ source }) => ({ title: 'Quelle zugeordnet', text: `${source}. Jedes Byte wird damit verglichen.` }),
  resumed: ({ by }) => ({ title: by === 'person' ? 'Fortgesetzt' : 'Von selbst fortgesetzt', text: '' }),
  opened,
  paused: (event) => ({
    title: PAUSED[event.reason] ?? 'Pausiert',
    text: standing(event),
  }),
  stopped: (event) => ({ title: `Angehalten: ${explainInGerman(event.error).title}`, text: standing(event) }),
  failed: ({ error, offset }) => ({
    title: `Fehlgeschlagen: ${explainInGerman(error).title}`,
    text: `${error.code}, bei ${formatBytes(offset)}.`,
  }),
  interrupted: (event) => ({
    title: 'Mitten in der Übertragung beendet',
    text: `Beim nächsten Start gefunden. ${standing(event)}`,
  }),
  complete: ({ digest, offset }) => ({
    title: 'Alle Bytes sind da',
    text: `${formatBytes(offset)}, gehasht und gesichert: ${digest}.`,
  }),
  verified: ({ digest, offset, ms }) => ({
    title: 'Vollständig neu gehasht',
    text: `${formatBytes(offset)} in ${took(ms)}: ${digest}.`,
  }),
  mismatch: ({ expected, actual }) => ({
    title: 'Der Digest stimmt nicht',
    text: `Erwartet war ${expected}, die Bytes haben ${actual}.`,
  }),
  expected: ({ digest }) =>
    digest === null
      ? { title: 'Erwarteter Digest aufgegeben', text: '' }
      : { title: 'Erwarteter Digest gesetzt', text: `${digest}.` },
  renewed: ({ until }) => ({
    title: 'Bleibt eine weitere Woche',
    text: `Eine Registry rührt ihn bis ${new Date(until).toISOString()} nicht an.`,
  }),
  finished: ({ digest, size, ms, rehashed }) => ({
    title:
      ms === null
        ? 'Beim nächsten Start abgeschlossen'
        : `Geprüft und abgeschlossen in ${took(ms)}${rehashed === null ? '' : `, dabei ${formatBytes(rehashed)} neu gelesen`}`,
    text: `${formatBytes(size)}: ${digest}.`,
  }),
  cancelled: ({ offset }) => ({
    title: 'Abgebrochen',
    text: offset === 0 ? '' : `${formatBytes(offset)} wurden gelöscht.`,
  }),
  leftOut: ({ count }) => ({
    title: count === 1 ? 'Ein Ereignis ist hier ausgelassen' : `${count} Ereignisse sind hier ausgelassen`,
    text: '',
  }),
};

const PAUSED: Readonly<Record<string, string>> = {
  quit: 'Pausiert, weil die App geschlossen wurde',
  sleep: 'Pausiert, weil der Computer schlafen ging',
};

/** What an event is called in German, as `describeStoryEvent` has it in English. */
export function describeStoryEventInGerman(event: StoryEvent): StoryWords {
  // The table ties each event to its own words; TypeScript cannot follow that through a union.
  return (WORDS[event.type] as (event: StoryEvent) => StoryWords)(event);
}

/** What is missing of a story, in German, a sentence each; empty when nothing is. */
export function describeStoryGapsInGerman({ unreadable, error }: Story): readonly string[] {
  const words = error === null ? null : explainInGerman(error);
  return [
    ...(words === null ? [] : [`${words.title}. ${words.remedy}`]),
    ...(unreadable === 0
      ? []
      : [unreadable === 1 ? 'Eine Zeile davon ist nicht lesbar.' : `${unreadable} Zeilen davon sind nicht lesbar.`]),
  ];
}
