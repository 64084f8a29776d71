import { fromErrorInfo, hasCode, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { Place } from '../../shared/inspection.ts';
import { FILES_MAX } from '../../shared/intake.ts';
import type { AddOutcome, AddRequest, Offer, Outcome } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Bridge } from '../bridge.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { offerFiles } from './offerFiles.ts';
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
  /** Opens the inspector on the current upload, or on the first of the page; closes it when it is open. */
  toggleInspector(): void;
  dismiss(ids: readonly UploadId[]): Promise<void>;
  chooseFiles(): Promise<void>;
  chooseFolders(): Promise<void>;
  /** Dropped or pasted files and folders; `repository` is the one that they were dropped on. */
  inspectFiles(files: readonly File[], repository?: string): Promise<void>;
  /** Takes the files that the clipboard names as text. */
  paste(): Promise<void>;
  /** Opens the add sheet with these, or adds them to it. */
  offer(offer: Offer, repository?: string): void;
  /** Answers the question about many files: looks at them, or lets them be. */
  answerIntake(id: number, proceed: boolean): Promise<void>;
  /** Takes what was given on the command line before the window listened. */
  takeOffered(): Promise<void>;
  /** Rejects with LayerliftError when nothing could be tried. */
  add(request: AddRequest): Promise<readonly AddOutcome[]>;
  /** Shows the change at once. Rejects with LayerliftError when main could not make it, for the dialog to show. */
  changeSettings(change: Partial<Settings>): Promise<void>;
  chooseStore(): Promise<void>;
  openStore(create: boolean): Promise<void>;
  /** Lets a person choose the folder to watch. */
  chooseWatched(): Promise<void>;
  stopWatching(): Promise<void>;
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

  const offer = (offered: Offer, repository?: string): void => offerFiles(store, offered, repository);
  const offerChosen = (chosen: Offer | null): void => {
    if (chosen !== null) offer(chosen);
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
    chooseFiles: () => attempt(async () => offerChosen(await bridge.call('files:choose'))),
    chooseFolders: () => attempt(async () => offerChosen(await bridge.call('files:chooseFolders'))),
    inspectFiles: (files, repository) =>
      attempt(async () => {
        if (files.length > FILES_MAX) throw new LayerliftError('SOURCES_TOO_MANY', 'too many', { most: FILES_MAX });
        if (files.length > 0) offer(await bridge.inspectFiles(files), repository);
      }),
    paste: () => attempt(async () => offer(await bridge.call('files:paste'))),
    offer,
    answerIntake: (id, proceed) => attempt(() => bridge.call(proceed ? 'files:proceed' : 'files:stop', id)),
    takeOffered: () =>
      attempt(async () => {
        for (const waiting of await bridge.call('files:offered')) offer(waiting);
      }),
    add: (request) => bridge.call('uploads:add', request),
    changeSettings: (change) => changeSettings(store, bridge, change),
    chooseStore: () =>
      attempt(async () => {
        await bridge.call('store:choose');
      }),
    chooseWatched: () =>
      attempt(async () => {
        await bridge.call('watch:choose');
      }),
    stopWatching: () => attempt(() => bridge.call('watch:stop')),
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
