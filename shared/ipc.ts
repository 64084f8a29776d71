import type { AboutView, UpdateView } from './about.ts';
import type { CatalogView, LayerPage, LayerText, RepositoryView, VerificationView } from './catalog.ts';
import type { Contents, ContentsRequest } from './contents.ts';
import type { Algorithm, Digest } from './digest.ts';
import type { ErrorInfo } from './errors.ts';
import type { Place, UploadDetails } from './inspection.ts';
import type { IntakeView, LeftOut } from './intake.ts';
import type { LogEntry } from './logEntry.ts';
import type { MenuCommand } from './menuCommands.ts';
import type { RepositoryName, UploadId } from './names.ts';
import type { QueueMove } from './queueOrder.ts';
import type { Settings } from './settings.ts';
import type { ListedStore, ProfileWords } from './stores.ts';
import type { Story, StoryForm } from './story.ts';
import type { ProgressTick, UploadView } from './upload.ts';
import type { WatchView } from './watch.ts';

/** The store that is open, or why it is not. */
export interface StoreView {
  readonly root: string;
  /** Bytes free on its file system; null when that cannot be told. */
  readonly freeBytes: number | null;
  /** Set while it is open and its folder is not there, as when a disk was pulled out: its uploads wait. */
  readonly away?: true;
  readonly state:
    | { readonly kind: 'opening' }
    | { readonly kind: 'open' }
    | { readonly kind: 'closed'; readonly error: ErrorInfo };
}

/** A file that a person wants to add: inspected by main, known to the window by its token only. */
export interface Candidate {
  readonly token: string;
  readonly name: string;
  /** The folders that lead to it in the folder that was given, with forward slashes; empty when there are none. */
  readonly folder: string;
  /** Bytes; null when the file cannot be used. */
  readonly size: number | null;
  readonly error: ErrorInfo | null;
  /** A digest found in a checksum file beside it, with that file's name. */
  readonly digest: { readonly value: Digest; readonly from: string } | null;
  /** The upload that already reads from this file. */
  readonly duplicateOf: UploadId | null;
}

/** What came of files and folders that a person gave. */
export interface Offer {
  readonly candidates: readonly Candidate[];
  /** What was passed over in folders. */
  readonly leftOut: LeftOut;
  /** Why files that were given to the app itself could not be looked at; null when they were. */
  readonly error: ErrorInfo | null;
}

export interface AddItem {
  readonly token: string;
  readonly digest: string | null;
  /** Where this one goes; null for the repository of the request. */
  readonly repository: string | null;
}

export interface AddRequest {
  readonly repository: string;
  readonly finishBySelf: boolean;
  readonly items: readonly AddItem[];
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
  /** `failed` is no end: the upload is still there, and may end in another way later. */
  readonly outcome: 'finished' | 'cancelled' | 'failed';
  readonly digest: Digest | null;
  /** ms since the epoch */
  readonly at: number;
  /** A sentence worth keeping, e.g. that a corrupt blob was replaced; empty when there is none. */
  readonly note: string;
  /** Why it failed. */
  readonly error?: ErrorInfo;
  /** What its story would tell of a small layer that was stored in one step, `ms` long; such a one has no story. */
  readonly oneStep?: { readonly createdAt: number; readonly source: string; readonly ms: number };
}

export interface DigesterView {
  readonly backend: string;
  readonly algorithms: readonly Algorithm[];
}

/** What is known of the repositories of the store that is open. */
export interface CatalogState {
  readonly catalog: CatalogView;
  readonly repositories: readonly RepositoryView[];
  readonly verifications: readonly VerificationView[];
}

/** Everything that the window shows, at one moment. Later `StatePatch`es count on from `seq`. */
export interface Snapshot extends CatalogState {
  readonly seq: number;
  readonly uploads: readonly UploadView[];
  readonly store: StoreView;
  readonly settings: Settings;
  readonly digester: DigesterView;
  readonly watch: WatchView;
  /** Things to say once at start, e.g. that damaged settings were set aside. */
  readonly notices: readonly ErrorInfo[];
  readonly version: string;
}

/** What changed since the patch before. A window that misses a `seq` asks for a new snapshot. */
export interface StatePatch {
  readonly seq: number;
  readonly uploads?: readonly UploadView[];
  readonly removed?: readonly UploadId[];
  /** The uploads of the moment change their order by it. Comes alone. */
  readonly move?: QueueMove;
  readonly progress?: readonly ProgressTick[];
  readonly store?: StoreView;
  /** Comes with `store`: the digester is known once a store is open. */
  readonly digester?: DigesterView;
  readonly settings?: Settings;
  readonly catalog?: CatalogView;
  /** Repositories that are new or have changed. */
  readonly repositories?: readonly RepositoryView[];
  readonly repositoriesGone?: readonly RepositoryName[];
  /** All of them, when one has changed. */
  readonly verifications?: readonly VerificationView[];
  readonly watch?: WatchView;
}

/** What the content security policy kept from happening, in the words of the browser. */
export interface Violation {
  readonly directive: string;
  /** `inline`, `eval`, or the address that was not loaded. */
  readonly blocked: string;
}

/** The commands that the window can give: channel → signature. Handlers parse every argument. */
export interface Commands {
  'state:snapshot': () => Snapshot;
  /** Opens the system's file dialog; null when the person closes it. This and the next ones may ask a person first. */
  'files:choose': () => Offer | null;
  /** Opens the system's dialog for folders; null when the person closes it. */
  'files:chooseFolders': () => Offer | null;
  'files:inspect': (paths: readonly string[]) => Offer;
  /** Takes the files that the clipboard names as text. Refused with `CLIPBOARD_NO_FILES` when it names none. */
  'files:paste': () => Offer;
  /** Files given on the command line that wait for the window. */
  'files:offered': () => readonly Offer[];
  /** Answers the question about many files. */
  'files:proceed': (intake: number) => void;
  /** Gives up looking at files; whatever asked for them is refused with `CANCELLED`. */
  'files:stop': (intake: number) => void;
  'uploads:add': (request: AddRequest) => readonly AddOutcome[];
  'uploads:pause': (ids: readonly UploadId[]) => readonly Outcome[];
  'uploads:resume': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Starts uploads that wait or rest, also when all places are taken. */
  'uploads:startNow': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Changes the order of the queue; it is kept across restarts. */
  'uploads:move': (move: QueueMove) => void;
  'uploads:finish': (ids: readonly UploadId[]) => readonly Outcome[];
  'uploads:cancel': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Hashes all data again and compares. */
  'uploads:verify': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Dates uploads to now, so that a registry leaves them alone for another 168 hours. */
  'uploads:renew': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Leaves uploads that trouble has paused alone, which else go on by themselves once its cause is gone. */
  'uploads:stopRetrying': (ids: readonly UploadId[]) => readonly Outcome[];
  /** Whether uploads finish without asking as soon as all their bytes are there. */
  'uploads:setFinishBySelf': (ids: readonly UploadId[], finishBySelf: boolean) => readonly Outcome[];
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
  /** Copies that: a line an event in the language of the window, or JSON as `layerlift inspect` prints it. */
  'uploads:copyStory': (id: UploadId, form: StoryForm) => void;
  /** Takes ended uploads off the list. History keeps them. */
  'uploads:dismiss': (ids: readonly UploadId[]) => void;
  /** What is inside of an upload so far. The first call begins to look; a look that nobody asks about ends. */
  'uploads:contents': (request: ContentsRequest) => Contents;
  'history:list': () => readonly HistoryEntry[];
  'settings:change': (change: Partial<Settings>) => Settings;
  /** Tells which commands of the application menu are possible now. */
  'menu:offer': (possible: readonly MenuCommand[]) => void;
  /** The newest entries of the app's log, oldest first. */
  'log:read': () => readonly LogEntry[];
  /** Saves the whole log where the person says, in the system's file dialog. False when they close it. */
  'log:export': () => boolean;
  /** Opens the system's folder dialog and switches stores. False when the person closes it. */
  'store:choose': () => boolean;
  /** Opens the store again, e.g. once a disk is back. `create` makes a missing or foreign folder a store. */
  'store:open': (create: boolean) => void;
  /** At the first start: opens a store in the person's home folder, which is made if nothing is there. */
  'store:useSuggested': () => void;
  /** The stores at hand, each with what a look at its folder says now. */
  'stores:list': () => readonly ListedStore[];
  /** Opens another store of these; uploads of the one that is open are paused with a checkpoint first. */
  'stores:switch': (root: string) => void;
  'stores:describe': (root: string, words: ProfileWords) => void;
  /** Takes a store off the list. What lies in its folder stays. */
  'stores:forget': (root: string) => void;
  /** Layers of a repository as they were read last, newest first, from the `from`th on: a page of them. */
  'catalog:layers': (repository: string, from: number) => LayerPage;
  /** Reads one repository again, or (null) all of them. Resolves when that is done; how it ended is in `catalog`. */
  'catalog:refresh': (repository: string | null) => void;
  /** Starts to hash a blob again; progress and result are in `verifications`. */
  'catalog:verify': (digest: string) => void;
  'catalog:stopVerifying': (digest: string) => void;
  'catalog:copy': (repository: string, digest: string, what: LayerText) => void;
  /** Shows a blob in the file manager. */
  'catalog:reveal': (digest: string) => void;
  'app:about': () => AboutView;
  /** The licences of everything in the package, as one text; empty where the app does not run from a package. */
  'app:licences': () => string;
  /** Something in the page was against its content security policy, and did not happen. */
  'app:reportViolation': (violation: Violation) => void;
  /** Looks for an update and downloads it; `updates:changed` tells how it goes. */
  'updates:check': () => void;
  /** Pauses and checkpoints everything, then ends the app and installs. */
  'updates:install': () => void;
  /** Opens the system's folder dialog and watches what a person chooses. False when they close it. */
  'watch:choose': () => boolean;
  /** Watches no folder any more. */
  'watch:stop': () => void;
}

/** What main pushes: channel → payload. */
export interface Events {
  'state:patch': StatePatch;
  /** A person wants to choose a store, by the menu of the app: the window may have to ask first. */
  'store:wanted': null;
  'files:offered': Offer;
  /** Files on their way into the window; null when there are none any more. */
  'files:intake': IntakeView | null;
  'updates:changed': UpdateView;
  /** The menu asks for *About*. */
  'app:showAbout': null;
  /** Brings an upload before the person's eyes, e.g. the one of a notification. */
  'uploads:show': UploadId;
  /** Something was chosen in the application menu. */
  'menu:command': MenuCommand;
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
  readonly inspectFiles: (files: readonly DroppedFile[]) => Promise<Envelope<Offer>>;
  readonly onPatch: (listener: (patch: StatePatch) => void) => () => void;
  readonly onStoreWanted: (listener: () => void) => () => void;
  readonly onOffered: (listener: (offer: Offer) => void) => () => void;
  readonly onIntake: (listener: (intake: IntakeView | null) => void) => () => void;
  readonly onUpdates: (listener: (view: UpdateView) => void) => () => void;
  readonly onShowAbout: (listener: () => void) => () => void;
  readonly onMenu: (listener: (command: MenuCommand) => void) => () => void;
  readonly onShow: (listener: (id: UploadId) => void) => () => void;
  readonly platform: string;
};
