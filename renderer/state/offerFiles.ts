import { fromErrorInfo } from '../../shared/errors.ts';
import { LEFT_OUT_KINDS, type LeftOut, NOTHING_LEFT_OUT } from '../../shared/intake.ts';
import type { Offer } from '../../shared/ipc.ts';
import { en } from '../strings/en.ts';
import type { AddDialog } from './appState.ts';
import { pick } from './selection.ts';
import { type AppStore, notify, notifyError } from './store.ts';

const EMPTY_SHEET: AddDialog = {
  kind: 'add',
  candidates: [],
  latest: [],
  leftOut: NOTHING_LEFT_OUT,
  repository: null,
  repositories: new Map(),
};

/**
 * Opens the add sheet with what is offered, or adds it to the sheet that is open. A file that is being uploaded
 * already leads to its upload instead when it comes alone; one that is in the sheet stays one.
 * @param repository the one that the files were dropped on.
 */
export function offerFiles(store: AppStore, { candidates, leftOut, error }: Offer, repository?: string): void {
  if (error !== null) {
    notifyError(store, fromErrorInfo(error));
    return;
  }
  const passedOver = en.intake.leftOut(leftOut);
  if (candidates.length === 0) {
    const { title, empty } = en.intake.nothing;
    notify(store, { title, text: passedOver === '' ? empty : passedOver });
    return;
  }
  const { dialog } = store.getState();
  const before = dialog?.kind === 'add' ? dialog : EMPTY_SHEET;
  const known = new Set(before.candidates.map(({ token }) => token));
  const newest = new Map(candidates.map((candidate) => [candidate.token, candidate]));
  const fresh = candidates.filter(({ token }) => !known.has(token));
  const duplicate = fresh.find(({ duplicateOf }) => duplicateOf !== null);
  const useful = fresh.some(({ duplicateOf }) => duplicateOf === null);
  if (duplicate?.duplicateOf != null && !useful && before === EMPTY_SHEET) {
    const id = duplicate.duplicateOf;
    store.setState({ page: { kind: 'uploads', filter: 'all' }, query: '', called: id, ...pick(id) });
    notify(store, en.notices.duplicate(duplicate.name));
    return;
  }
  const repositories = new Map(before.repositories);
  if (repository !== undefined && before !== EMPTY_SHEET) {
    for (const { token } of fresh) repositories.set(token, repository);
  }
  const sheet: AddDialog = {
    kind: 'add',
    candidates: [...before.candidates.map((one) => newest.get(one.token) ?? one), ...fresh],
    latest: [...newest.keys()],
    leftOut: sumOf(before.leftOut, leftOut),
    repository: before === EMPTY_SHEET ? (repository ?? null) : before.repository,
    repositories,
  };
  store.setState({ dialog: sheet, ...(before === EMPTY_SHEET && { draft: null }) });
}

function sumOf(a: LeftOut, b: LeftOut): LeftOut {
  const entries = LEFT_OUT_KINDS.map((kind) => [kind, a[kind] + b[kind]] as const);
  return { ...NOTHING_LEFT_OUT, ...Object.fromEntries(entries) };
}
