import type { ErrorCode } from '../../shared/errors.ts';
import { gapOf, type UploadKind, type UploadStatus, type UploadView } from '../../shared/upload.ts';
import type { LiveUpload } from '../state/context.ts';
import { en } from '../strings/en.ts';

export type Tone = 'plain' | 'good' | 'risk' | 'bad';

/** One upload's state in words, as its row says it. */
export interface Description {
  readonly state: string;
  readonly tone: Tone;
  /** What is known, most important first. */
  readonly facts: readonly string[];
  /** At the end of the line; empty when there is nothing to say. */
  readonly aside: string;
  /** What to do about trouble; null when nothing needs to be done. */
  readonly help: string | null;
}

const words = en.uploads;

/** Troubles in which going on with what is there would be wrong. */
const BAD: readonly ErrorCode[] = ['SOURCE_CHANGED', 'SOURCE_DIFFERS', 'UPLOAD_DAMAGED'];

/** Troubles in which there is nothing to go on with. */
const NO_SOURCE: readonly ErrorCode[] = ['SOURCE_NOT_FOUND', 'SOURCE_NOT_A_FILE', 'SOURCE_UNREADABLE', 'SOURCE_IO'];

/** Whole percent of what is there; 100 only once every byte is durable. Empty when the size is not known. */
export function percentOf(upload: UploadView): string {
  const { size, offset, checkpointed, status } = upload;
  if (size === null) return '';
  const durable = status.kind === 'ready' || status.kind === 'finishing' || status.kind === 'finished';
  if (size === 0) return durable ? words.percent(0, 0) : words.percent(0, 1);
  const whole = durable || status.kind === 'mismatch' || checkpointed >= size;
  return words.percent(whole ? size : Math.min(offset, size - 1), size);
}

/** States on the way to a finish. */
const GOES_ON: readonly UploadKind[] = ['queued', 'moving', 'pausing', 'paused', 'interrupted'];

/** Bytes and percent of an upload on its way. */
function amount(upload: UploadView): readonly string[] {
  const bySelf = upload.finishBySelf && GOES_ON.includes(upload.status.kind) ? [words.finishesBySelf] : [];
  if (upload.size === null) return [words.unknownSize(upload.offset), ...bySelf];
  return [words.part(upload.offset, upload.size), percentOf(upload), ...bySelf];
}

function pace({ bytesPerSecond, etaMs }: LiveUpload): string {
  if (bytesPerSecond <= 0) return '';
  return etaMs === null ? words.rate(bytesPerSecond) : `${words.rate(bytesPerSecond)} · ${words.left(etaMs)}`;
}

function resumeCost(upload: UploadView): string {
  return upload.offset === 0 ? '' : words.reHashesAtMost(gapOf(upload));
}

/** What matters while an upload stands still for a trouble: what going on costs, or, while it cannot, what is kept. */
function atStake(upload: UploadView, trouble: ErrorCode): string {
  if (BAD.includes(trouble)) return '';
  return NO_SOURCE.includes(trouble) ? words.kept(upload.offset) : resumeCost(upload);
}

type Parts = Partial<Omit<Description, 'state'>> & { readonly state?: string };

function pausedParts(status: UploadStatus & { readonly kind: 'paused' }, upload: UploadView): Parts {
  if (status.error === null) {
    const facts = [
      ...amount(upload),
      ...(status.reason === 'quit' ? [words.pausedAtQuit] : []),
      ...(status.reason === 'sleep' ? [words.pausedAsleep] : []),
    ];
    return { facts, aside: resumeCost(upload) };
  }
  const { title, remedy } = en.explain(status.error);
  const { code } = status.error;
  const tone = BAD.includes(code) ? 'bad' : 'risk';
  return { state: title, tone, facts: amount(upload), aside: atStake(upload, code), help: remedy };
}

function partsOf(live: LiveUpload): Parts {
  const { upload } = live;
  const { status } = upload;
  const size = words.size(upload.size ?? upload.offset);
  switch (status.kind) {
    case 'queued':
      return { facts: amount(upload), aside: words.starts };
    case 'recovering':
      return { facts: [words.reHashing(status.done, status.total)], aside: pace(live) };
    case 'moving':
      return { facts: amount(upload), aside: pace(live) };
    case 'pausing':
      return { facts: amount(upload), aside: words.makingDurable };
    case 'paused':
      return pausedParts(status, upload);
    case 'interrupted':
      return {
        tone: 'risk',
        facts: [...amount(upload), words.checkpointAt(upload.checkpointed, upload.size ?? upload.offset)],
        aside: words.reHashesAtMost(gapOf(upload)),
      };
    case 'ready':
      return {
        tone: 'good',
        facts: [size, upload.expected === null ? words.noDigestGiven : words.digestMatches],
        aside: words.finishReadsNothing,
      };
    case 'verifying':
      return {
        facts: [words.readBack(status.done, status.total), words.percent(status.done, Math.max(1, status.total))],
        aside: pace(live),
      };
    case 'finishing':
      return { tone: 'good', facts: [size], aside: words.linking };
    case 'finished':
      return { tone: 'good', facts: [size, words.digest(status.digest)], aside: words.finishedIn(status.finishMs) };
    case 'mismatch':
      return { tone: 'bad', facts: [size], help: words.mismatchHelp(status.expected, status.actual) };
    case 'cancelling':
      return { facts: amount(upload), aside: words.removing };
    case 'cancelled':
      return { facts: [words.cancelledNothingLeft] };
    case 'failed': {
      const { title, remedy } = en.explain(status.error);
      return { state: title, tone: 'bad', facts: amount(upload), help: remedy };
    }
    case 'found':
      return { facts: [...amount(upload), words.foundSince(upload.createdAt)], aside: words.foundHelp };
  }
}

/** Puts an upload into words. Pure and total over every state. */
export function describe(live: LiveUpload): Description {
  const state = words.states[live.upload.status.kind];
  return { state, tone: 'plain', facts: [], aside: '', help: null, ...partsOf(live) };
}

/** Whether the row has a second line that says what to do; the same for all ticks of a state. */
export function hasHelp({ status }: UploadView): boolean {
  return status.kind === 'mismatch' || status.kind === 'failed' || (status.kind === 'paused' && status.error !== null);
}
