import type { Digest } from '../../shared/digest.ts';
import type { ErrorInfo } from '../../shared/errors.ts';
import type { IntakeView, LeftOut } from '../../shared/intake.ts';
import type { Candidate } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Draft } from '../add/draft.ts';
import type { Mirror } from './mirror.ts';
import { NOTHING_SELECTED, type Selection } from './selection.ts';
import { BY_QUEUE, type Sort } from './sorting.ts';

/** Groups of uploads in the side bar. */
export const FILTERS = ['all', 'moving', 'waiting', 'paused', 'ready', 'needsYou', 'found', 'finished'] as const;
export type Filter = (typeof FILTERS)[number];

/** What the page of a repository shows: what it holds, or what is on its way into it. */
export const REPOSITORY_TABS = ['layers', 'uploads'] as const;
export type RepositoryTab = (typeof REPOSITORY_TABS)[number];

/** The ends of uploads by which the history can be narrowed. */
export const OUTCOMES = ['all', 'finished', 'cancelled', 'failed'] as const;
export type Outcomes = (typeof OUTCOMES)[number];

/** What the main area shows. */
export type Page =
  | { readonly kind: 'uploads'; readonly filter: Filter }
  | { readonly kind: 'repository'; readonly name: string; readonly tab: RepositoryTab }
  | { readonly kind: 'history' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'log' };

/** A store that a person wants: a folder that the system's dialog asks for, or one of those at hand. */
export type StoreWish = { readonly kind: 'folder' } | { readonly kind: 'listed'; readonly root: string };

/** The add sheet: what is offered to be added. */
export interface AddDialog {
  readonly kind: 'add';
  readonly candidates: readonly Candidate[];
  /** The tokens of those that came last. */
  readonly latest: readonly string[];
  /** What was passed over in the folders that they come from. */
  readonly leftOut: LeftOut;
  /** The repository that the first of them were dropped on; null for the one of the settings. */
  readonly repository: string | null;
  /** By token, the repository that later ones were dropped on. */
  readonly repositories: ReadonlyMap<string, string>;
}

/** The one dialog that is open, if any. */
export type DialogState =
  | AddDialog
  | { readonly kind: 'confirmCancel'; readonly ids: readonly UploadId[] }
  | { readonly kind: 'digest'; readonly id: UploadId }
  | { readonly kind: 'story'; readonly id: UploadId; readonly name: string }
  | { readonly kind: 'limits' }
  | { readonly kind: 'confirmReset' }
  | { readonly kind: 'about' }
  | { readonly kind: 'stores' }
  | { readonly kind: 'confirmSwitch'; readonly wish: StoreWish };

/** What the inspector shows: what an upload has reached, what lies on disk of it, what happened to it, what is in it. */
export const INSPECTOR_TABS = ['state', 'folder', 'story', 'contents'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** Something to say once, until it is dismissed. */
export interface Notice {
  readonly key: number;
  readonly title: string;
  readonly text: string;
}

/** Everything the window knows: main's mirror, and what only the window cares about. */
export interface AppState extends Selection {
  /** Null until the first snapshot. */
  readonly mirror: Mirror | null;
  /** Why there is no snapshot. */
  readonly failure: ErrorInfo | null;
  readonly page: Page;
  /** The last page that showed uploads or history: where the settings and the log lead back to. */
  readonly pageBefore: Page;
  readonly query: string;
  readonly sort: Sort;
  /** Which ends of uploads the history shows. */
  readonly historyOutcome: Outcomes;
  /** The line of history, the layer that the keyboard is on, by the keys of their lists. */
  readonly currentPast: string | null;
  readonly currentLayer: Digest | null;
  /** What the side bar's repositories are searched for. */
  readonly repositoryQuery: string;
  /** How far lists and pages are scrolled, CSS pixels, each by the name of what it shows. */
  readonly scrolled: ReadonlyMap<string, number>;
  /** The same of the page before this one, when this one was loaded anew, until a person goes elsewhere. */
  readonly scrolledBefore: ReadonlyMap<string, number>;
  /** The upload whose row is to get the focus as soon as it is shown. */
  readonly called: UploadId | null;
  readonly dialog: DialogState | null;
  /** What a person has entered into the add sheet; null as long as they have not, and for every new sheet. */
  readonly draft: Draft | null;
  /** Files on their way into the window, while there are any. */
  readonly intake: IntakeView | null;
  /** Whether the inspector of the current upload is open. */
  readonly inspector: boolean;
  /** The side of uploads that the inspector shows, whichever upload it is. */
  readonly inspectorTab: InspectorTab;
  readonly notices: readonly Notice[];
  /** Settings that a person has chosen and main has not confirmed yet, in order. */
  readonly choices: readonly Partial<Settings>[];
  /** Uploads that were interrupted when the window first heard of them, until the banner is put away. */
  readonly interrupted: readonly UploadId[];
}

export const INITIAL_STATE: AppState = {
  mirror: null,
  failure: null,
  page: { kind: 'uploads', filter: 'all' },
  pageBefore: { kind: 'uploads', filter: 'all' },
  query: '',
  sort: BY_QUEUE,
  historyOutcome: 'all',
  currentPast: null,
  currentLayer: null,
  repositoryQuery: '',
  scrolled: new Map(),
  scrolledBefore: new Map(),
  called: null,
  ...NOTHING_SELECTED,
  dialog: null,
  draft: null,
  intake: null,
  inspector: false,
  inspectorTab: 'state',
  notices: [],
  choices: [],
  interrupted: [],
};
