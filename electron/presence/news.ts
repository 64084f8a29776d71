import type { ErrorCode, ErrorInfo } from '../../shared/errors.ts';
import type { UploadId } from '../../shared/names.ts';
import type { UploadView } from '../../shared/upload.ts';
import { visibleText } from '../../shared/visibleText.ts';
import type { DesktopStrings } from '../strings/en.ts';
import type { Turn } from './uploadBook.ts';

/** Something worth a notification, with the upload that it leads to. */
export interface NewsItem {
  readonly id: UploadId;
  readonly title: string;
  readonly body: string;
}

type Event =
  | { readonly kind: 'finished'; readonly upload: UploadView }
  | { readonly kind: 'stopped'; readonly upload: UploadView; readonly error: Pick<ErrorInfo, 'code' | 'details'> };

/** Names that a notification about several uploads lists. */
const NAMES_MAX = 3;

/**
 * What a person who does not look at the window wants to hear: an upload is finished, or cannot go on. The same
 * trouble of an upload is told once until its bytes have gone on, however often it is tried in vain.
 */
export class News {
  readonly #told = new Map<UploadId, { readonly code: ErrorCode; readonly offset: number }>();

  /** The news of one change: uploads with the same fate are one item. Names are shown as what they are. */
  of(turns: readonly Turn[], words: DesktopStrings['notifications']): readonly NewsItem[] {
    const groups = new Map<string, Event[]>();
    for (const { after } of turns) {
      const event = this.#eventOf(after);
      if (event === null) continue;
      const fate = event.kind === 'finished' ? event.kind : event.error.code;
      groups.set(fate, [...(groups.get(fate) ?? []), event]);
    }
    return [...groups.values()].flatMap((events) => itemOf(events, words) ?? []);
  }

  #eventOf(upload: UploadView): Event | null {
    const { id, status, offset } = upload;
    if (status.kind === 'finished') {
      this.#told.delete(id);
      return { kind: 'finished', upload };
    }
    const error = troubleOf(upload);
    if (error === null) return null;
    const told = this.#told.get(id);
    this.#told.set(id, { code: error.code, offset });
    return told?.code === error.code && told.offset === offset ? null : { kind: 'stopped', upload, error };
  }
}

function troubleOf({ status }: UploadView): Pick<ErrorInfo, 'code' | 'details'> | null {
  switch (status.kind) {
    case 'failed':
      return status.error;
    case 'mismatch':
      return { code: 'DIGEST_MISMATCH', details: {} };
    case 'paused':
      return status.reason === 'trouble' ? status.error : null;
    default:
      return null;
  }
}

function itemOf(events: readonly Event[], words: DesktopStrings['notifications']): NewsItem | null {
  const [first] = events;
  if (first === undefined) return null;
  const { id, name, size, offset, repository } = first.upload;
  const several = events.length > 1;
  const names = events.slice(0, NAMES_MAX).map(({ upload }) => visibleText(upload.name));
  if (first.kind === 'finished') {
    const body = several
      ? words.names(names, events.length - names.length)
      : words.finishedInto(size ?? offset, repository);
    return { id, title: several ? words.finishedSeveral(events.length) : words.finished(visibleText(name)), body };
  }
  const { title, remedy } = words.explain(first.error);
  const who = several ? words.uploads(events.length) : visibleText(name);
  return { id, title: `${who}: ${title}`, body: remedy };
}
