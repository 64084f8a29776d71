import type { ErrorInfo } from '../../shared/errors.ts';
import type { Candidate } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Mirror } from './mirror.ts';

/** Groups of uploads in the side bar. */
export const FILTERS = ['all', 'moving', 'waiting', 'paused', 'ready', 'needsYou', 'found', 'finished'] as const;
export type Filter = (typeof FILTERS)[number];

/** What the main area shows. */
export type Page =
  | { readonly kind: 'uploads'; readonly filter: Filter }
  | { readonly kind: 'repository'; readonly name: string }
  | { readonly kind: 'history' };

/** The one dialog that is open, if any. */
export type DialogState =
  | { readonly kind: 'add'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'confirmCancel'; readonly id: UploadId }
  | { readonly kind: 'digest'; readonly id: UploadId }
  | { readonly kind: 'story'; readonly id: UploadId; readonly name: string }
  | { readonly kind: 'settings' };

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
export interface AppState {
  /** Null until the first snapshot. */
  readonly mirror: Mirror | null;
  /** Why there is no snapshot. */
  readonly failure: ErrorInfo | null;
  readonly page: Page;
  readonly query: string;
  /** The upload that the keyboard is on. */
  readonly current: UploadId | null;
  readonly dialog: DialogState | null;
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
  query: '',
  current: null,
  dialog: null,
  inspector: false,
  inspectorTab: 'state',
  notices: [],
  choices: [],
  interrupted: [],
};
