import { fromErrorInfo, hasCode, toErrorInfo } from '../../shared/errors.ts';
import type { Place } from '../../shared/inspection.ts';
import type { AddOutcome, AddRequest, Candidate, Outcome } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { StoryForm } from '../../shared/story.ts';
import type { Bridge } from '../bridge.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { visibleIds } from './selectors.ts';
import { changeSettings } from './settings.ts';
import { type AppStore, notify, notifyError } from './store.ts';

type BatchName = 'uploads:pause' | 'uploads:resume' | 'uploads:finish' | 'uploads:cancel' | 'uploads:verify';

/** What a person can make the app do. Failures become notices; no method rejects unless it says so. */
export interface Commands {
  batch(name: BatchName, ids: readonly UploadId[]): Promise<void>;
  /** Sets or (null) drops the expected digest. Rejects with LayerliftError, for the dialog to show. */
  setExpected(id: UploadId, digest: string | null): Promise<void>;
  attach(id: UploadId): Promise<void>;
  /** Says that it worked: the date may be too far away to be shown. */
  renew(id: UploadId): Promise<void>;
  reveal(id: UploadId): Promise<void>;
  copyDigest(id: UploadId): Promise<void>;
  revealPlace(id: UploadId, place: Place): Promise<void>;
  copyPath(id: UploadId, place: Place): Promise<void>;
  copyStory(id: UploadId, form: StoryForm): Promise<void>;
  /** Opens the inspector on the current upload, or on the first of the page; closes it when it is open. */
  toggleInspector(): void;
  dismiss(ids: readonly UploadId[]): Promise<void>;
  chooseFiles(): Promise<void>;
  /** Dropped or pasted files. */
  inspectFiles(files: readonly File[]): Promise<void>;
  /** Opens the add sheet with these, or adds them to it. */
  offer(candidates: readonly Candidate[]): void;
  /** Takes what was given on the command line before the window listened. */
  takeOffered(): Promise<void>;
  /** Rejects with LayerliftError when nothing could be tried. */
  add(request: AddRequest): Promise<readonly AddOutcome[]>;
  /** Shows the change at once. Rejects with LayerliftError when main could not make it, for the dialog to show. */
  changeSettings(change: Partial<Settings>): Promise<void>;
  chooseStore(): Promise<void>;
  openStore(create: boolean): Promise<void>;
}

function reportOutcomes(store: AppStore, outcomes: readonly Outcome[]): void {
  const byCode = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    if (outcome.error === null) continue;
    byCode.set(outcome.error.code, [...(byCode.get(outcome.error.code) ?? []), outcome]);
  }
  for (const failed of byCode.values()) {
    const [first] = failed;
    if (first?.error == null) continue;
    if (failed.length === 1) notifyError(store, fromErrorInfo(first.error));
    else notify(store, en.notices.several(failed.length, first.error));
  }
}

/** Binds the commands to a store and a bridge. */
export function createCommands(store: AppStore, bridge: Bridge): Commands {
  const attempt = async (task: () => Promise<void>): Promise<void> => {
    try {
      await task();
    } catch (error) {
      // Closing a system dialog or cancelling is a decision, not a failure.
      if (!hasCode(error, 'CANCELLED')) notifyError(store, error);
    }
  };

  const offer = (candidates: readonly Candidate[]): void => {
    if (candidates.length === 0) return;
    const { dialog } = store.getState();
    const before = dialog?.kind === 'add' ? dialog.candidates : [];
    const known = new Set(before.map((candidate) => candidate.token));
    const fresh = candidates.filter((candidate) => !known.has(candidate.token));
    const duplicate = fresh.find((candidate) => candidate.duplicateOf !== null);
    const useful = fresh.some((candidate) => candidate.duplicateOf === null);
    if (duplicate !== undefined && !useful && before.length === 0) {
      store.setState({ page: { kind: 'uploads', filter: 'all' }, query: '', current: duplicate.duplicateOf });
      notify(store, en.notices.duplicate(duplicate.name));
      return;
    }
    store.setState({ dialog: { kind: 'add', candidates: [...before, ...fresh] } });
  };

  return {
    batch: (name, ids) =>
      attempt(async () => {
        if (ids.length > 0) reportOutcomes(store, await bridge.call(name, ids));
      }),
    setExpected: (id, digest) => bridge.call('uploads:setExpected', id, digest),
    attach: (id) =>
      attempt(async () => {
        await bridge.call('uploads:attach', id);
      }),
    renew: (id) =>
      attempt(async () => {
        const outcomes = await bridge.call('uploads:renew', [id]);
        reportOutcomes(store, outcomes);
        const name = store.getState().mirror?.uploads.get(id)?.name;
        if (name !== undefined && outcomes.every(({ error }) => error === null)) {
          notify(store, en.notices.renewed(visibleText(name)));
        }
      }),
    reveal: (id) => attempt(() => bridge.call('uploads:reveal', id)),
    copyDigest: (id) =>
      attempt(async () => {
        await bridge.call('uploads:copyDigest', id);
        notify(store, en.notices.digestCopied);
      }),
    revealPlace: (id, place) => attempt(() => bridge.call('uploads:revealPlace', id, place)),
    copyPath: (id, place) =>
      attempt(async () => {
        await bridge.call('uploads:copyPath', id, place);
        notify(store, en.notices.pathCopied);
      }),
    copyStory: (id, form) =>
      attempt(async () => {
        await bridge.call('uploads:copyStory', id, form);
        notify(store, en.story.copied);
      }),
    toggleInspector: () => {
      const { inspector, current } = store.getState();
      const ids = visibleIds(store.getState());
      const shown = current !== null && ids.includes(current) ? current : (ids[0] ?? null);
      store.setState(inspector ? { inspector: false } : { inspector: true, current: shown });
    },
    dismiss: (ids) =>
      attempt(async () => {
        if (ids.length > 0) await bridge.call('uploads:dismiss', ids);
      }),
    chooseFiles: () => attempt(async () => offer(await bridge.call('files:choose'))),
    inspectFiles: (files) =>
      attempt(async () => {
        if (files.length > 0) offer(await bridge.inspectFiles(files));
      }),
    offer,
    takeOffered: () => attempt(async () => offer(await bridge.call('files:offered'))),
    add: (request) => bridge.call('uploads:add', request),
    changeSettings: (change) => changeSettings(store, bridge, change),
    chooseStore: () =>
      attempt(async () => {
        await bridge.call('store:choose');
      }),
    async openStore(create) {
      try {
        await bridge.call('store:open', create);
      } catch (error) {
        const { mirror } = store.getState();
        // The closed store's own panel says it when it is for the same reason.
        const shown = mirror?.store.state.kind === 'closed' ? mirror.store.state.error.code : null;
        if (shown !== toErrorInfo(error).code) notifyError(store, error);
      }
    },
  };
}
