import type { UploadId } from '../../shared/names.ts';
import { allowedCommands, gapOf, isActive, type UploadView } from '../../shared/upload.ts';
import type { AppState, Filter, Page } from './appState.ts';
import { memo } from './memo.ts';
import type { Mirror } from './mirror.ts';

const NONE: readonly UploadId[] = [];
/** `part-2` before `part-10`. */
const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Whether the upload stands still until a person decides something. */
function needsPerson(upload: UploadView): boolean {
  const { status } = upload;
  if (status.kind === 'paused') return status.reason === 'trouble';
  return status.kind === 'interrupted' || status.kind === 'mismatch' || status.kind === 'failed';
}

const GROUPS: { readonly [filter in Filter]: (upload: UploadView) => boolean } = {
  all: () => true,
  moving: (upload) => isActive(upload.status),
  waiting: (upload) => upload.status.kind === 'queued',
  paused: (upload) => upload.status.kind === 'paused' && upload.status.reason !== 'trouble',
  ready: (upload) => upload.status.kind === 'ready',
  needsYou: needsPerson,
  found: (upload) => upload.status.kind === 'found',
  finished: (upload) => upload.status.kind === 'finished' || upload.status.kind === 'cancelled',
};

export type Counts = { readonly [filter in Filter]: number };

/** How many uploads each group of the side bar has. */
export const countsOf = memo((uploads: Mirror['uploads']): Counts => {
  const counts = { all: 0, moving: 0, waiting: 0, paused: 0, ready: 0, needsYou: 0, found: 0, finished: 0 };
  for (const upload of uploads.values()) {
    for (const [filter, belongs] of Object.entries(GROUPS) as [Filter, (upload: UploadView) => boolean][]) {
      if (belongs(upload)) counts[filter] += 1;
    }
  }
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
    if (page.kind === 'history') return NONE;
    const belongs =
      page.kind === 'repository' ? (upload: UploadView) => upload.repository === page.name : GROUPS[page.filter];
    return order.filter((id) => {
      const upload = uploads.get(id);
      if (upload === undefined || !belongs(upload)) return false;
      return matches(query, upload.name, upload.repository, upload.expected, digestOf(upload));
    });
  },
);

/** The rows to show, in order. Keeps its identity while no row comes, goes or changes its state. */
export function visibleIds(state: AppState): readonly UploadId[] {
  const { mirror, page, query } = state;
  return mirror === null ? NONE : filterUploads(mirror.uploads, mirror.order, page, query);
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
export const endedIds = idsThat(GROUPS.finished);

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
