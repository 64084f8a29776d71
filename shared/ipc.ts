import type { Contents, ContentsRequest } from './contents.ts';
import type { Algorithm, Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { Place, UploadDetails } from './inspection.ts';
import type { UploadId } from './names.ts';
import type { Settings } from './settings.ts';
import type { Story, StoryForm } from './story.ts';
import type { ProgressTick, UploadView } from './upload.ts';

/** The store that is open, or why it is not. */
export interface StoreView {
  readonly root: string;
  /** Bytes free on its file system; null when that cannot be told. */
  readonly freeBytes: number | null;
  readonly state:
    | { readonly kind: 'opening' }
    | { readonly kind: 'open' }
    | { readonly kind: 'closed'; readonly error: ErrorInfo };
}

/** A file that a person wants to add: inspected by main, known to the window by its token only. */
export interface Candidate {
  readonly token: string;
  readonly name: string;
  /** Bytes; null when the file cannot be used. */
  readonly size: number | null;
  readonly error: ErrorInfo | null;
  /** A digest found in a checksum file beside it, with that file's name. */
  readonly digest: { readonly value: Digest; readonly from: string } | null;
  /** The upload that already reads from this file. */
  readonly duplicateOf: UploadId | null;
}

export interface AddRequest {
  readonly repository: string;
  readonly finishBySelf: boolean;
  readonly items: readonly { readonly token: string; readonly digest: string | null }[];
}

/** Result of one item of a batch. `error` is null when it worked. */
export interface AddOutcome {
  readonly token: string;
  readonly id: UploadId | null;
  readonly error: ErrorInfo | null;
}

export interface Outcome {
  readonly id: UploadId;
  readonly error: ErrorInfo | null;
}

/** A past upload as history keeps it. */
export interface HistoryEntry {
  readonly id: UploadId;
  readonly repository: string;
  readonly name: string;
  readonly size: number;
  readonly outcome: 'finished' | 'cancelled';
  readonly digest: Digest | null;
  /** ms since the epoch */
  readonly at: number;
  /** A sentence worth keeping, e.g. that a corrupt blob was replaced; empty when there is none. */
  readonly note: string;
}

export interface DigesterView {
  readonly backend: string;
  readonly algorithms: readonly Algorithm[];
}

/** Everything that the window shows, at one moment. Later `StatePatch`es count on from `seq`. */
export interface Snapshot {
  readonly seq: number;
  readonly uploads: readonly UploadView[];
  readonly store: StoreView;
  readonly settings: Settings;
  readonly digester: DigesterView;
  /** Things to say once at start, e.g. that damaged settings were set aside. */
  readonly notices: readonly ErrorInfo[];
  readonly version: string;
}

/** What changed since the patch before. A window that misses a `seq` asks for a new snapshot. */
export interface StatePatch {
  readonly seq: number;
  readonly uploads?: readonly UploadView[];
  readonly removed?: readonly UploadId[];
  readonly progress?: readonly ProgressTick[];
  readonly store?: StoreView;
  /** Comes with `store`: the digester is known once a store is open. */
  readonly digester?: DigesterView;
  readonly settings?: Settings;
}

/** The commands that the window can give: channel → signature. Handlers parse every argument. */
export interface Commands {
  'state:snapshot': () => Snapshot;
  /** Opens the system's file dialog; an empty list when the person closes it. */
  'files:choose': () => readonly Candidate[];
  'files:inspect': (paths: readonly string[]) => readonly Candidate[];
  /** Files given on the command line that wait for the window. */
  'files:offered': () => readonly Candidate[];
  'uploads:add': (request: AddRequest) => readonly AddOutcome[];
  'uploads:pause': (ids: readonly UploadId[]) => readonly Outcome[];
  'uploads:resume': (ids: readonly UploadId[]) => readonly Outcome[];
  'uploads:finish': (ids: readonly UploadId[]) => readonly Outcome[];
  'uploads:cancel': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Hashes all data again and compares. */
  'uploads:verify': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Dates uploads to now, so that a registry leaves them alone for another 168 hours. */
  'uploads:renew': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Sets, corrects or (null) drops the expected digest. */
  'uploads:setExpected': (id: UploadId, digest: string | null) => void;
  /** Lets the person point at the source again, in the system's file dialog. False when they close it. */
  'uploads:attach': (id: UploadId) => boolean;
  'uploads:reveal': (id: UploadId) => void;
  /** Everything that lies on disk of an upload. Changes nothing, waits for nobody. */
  'uploads:inspect': (id: UploadId) => UploadDetails;
  /** Shows something of an upload in the file manager. Refused with `PATH_NOT_FOUND` when it is not there. */
  'uploads:revealPlace': (id: UploadId, place: Place) => void;
  'uploads:copyPath': (id: UploadId, place: Place) => void;
  'uploads:copyDigest': (id: UploadId) => void;
  /** What happened to an upload, also to one that has ended. */
  'uploads:story': (id: UploadId) => Story;
  /** Copies that: a line an event, or JSON as `layerlift inspect` prints it. */
  'uploads:copyStory': (id: UploadId, form: StoryForm) => void;
  /** Takes ended uploads off the list. History keeps them. */
  'uploads:dismiss': (ids: readonly UploadId[]) => void;
  /** What is inside of an upload so far. The first call begins to look; a look that nobody asks about ends. */
  'uploads:contents': (request: ContentsRequest) => Contents;
  'history:list': () => readonly HistoryEntry[];
  'settings:change': (change: Partial<Settings>) => Settings;
  /** Opens the system's folder dialog and switches stores. False when the person closes it. */
  'store:choose': () => boolean;
  /** Opens the store again, e.g. once a disk is back. `create` makes a missing or foreign folder a store. */
  'store:open': (create: boolean) => void;
}

/** What main pushes: channel → payload. */
export interface Events {
  'state:patch': StatePatch;
  'files:offered': readonly Candidate[];
}

export type CommandName = keyof Commands;
export type EventName = keyof Events;

/** How results cross IPC: Electron itself would forward only an error's message. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorInfo };

/**
 * What the preload script puts on `window.layerlift`: the whole attack surface of the window, one method a command.
 * `DroppedFile` is the DOM's `File`. Subscriptions return their own disposer.
 */
export type LayerliftApi<DroppedFile> = {
  readonly [Name in Exclude<CommandName, 'files:inspect'>]: (
    ...args: Parameters<Commands[Name]>
  ) => Promise<Envelope<ReturnType<Commands[Name]>>>;
} & {
  /** Turns dropped or pasted files into candidates; their paths never reach the page. */
  readonly inspectFiles: (files: readonly DroppedFile[]) => Promise<Envelope<readonly Candidate[]>>;
  readonly onPatch: (listener: (patch: StatePatch) => void) => () => void;
  readonly onOffered: (listener: (candidates: readonly Candidate[]) => void) => () => void;
  readonly platform: string;
};
