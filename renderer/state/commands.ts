import type { LayerText } from '../../shared/catalog.ts';
import type { Digest } from '../../shared/digest.ts';
import { fromErrorInfo, hasCode, LayerliftError, toErrorInfo } from '../../shared/errors.ts';
import type { Place } from '../../shared/inspection.ts';
import { FILES_MAX } from '../../shared/intake.ts';
import type { AddOutcome, AddRequest, Offer, Outcome } from '../../shared/ipc.ts';
import type { UploadId } from '../../shared/names.ts';
import { moveInOrder, type QueueMove } from '../../shared/queueOrder.ts';
import type { Settings } from '../../shared/settings.ts';
import type { ProfileWords } from '../../shared/stores.ts';
import type { StoryForm } from '../../shared/story.ts';
import type { Bridge } from '../bridge.ts';
import { en } from '../strings/en.ts';
import { visibleText } from '../ui/visibleText.ts';
import { type Direction, moveTowards } from '../uploads/reorder.ts';
import type { StoreWish } from './appState.ts';
import { languageOf } from './language.ts';
import { offerFiles } from './offerFiles.ts';
import { pick } from './selection.ts';
import { countsOf, visibleIds } from './selectors.ts';
import { changeSettings } from './settings.ts';
import { type AppStore, notify, notifyError } from './store.ts';

type BatchName =
  | 'uploads:pause'
  | 'uploads:resume'
  | 'uploads:startNow'
  | 'uploads:finish'
  | 'uploads:cancel'
  | 'uploads:verify'
  | 'uploads:stopRetrying';

/** What a person can make the app do. Failures become notices; no method rejects unless it says so. */
export interface Commands {
  batch(name: BatchName, ids: readonly UploadId[]): Promise<void>;
  /** Sets or (null) drops the expected digest. Rejects with LayerliftError, for the dialog to show. */
  setExpected(id: UploadId, digest: string | null): Promise<void>;
  attach(id: UploadId): Promise<void>;
  /** Says that it worked: the date may be too far away to be shown. */
  /** Whether uploads finish as soon as all their bytes are there. */
  finishBySelf(ids: readonly UploadId[], finishBySelf: boolean): Promise<void>;
  renew(ids: readonly UploadId[]): Promise<void>;
  /** Changes the order of the queue. Resolves to whether it did; where the list shows another order it says so. */
  reorder(direction: Direction, ids: readonly UploadId[]): Promise<boolean>;
  /** As `reorder`, in front of an upload or, by null, to the end. */
  moveBefore(ids: readonly UploadId[], before: UploadId | null): Promise<boolean>;
  reveal(id: UploadId): Promise<void>;
  copyDigest(id: UploadId): Promise<void>;
  revealPlace(id: UploadId, place: Place): Promise<void>;
  copyPath(id: UploadId, place: Place): Promise<void>;
  /** Text is in the language of the window. */
  copyStory(id: UploadId, kind: StoryForm['kind']): Promise<void>;
  /** Goes to the settings or the log; from there back to the page before. */
  togglePage(kind: 'settings' | 'log'): void;
  exportLog(): Promise<void>;
  /** Selects an upload, wherever the window is. */
  show(id: UploadId): void;
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
  /** As `changeSettings`, where no dialog is there to show a failure: it becomes a notice. */
  set(change: Partial<Settings>): Promise<void>;
  /** Shows the change at once. Rejects with LayerliftError when main could not make it, for the dialog to show. */
  changeSettings(change: Partial<Settings>): Promise<void>;
  /** Lets a person choose a folder as the store, after asking if something moves. */
  chooseStore(): void;
  /** Opens a store of those at hand, after asking if something moves. */
  switchStore(root: string): void;
  /** Opens what is wanted without a question. */
  goToStore(wish: StoreWish): Promise<void>;
  /** Opens the store that main suggests at the first start. */
  openSuggestedStore(): Promise<void>;
  /** Rejects with LayerliftError, for the form to show. */
  describeStore(root: string, words: ProfileWords): Promise<void>;
  forgetStore(root: string): Promise<void>;
  /** Reads a repository again, or (null) all of them. */
  refreshRepository(name: string | null): Promise<void>;
  /** Hashes a blob again, or stops that. */
  verifyLayer(digest: Digest, wanted: boolean): Promise<void>;
  copyLayer(repository: string, digest: Digest, what: LayerText): Promise<void>;
  revealLayer(digest: Digest): Promise<void>;
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

  const goToStore = (wanted: StoreWish): Promise<void> =>
    attempt(async () => {
      if (wanted.kind === 'folder') await bridge.call('store:choose');
      else await bridge.call('stores:switch', wanted.root);
    });
  const wish = (wanted: StoreWish): void => {
    const { mirror } = store.getState();
    const { moving, waiting } = mirror === null ? { moving: 0, waiting: 0 } : countsOf(mirror.uploads);
    if (moving + waiting > 0) store.setState({ dialog: { kind: 'confirmSwitch', wish: wanted } });
    else void goToStore(wanted);
  };
  const moveBy = async (move: QueueMove | null): Promise<boolean> => {
    const { sort, mirror } = store.getState();
    if (sort.key !== 'queue') {
      notify(store, en.queue.sortedOtherwise);
      return false;
    }
    if (move === null || mirror === null || moveInOrder(mirror.order, move) === mirror.order) return false;
    let moved = false;
    await attempt(async () => {
      await bridge.call('uploads:move', move);
      moved = true;
    });
    return moved;
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
    finishBySelf: (ids, finishBySelf) =>
      attempt(async () => reportOutcomes(store, await bridge.call('uploads:setFinishBySelf', ids, finishBySelf))),
    renew: (ids) =>
      attempt(async () => {
        const outcomes = await bridge.call('uploads:renew', ids);
        reportOutcomes(store, outcomes);
        const [id] = ids;
        const name = id === undefined ? undefined : store.getState().mirror?.uploads.get(id)?.name;
        if (name !== undefined && outcomes.every(({ error }) => error === null)) {
          notify(store, ids.length === 1 ? en.notices.renewed(visibleText(name)) : en.notices.renewedAll(ids.length));
        }
      }),
    reorder: (direction, ids) => {
      const state = store.getState();
      return moveBy(moveTowards(direction, ids, visibleIds(state), state.mirror?.order ?? []));
    },
    moveBefore: (ids, before) => moveBy({ ids, before }),
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
    copyStory: (id, kind) =>
      attempt(async () => {
        const language = languageOf(store.getState());
        await bridge.call('uploads:copyStory', id, kind === 'json' ? { kind } : { kind, language });
        notify(store, en.story.copied);
      }),
    togglePage: (kind) =>
      store.setState(({ page, pageBefore }) => {
        if (page.kind === kind) return { page: pageBefore, query: '' };
        const aside = page.kind === 'settings' || page.kind === 'log';
        return { page: { kind }, query: '', pageBefore: aside ? pageBefore : page };
      }),
    exportLog: () =>
      attempt(async () => {
        if (await bridge.call('log:export')) notify(store, en.notices.logExported);
      }),
    show: (id) => {
      store.setState({ page: { kind: 'uploads', filter: 'all' }, query: '', dialog: null, called: id, ...pick(id) });
    },
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
    set: (change) => attempt(() => changeSettings(store, bridge, change)),
    changeSettings: (change) => changeSettings(store, bridge, change),
    chooseStore: () => wish({ kind: 'folder' }),
    switchStore: (root) => wish({ kind: 'listed', root }),
    goToStore,
    openSuggestedStore: () => attempt(() => bridge.call('store:useSuggested')),
    describeStore: (root, words) => bridge.call('stores:describe', root, words),
    forgetStore: (root) => attempt(() => bridge.call('stores:forget', root)),
    refreshRepository: (name) => attempt(() => bridge.call('catalog:refresh', name)),
    verifyLayer: (digest, wanted) =>
      attempt(() => bridge.call(wanted ? 'catalog:verify' : 'catalog:stopVerifying', digest)),
    copyLayer: (repository, digest, what) =>
      attempt(async () => {
        await bridge.call('catalog:copy', repository, digest, what);
        notify(store, what === 'digest' ? en.notices.digestCopied : en.repositories.referenceCopied);
      }),
    revealLayer: (digest) => attempt(() => bridge.call('catalog:reveal', digest)),
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
