import type { RepositoryName, UploadId } from '../../shared/names.ts';
import { allowedCommands, gapOf, isEnded, type UploadKind, type UploadView } from '../../shared/upload.ts';
import type { AppState, Filter, Page } from './appState.ts';
import { memo } from './memo.ts';
import type { Mirror } from './mirror.ts';
import { chosenOf, type Selection } from './selection.ts';
import { sortIds } from './sorting.ts';

const NONE: readonly UploadId[] = [];
/** `part-2` before `part-10`. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** The one group besides *All* that each state belongs to; of a pause it depends on the reason. */
const GROUP_OF: { readonly [kind in UploadKind]: Exclude<Filter, 'all'> } = {
  queued: 'waiting',
  recovering: 'moving',
  moving: 'moving',
  pausing: 'moving',
  paused: 'paused',
  interrupted: 'needsYou',
  ready: 'ready',
  verifying: 'moving',
  finishing: 'moving',
  finished: 'finished',
  mismatch: 'needsYou',
  cancelling: 'moving',
  cancelled: 'finished',
  failed: 'needsYou',
  found: 'found',
};

function groupOf({ status }: UploadView): Exclude<Filter, 'all'> {
  return status.kind === 'paused' && status.reason === 'trouble' ? 'needsYou' : GROUP_OF[status.kind];
}

export type Counts = { readonly [filter in Filter]: number };

/** How many uploads each group of the side bar has. */
export const countsOf = memo((uploads: Mirror['uploads']): Counts => {
  const counts = { all: uploads.size, moving: 0, waiting: 0, paused: 0, ready: 0, needsYou: 0, found: 0, finished: 0 };
  for (const upload of uploads.values()) counts[groupOf(upload)] += 1;
  return counts;
});

/** The repositories that the uploads go to, by name, with how many. */
export const repositoriesOf = memo(
  (uploads: Mirror['uploads']): readonly (readonly [name: string, count: number])[] => {
    const counts = new Map<string, number>();
    for (const { repository } of uploads.values()) counts.set(repository, (counts.get(repository) ?? 0) + 1);
    return [...counts].sort(([a], [b]) => BY_NAME.compare(a, b));
  },
);

/** A repository in the side bar: of the store, or one that uploads are on their way into. */
export interface ListedRepository {
  readonly name: string;
  /** Layers in the store; 0 before the first one. */
  readonly layers: number;
  /** Uploads that have not ended. */
  readonly uploads: number;
  readonly problems: number;
}

const namesOf = memo((repositories: Mirror['repositories']) => [...repositories.keys()].sort(BY_NAME.compare));

const underWay = memo((uploads: Mirror['uploads']): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { repository, status } of uploads.values()) {
    if (!isEnded(status)) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  }
  return counts;
});

/** All repositories by name. */
export const listedRepositories = memo(
  (repositories: Mirror['repositories'], uploads: Mirror['uploads']): readonly ListedRepository[] => {
    const counts = underWay(uploads);
    const known = namesOf(repositories);
    const others = [...counts.keys()].filter((name) => !repositories.has(name as RepositoryName));
    const names = others.length === 0 ? known : [...known, ...others].sort(BY_NAME.compare);
    return names.map((name) => {
      const view = repositories.get(name as RepositoryName);
      return { name, layers: view?.layers ?? 0, uploads: counts.get(name) ?? 0, problems: view?.problems ?? 0 };
    });
  },
);

/** Whether a text that a person typed is found in any of `texts`. */
export function matches(query: string, ...texts: readonly (string | null)[]): boolean {
  const wanted = query.trim().toLowerCase();
  return wanted === '' || texts.some((text) => text?.toLowerCase().includes(wanted) === true);
}

function digestOf(upload: UploadView): string | null {
  const { status } = upload;
  if (status.kind === 'ready' || status.kind === 'finished') return status.digest;
  return status.kind === 'mismatch' ? status.actual : null;
}

const filterUploads = memo(
  (uploads: Mirror['uploads'], order: Mirror['order'], page: Page, query: string): readonly UploadId[] => {
    if (page.kind !== 'uploads' && page.kind !== 'repository') return NONE;
    const belongs = (upload: UploadView): boolean =>
      page.kind === 'repository'
        ? upload.repository === page.name
        : page.filter === 'all' || groupOf(upload) === page.filter;
    const everything = query.trim() === '';
    if (everything && page.kind === 'uploads' && page.filter === 'all') return order;
    return order.filter((id) => {
      const upload = uploads.get(id);
      if (upload === undefined || !belongs(upload)) return false;
      return everything || matches(query, upload.name, upload.repository, upload.expected, digestOf(upload));
    });
  },
);

/** Whether a page shows uploads, which an inspector can go with. */
export function inspects(page: Page): boolean {
  return page.kind === 'uploads' || (page.kind === 'repository' && page.tab === 'uploads');
}

const sortUploads = memo(sortIds);

/** The rows to show, in order. Keeps its identity while no row comes, goes or changes its state. */
export function visibleIds(state: AppState): readonly UploadId[] {
  const { mirror, page, query, sort } = state;
  if (mirror === null) return NONE;
  return sortUploads(filterUploads(mirror.uploads, mirror.order, page, query), mirror.uploads, sort);
}

const chosen = memo(
  (
    current: Selection['current'],
    anchor: Selection['anchor'],
    selected: Selection['selected'],
    ids: readonly UploadId[],
  ): readonly UploadId[] => chosenOf({ current, anchor, selected }, ids),
);

/** The rows that a person has picked, of those that are shown; the one under the keyboard when it is alone. */
export function chosenIds(state: AppState): readonly UploadId[] {
  return chosen(state.current, state.anchor, state.selected, visibleIds(state));
}

const idsThat = (allows: (upload: UploadView) => boolean) =>
  memo((uploads: Mirror['uploads'], order: Mirror['order']): readonly UploadId[] =>
    order.filter((id) => {
      const upload = uploads.get(id);
      return upload !== undefined && allows(upload);
    }),
  );

/** Uploads that *Pause all* pauses. */
export const pausableIds = idsThat((upload) => allowedCommands(upload.status).includes('pause'));
/** Uploads that *Resume all* resumes: what has failed is resumed one by one. */
export const resumableIds = idsThat(
  (upload) => upload.status.kind === 'paused' || upload.status.kind === 'interrupted',
);
/** Uploads that *Clear finished* takes off the list. */
export const endedIds = idsThat(({ status }) => isEnded(status));

/** Uploads and bytes a second of everything that moves. */
export function totalsOf(mirror: Mirror): { readonly moving: number; readonly waiting: number; readonly rate: number } {
  let rate = 0;
  for (const tick of mirror.live.values()) rate += tick.bytesPerSecond;
  const counts = countsOf(mirror.uploads);
  return { moving: counts.moving, waiting: counts.waiting, rate };
}

/** Of the uploads that the crash interrupted, those still waiting, and the most that resuming them re-hashes. */
export const interruptedOf = memo(
  (
    uploads: Mirror['uploads'],
    ids: readonly UploadId[],
  ): { readonly ids: readonly UploadId[]; readonly gap: number } => {
    const waiting = ids.filter((id) => uploads.get(id)?.status.kind === 'interrupted');
    const gap = waiting.reduce((sum, id) => {
      const upload = uploads.get(id);
      return upload === undefined ? sum : sum + gapOf(upload);
    }, 0);
    return { ids: waiting, gap };
  },
);
